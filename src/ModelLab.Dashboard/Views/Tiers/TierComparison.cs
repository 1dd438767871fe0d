using ModelLab.Core.Models;
using ModelLab.Dashboard.Charts;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Tiers;

/// <summary>A line of a tier: a model in a run.</summary>
/// <param name="Model">The model; empty for a tier that depends on none.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Cells">A number for each metric; null where the run has none.</param>
public sealed record TierLine(string Model, string Run, IReadOnlyList<Aggregate?> Cells);

/// <summary>The leading metrics of a tier.</summary>
/// <param name="Tier">The tier's name in files.</param>
/// <param name="Role">The role of its models; null where it depends on none.</param>
/// <param name="Metrics">The metrics, the one that ranks first.</param>
/// <param name="Lines">The lines, best first by the first metric; without a place last, then without a value.</param>
/// <param name="NotRanked">The models that have no place; those that a race dropped have no line either.</param>
public sealed record TierLeaders(
    string Tier,
    ModelRole? Role,
    IReadOnlyList<MetricDefinition> Metrics,
    IReadOnlyList<TierLine> Lines,
    IReadOnlyList<UnrankedModel> NotRanked
);

/// <summary>All tiers of one run, or of several on the same ground, side by side.</summary>
/// <param name="Tiers">The tiers that have numbers.</param>
/// <param name="Judge">The judge whose scores of generators are shown.</param>
/// <param name="Losses">What retrieval costs each generator; empty when tiers 2 and 3 were not both run.</param>
public sealed record TierComparison(IReadOnlyList<TierLeaders> Tiers, JudgeChoice Judge, IReadOnlyList<RetrievalLoss> Losses)
{
    // What decides first, what it rests on after.
    private static readonly Tier[] Order =
    [
        Tier.EndToEnd,
        Tier.Generation,
        Tier.Retrieval,
        Tier.JudgeTrial,
        Tier.JudgePipeline,
        Tier.Ux,
        Tier.Intrinsic,
    ];

    /// <summary>Compares the tiers of runs of equal fingerprints.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="judge">The judge asked for, or null.</param>
    /// <param name="language">Whose words.</param>
    public static TierComparison Of(IReadOnlyList<Run> runs, string? judge, Language language)
    {
        var choice = JudgeChoice.Of(runs.SelectMany(r => r.Numbers), judge);
        var tiers = Order.Select(tier => Leaders(runs, choice, tier, language)).OfType<TierLeaders>();
        return new([.. tiers], choice, RetrievalLoss.Of(runs, choice));
    }

    private static TierLeaders? Leaders(IReadOnlyList<Run> runs, JudgeChoice judge, Tier tier, Language language)
    {
        var metrics = MetricCatalog.Headlines(tier);
        var lines = new List<TierLine>();
        var unranked = new List<(string Run, UnrankedModel Model)>();
        foreach (var run in runs)
        {
            var own = run
                .InTheRunning.Where(v => v.Tier == tier && metrics.Any(m => m.Name == v.Metric) && judge.Takes(v))
                .ToLookup(v => (NameOf(v), v.Metric));
            // Numbers that no model changes stand in a line of their own only where models have none.
            foreach (var name in own.Select(g => g.Key.Item1).Distinct())
                lines.Add(new(name, run.Entry.Id, [.. metrics.Select(m => own[(name, m.Name)].FirstOrDefault())]));
            if (metrics[0].Role is { } role)
                unranked.AddRange(UnrankedModel.Of(run, role, language).Select(m => (run.Id, m)));
        }
        if (lines.Count == 0)
            return null;
        var sign = metrics[0].Direction == MetricDirection.Lower ? 1 : -1;
        return new(
            tier.FileName(),
            metrics[0].Role,
            metrics,
            [
                .. lines
                    .OrderBy(l => unranked.Any(u => u.Run == l.Run && u.Model.Model == l.Model))
                    .ThenBy(l => l.Cells[0]?.Value is null)
                    .ThenBy(l => sign * l.Cells[0]?.Value),
            ],
            [.. unranked.Select(u => runs.Count > 1 ? u.Model with { Model = $"{u.Model.Model} ({u.Run})" } : u.Model)]
        );
    }

    private static string NameOf(Aggregate v) => v.GenerationModel ?? v.JudgeModel ?? v.ProductionJudgeModel ?? "";
}
