using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Reading;

/// <summary>What the numbers of the Python tool's files (schema 2.0) mean in the terms of the catalogue.</summary>
internal static class Schema2
{
    // Its lists of hits were of pages, but for the hit rate, which was of chunks.
    private static readonly string[] OfPages = ["mrr", "recall@", "precision@", "ndcg@"];

    // With one generation per question there is nothing to compare; the tool wrote 1.0.
    private static readonly string[] OfRepeats = ["response_exact_match_rate", "response_semantic_consistency", "retrieval_consistency"];

    public static bool Applies(string? schemaVersion) =>
        schemaVersion is null
        || schemaVersion.StartsWith("2.", StringComparison.Ordinal)
        || schemaVersion.StartsWith("1.", StringComparison.Ordinal);

    public static string NameOf(Tier tier, string metric) =>
        tier == Tier.Retrieval && OfPages.Any(p => metric.StartsWith(p, StringComparison.Ordinal)) ? "url_" + metric : metric;

    public static bool IsDefined(string metric, int? consistencyRuns) => consistencyRuns > 1 || !OfRepeats.Contains(metric);
}
