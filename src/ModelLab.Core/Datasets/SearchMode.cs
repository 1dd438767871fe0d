namespace ModelLab.Core.Datasets;

/// <summary>How neighbours are found.</summary>
public enum SearchMode
{
    /// <summary>Every vector is compared.</summary>
    Exact,

    /// <summary>Through an index that may miss some neighbours (HNSW).</summary>
    Approximate,
}
