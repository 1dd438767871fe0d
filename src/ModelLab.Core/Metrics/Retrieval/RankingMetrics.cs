namespace ModelLab.Core.Metrics.Retrieval;

/// <summary>The metrics that a ranking is measured by.</summary>
public static class RankingMetrics
{
    /// <summary>The metrics of one ranking, by name; null where the ranking was cut above a metric's cut-off.</summary>
    public static IReadOnlyList<(string Name, Func<Ranking, double?> Of)> All { get; } =
    [
        ("hit_rate@1", r => HitRate.At(r, 1)),
        ("hit_rate@5", r => HitRate.At(r, 5)),
        ("hit_rate@10", r => HitRate.At(r, 10)),
        ("recall@1", r => Recall.At(r, 1)),
        ("recall@3", r => Recall.At(r, 3)),
        ("recall@5", r => Recall.At(r, 5)),
        ("recall@10", r => Recall.At(r, 10)),
        ("precision@1", r => Precision.At(r, 1)),
        ("precision@3", r => Precision.At(r, 3)),
        ("precision@5", r => Precision.At(r, 5)),
        ("precision@10", r => Precision.At(r, 10)),
        ("mrr", ReciprocalRank.Of),
        ("ndcg@5", r => NormalisedDiscountedGain.At(r, 5)),
        ("ndcg@10", r => NormalisedDiscountedGain.At(r, 10)),
    ];
}
