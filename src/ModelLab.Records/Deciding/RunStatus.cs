using ModelLab.Core.Models;
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

/// <summary>How the recommended combination of a run stands against the baselines.</summary>
/// <param name="Overall">The run in one word.</param>
/// <param name="Combination">The combination that is meant; null when none is usable.</param>
/// <param name="Choices">Why each of its models is meant, in the order of the roles.</param>
/// <param name="Checks">Every baseline whose metric has a value, in the order of the catalogue.</param>
public sealed record RunStatus(
    OverallStatus Overall,
    ModelRun? Combination,
    IReadOnlyList<StatusModel> Choices,
    IReadOnlyList<BaselineCheck> Checks
)
{
    /// <summary>The greatest number of missed baselines that asks for attention only.</summary>
    public const int MostForAttention = 2;

    /// <summary>Judges a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="recommendations">What is recommended; a role without falls back to what the run's file says, then to flag order.</param>
    public static RunStatus Of(Run run, IReadOnlyList<RoleRecommendation> recommendations)
    {
        var usable = ModelRun.Compose(run).Where(r => r.Status == ModelRunStatus.Ok).ToList();
        if (usable.Count == 0)
            return new RunStatus(OverallStatus.InsufficientData, null, [], []);
        // A combination is usable where each of its models is, so that roles choose by themselves.
        var choices = Enum.GetValues<ModelRole>()
            .Select(role => StatusModel.Of(run, role, usable, recommendations))
            .OfType<StatusModel>()
            .ToList();
        var first = usable.First(r => choices.All(c => r.Models.Of(c.Role) == c.Model));
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
        return new RunStatus(overall, first, choices, checks);
    }

    /// <summary>The checks that came out one way.</summary>
    public IEnumerable<BaselineCheck> With(BaselineVerdict verdict) => Checks.Where(c => c.Verdict == verdict);
}
