using ModelLab.Core.Models;
using ModelLab.Dashboard.Charts;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Prod;

/// <summary>How the production judges of a run compare: everything that their page shows but for single items.</summary>
public sealed record DecisionComparison
{
    /// <summary>The run.</summary>
    public required Run Run { get; init; }

    /// <summary>The judges that have no place.</summary>
    public IReadOnlyList<UnrankedModel> NotRanked { get; init; } = [];

    /// <summary>The verdicts of each judge that no race dropped.</summary>
    public required IReadOnlyList<DecisionCounts> Counts { get; init; }

    /// <summary>Constant verdicts on the same items: show, then hide; empty where labels are unknown.</summary>
    public IReadOnlyList<DecisionCounts> Constants { get; init; } = [];

    /// <summary>What the verdicts cost; null where labels are unknown.</summary>
    public CostTable? Costs { get; init; }

    /// <summary>The comparison by these costs; null where the run does not bear one.</summary>
    public RoleRecommendation? Recommendation { get; init; }

    /// <summary>The distribution of the times of verdicts.</summary>
    public required IReadOnlyList<QuantileRow> Latencies { get; init; }

    /// <summary>The verdicts item by item; null where the run has no detail file.</summary>
    public ShowVerdicts? Verdicts { get; init; }

    /// <summary>What is wrong with the bad answers; null with <see cref="Verdicts"/>.</summary>
    public Defects? Defects { get; init; }

    /// <summary>The judges whose verdicts are set side by side, in the order of the run; empty without <see cref="Verdicts"/>.</summary>
    public IReadOnlyList<string> Compared => [.. (Verdicts?.Judges ?? []).Where(j => NotRanked.All(m => !m.IsDropped || m.Model != j))];

    /// <summary>Whether a run has anything about production judges.</summary>
    public static bool Has(RunEntry run) => run.Tiers.Contains(Tier.JudgePipeline.FileName());

    /// <summary>Reads and compares.</summary>
    /// <param name="run">The run.</param>
    /// <param name="costs">What wrong decisions cost.</param>
    /// <param name="library">Gives the items.</param>
    /// <param name="scores">Gives the verdicts.</param>
    /// <param name="cache">Keeps what takes long.</param>
    /// <param name="language">Whose words.</param>
    public static DecisionComparison Of(
        Run run,
        DecisionCosts costs,
        RunLibrary library,
        RunScores scores,
        ViewCache cache,
        Language language
    )
    {
        var entry = run.Entry;
        var notRanked = UnrankedModel.Of(run, ModelRole.ProductionJudge, language);
        var dropped = notRanked.Where(m => m.IsDropped).Select(m => m.Model).ToHashSet(StringComparer.Ordinal);
        var comparison = new DecisionComparison
        {
            Run = run,
            NotRanked = notRanked,
            Counts = DecisionCounts.Of(run.InTheRunning),
            Latencies =
            [
                .. scores
                    .Latencies(entry, Tier.JudgePipeline, Measures.Show)
                    .Where(l => !dropped.Contains(l.Key))
                    .Select(l => QuantileRow.Of(l.Key, l.Value))
                    .OfType<QuantileRow>()
                    .OrderBy(r => r.P50),
            ],
        };
        if (entry.HasDatabase)
        {
            using var items = library.OpenItems(entry);
            var table = scores.Table(entry, Tier.JudgePipeline, Measures.Show);
            comparison = comparison with
            {
                Verdicts = cache.Of(table, t => ShowVerdicts.Of(t, entry.Deciders)),
                Defects = cache.Of(table, _ => Prod.Defects.Of(items)),
            };
        }
        var most = comparison.Counts.MaxBy(c => c.Matrix.Total);
        var (good, bad) = comparison.Verdicts is { } v ? (v.Good, v.Bad) : (most?.Good ?? 0, most?.Bad ?? 0);
        if (good + bad == 0)
            return comparison;
        IReadOnlyList<DecisionCounts> constants =
        [
            DecisionCounts.Constant(language.Say("always show", "всегда показывать"), true, good, bad),
            DecisionCounts.Constant(language.Say("always hide", "всегда скрывать"), false, good, bad),
        ];
        var margins = new Margins { Costs = costs };
        var recommendation =
            run.KnownSpec is { } spec && Objective.Default(ModelRole.ProductionJudge, spec, margins) is { } objective
                ? scores.Recommend(entry, objective, margins)
                : null;
        return comparison with
        {
            Constants = constants,
            Recommendation = recommendation,
            Costs = CostTable.Of(comparison.Counts, constants, costs, recommendation),
        };
    }
}
