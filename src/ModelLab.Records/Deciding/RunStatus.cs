using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>A run in one word.</summary>
public enum OverallStatus
{
    /// <summary>No combination is usable, or no baseline's metric was measured on 20 source pages or more.</summary>
    InsufficientData,

    /// <summary>No baseline is missed.</summary>
    Good,

    /// <summary>One or two are missed.</summary>
    Attention,

    /// <summary>More are missed.</summary>
    Critical,
}

/// <summary>How the first usable combination of a run, which the top level of its JSON shows too, stands against the baselines.</summary>
/// <param name="Overall">The run in one word.</param>
/// <param name="Combination">The combination that is meant; null when none is usable.</param>
/// <param name="Checks">Every baseline whose metric has a value, in the order of the catalogue.</param>
public sealed record RunStatus(OverallStatus Overall, ModelRun? Combination, IReadOnlyList<BaselineCheck> Checks)
{
    /// <summary>The greatest number of missed baselines that asks for attention only.</summary>
    public const int MostForAttention = 2;

    /// <summary>Judges a run.</summary>
    public static RunStatus Of(Run run)
    {
        if (ModelRun.Compose(run).FirstOrDefault(r => r.Status == ModelRunStatus.Ok) is not { } first)
            return new RunStatus(OverallStatus.InsufficientData, null, []);
        var numbers = first
            .NumbersOf(run)
            .Where(n => n.Value is not null)
            .ToDictionary(n => $"{n.Tier.FileName()}.{n.Metric}", StringComparer.Ordinal);
        List<BaselineCheck> checks =
        [
            .. from metric in MetricCatalog.All
            let baseline = run.Baselines.Of(metric)
            where baseline is not null && numbers.ContainsKey(metric.Address)
            select BaselineCheck.Of(metric, baseline.Baseline, numbers[metric.Address]),
        ];
        var overall = !checks.Any(c => c.IsReliable)
            ? OverallStatus.InsufficientData
            : checks.Count(c => c.Verdict == BaselineVerdict.Missed) switch
            {
                0 => OverallStatus.Good,
                <= MostForAttention => OverallStatus.Attention,
                _ => OverallStatus.Critical,
            };
        return new RunStatus(overall, first, checks);
    }

    /// <summary>The checks that came out one way.</summary>
    public IEnumerable<BaselineCheck> With(BaselineVerdict verdict) => Checks.Where(c => c.Verdict == verdict);
}
