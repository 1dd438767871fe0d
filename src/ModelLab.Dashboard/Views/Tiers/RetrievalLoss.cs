using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Tiers;

/// <summary>Why a difference has no interval.</summary>
public enum NoInterval
{
    /// <summary>The run has no detail file, so nothing is known question by question.</summary>
    NoDetailFile,

    /// <summary>No question has a score in both tiers.</summary>
    NothingInCommon,

    /// <summary>Scores decided how many questions the model was asked, and an interval of a fixed sample would be too narrow.</summary>
    Raced,

    /// <summary>The questions are of fewer source pages than an interval takes.</summary>
    FewPages,
}

/// <summary>Both tiers on the questions that have a score in both.</summary>
/// <param name="Questions">How many, at least 1.</param>
/// <param name="Ideal">Mean answer correctness in tier 2, 1–5.</param>
/// <param name="Real">Mean end-to-end quality in tier 3, 1–5.</param>
/// <param name="Difference">Mean of real − ideal.</param>
/// <param name="Interval">Its 95 % interval over source pages; null where it has none.</param>
public sealed record PairedTiers(int Questions, double Ideal, double Real, double Difference, ConfidenceInterval? Interval);

/// <summary>A generator with the right context (tier 2) and with what retrieval finds (tier 3), under the same judge.</summary>
/// <param name="Model">The generator.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Ideal">Answer correctness in tier 2, 1–5; null when not scored.</param>
/// <param name="Real">End-to-end quality in tier 3, 1–5; null when not scored.</param>
public sealed record RetrievalLoss(string Model, string Run, Aggregate? Ideal, Aggregate? Real)
{
    private static readonly MetricDefinition IdealMetric = MetricCatalog.Leading(Tier.Generation)!,
        RealMetric = MetricCatalog.Leading(Tier.EndToEnd)!;

    /// <summary>Both on the same questions; null where there are none.</summary>
    public PairedTiers? Paired { get; init; }

    /// <summary>Why the difference has no interval; null where it has one, and where there is no difference.</summary>
    public NoInterval? WithoutInterval { get; init; }

    /// <summary>
    /// Real minus ideal, on the questions in common where they are known, else of the two means; null when one is missing.
    /// </summary>
    public double? Difference => Paired?.Difference ?? Real?.Value - Ideal?.Value;

    internal static IReadOnlyList<RetrievalLoss> Of(IReadOnlyList<Run> runs, JudgeChoice judge)
    {
        var losses =
            from run in runs
            let ideal = Named(run, Tier.Generation, judge)
            let real = Named(run, Tier.EndToEnd, judge)
            from model in ideal.Keys.Union(real.Keys)
            select WithInterval(new RetrievalLoss(model, run.Entry.Id, ideal.GetValueOrDefault(model), real.GetValueOrDefault(model)), run);
        List<RetrievalLoss> all = [.. losses];
        return all.Any(l => l.Difference is not null) ? [.. all.OrderByDescending(l => l.Real?.Value)] : [];
    }

    private static RetrievalLoss WithInterval(RetrievalLoss loss, Run run)
    {
        if (loss is not { Ideal: { } ideal, Real: { } real })
            return loss;
        if (!run.Entry.HasDatabase)
            return loss with { WithoutInterval = NoInterval.NoDetailFile };
        static ScoreColumn Of(MetricDefinition metric, Aggregate value) =>
            metric.ColumnOf(new ModelNames(value.GenerationModel, value.JudgeModel));
        var pairs = run.Scores.Pair(Of(RealMetric, real), Of(IdealMetric, ideal));
        if (pairs.Count == 0)
            return loss with { WithoutInterval = NoInterval.NothingInCommon };
        double[] differences = [.. pairs.Select(p => p.First - p.Second)];
        // In a race the run's own numbers have intervals only where the sample did not depend on scores.
        var isRaced = run.KnownSpec?.Race is not null && (ideal.Interval is null || real.Interval is null);
        var interval = isRaced ? null : RealMetric.Scale.Difference.MeanInterval(differences, ClusterIndex.Of(pairs.Select(p => p.Page)));
        return loss with
        {
            Paired = new(pairs.Count, pairs.Average(p => p.Second), pairs.Average(p => p.First), differences.Average(), interval),
            WithoutInterval =
                interval is not null ? null
                : isRaced ? NoInterval.Raced
                : NoInterval.FewPages,
        };
    }

    private static Dictionary<string, Aggregate> Named(Run run, Tier tier, JudgeChoice judge) =>
        run
            .InTheRunning.Where(v =>
                v.Tier == tier
                && v.Metric == MetricCatalog.Leading(tier)!.Name
                && v is { GenerationModel: not null, JudgeModel: not null, Value: not null }
                && judge.Takes(v)
            )
            .GroupBy(v => v.GenerationModel!)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
}
