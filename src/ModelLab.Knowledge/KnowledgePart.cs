namespace ModelLab.Knowledge;

/// <summary>What can be searched.</summary>
public enum KnowledgePart
{
    /// <summary>Passages of pages.</summary>
    Chunks,

    /// <summary>Questions that users asked before.</summary>
    PastQuestions,
}
