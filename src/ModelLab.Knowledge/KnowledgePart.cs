namespace ModelLab.Knowledge;

/// <summary>What can be searched.</summary>
public enum KnowledgePart
{
    /// <summary>Passages of pages.</summary>
    Chunks,

    /// <summary>Questions that users asked before.</summary>
    PastQuestions,
}

/// <summary>How neighbours are found.</summary>
public enum SearchMode
{
    /// <summary>Every vector is compared.</summary>
    Exact,

    /// <summary>Through an index that may miss some neighbours (HNSW).</summary>
    Approximate,
}
