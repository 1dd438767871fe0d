namespace ModelLab.Knowledge;

/// <summary>What a search found.</summary>
/// <param name="Id">The chunk's or past question's id.</param>
/// <param name="Similarity">The cosine of the angle to the query, −1 to 1; the cosine distance is 1 minus it.</param>
public readonly record struct Neighbour(long Id, double Similarity);
