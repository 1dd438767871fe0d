namespace ModelLab.Records.Vocabulary;

/// <summary>A chunk that was retrieved.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Its page.</param>
/// <param name="Similarity">The cosine to the question, −1 to 1.</param>
public sealed record RetrievedChunk(long Id, string Url, double Similarity);
