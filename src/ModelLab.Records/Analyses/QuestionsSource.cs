namespace ModelLab.Records.Analyses;

/// <summary>Where the questions of an analysis come from.</summary>
public enum QuestionsSource
{
    /// <summary>The data set.</summary>
    Synthetic,

    /// <summary>The knowledge base's past questions.</summary>
    Real,
}
