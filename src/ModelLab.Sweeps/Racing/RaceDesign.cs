using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Sweeps.Racing;

/// <summary>A source page: what is asked together and counts as one piece of evidence.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Scored">Those that can have a score: unanswerable questions have none.</param>
public sealed record RacePage(IReadOnlyList<string> Items, IReadOnlyList<string> Scored);

/// <summary>Who races, on what, and in which order: all that is known before the first score.</summary>
/// <param name="Role">Whose models race.</param>
/// <param name="Tier">The tier of the scores.</param>
/// <param name="Metric">The metric that is their mean.</param>
/// <param name="Measure">The measure in which they are observed.</param>
/// <param name="Range">The largest difference of two scores.</param>
/// <param name="Models">The contestants, at least two.</param>
/// <param name="Judges">The judges whose scores are averaged; empty where labels decide.</param>
/// <param name="Pages">The pages in their random order.</param>
/// <param name="Rules">How models are dropped.</param>
public sealed record RaceDesign(
    ModelRole Role,
    Tier Tier,
    string Metric,
    string Measure,
    double Range,
    IReadOnlyList<string> Models,
    IReadOnlyList<string> Judges,
    IReadOnlyList<RacePage> Pages,
    RaceSpec Rules
)
{
    // Orders of pages are independent of everything else that is drawn from the seed.
    private const ulong OrderStream = 0x52414345;

    /// <summary>The roles that can race. Benchmark judges have no score of a question that says which of them is better.</summary>
    public static IReadOnlyList<ModelRole> Roles { get; } = [ModelRole.Generation, ModelRole.ProductionJudge];

    /// <summary>Pages that all survivors are asked about before anybody is dropped.</summary>
    public int BatchPages => Rules.BatchOf(Pages.Count);

    /// <summary>The most questions with a score that a page has.</summary>
    public int LargestPage => Pages.Max(p => p.Scored.Count);

    /// <summary>The mean number of questions with a score of pages that have any; 1 where none has.</summary>
    public double AveragePage => Pages.Where(p => p.Scored.Count > 0).Select(p => (double)p.Scored.Count).DefaultIfEmpty(1).Average();

    /// <summary>Whether a role can race in a run: a chosen tier scores it, and it has two models or more.</summary>
    public static bool CanRace(IReadOnlyList<Tier> tiers, ModelRole role, ModelLineup lineup) =>
        Roles.Contains(role) && tiers.Any(t => RaceRecord.Governs(role, t)) && lineup.Of(role).Count >= 2;

    /// <summary>The races of a run; none when it does not race.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="items">Its items.</param>
    /// <param name="lineup">The models that can be called.</param>
    public static IReadOnlyList<RaceDesign> Of(SweepSpec spec, SweepItems items, ModelLineup lineup)
    {
        if (spec.Race is not { } rules)
            return [];
        var pages = ItemPages.Of(items.Questions, items.ShowDecisions);
        var designs = new List<RaceDesign>();
        if (CanRace(spec.Tiers, ModelRole.Generation, lineup))
        {
            var objective = Objective.Default(ModelRole.Generation, spec, new Margins())!;
            var judges = lineup.Judges.Where(j => !ModelRef.NamesBuiltIn(j)).ToList();
            designs.Add(
                new RaceDesign(
                    ModelRole.Generation,
                    objective.Tier,
                    objective.Metric.Name,
                    objective.Metric.Measure!,
                    4,
                    lineup.Generators,
                    judges.Count > 0 ? judges : lineup.Judges,
                    Ordered(items.Gold.Select(i => (i.Id, i.Answerable)), objective.Tier, pages, spec.Seed),
                    rules
                )
            );
        }
        if (CanRace(spec.Tiers, ModelRole.ProductionJudge, lineup))
            designs.Add(
                new RaceDesign(
                    ModelRole.ProductionJudge,
                    Tier.JudgePipeline,
                    MetricCatalog.OfMeasure(Tier.JudgePipeline, Measures.Right).Name,
                    Measures.Show,
                    1,
                    lineup.Deciders,
                    [],
                    Ordered(items.ShowDecisions.Select(i => (i.Id, true)), Tier.JudgePipeline, pages, spec.Seed),
                    rules
                )
            );
        return [.. designs.Where(c => c.Pages.Any(p => p.Scored.Count > 0))];
    }

    // The order follows from the seed and the set of pages, not from the order of the file.
    private static List<RacePage> Ordered(IEnumerable<(string Id, bool Scored)> items, Tier tier, ItemPages pages, int seed)
    {
        var ordered = items
            .GroupBy(i => pages.PageOf(tier, i.Id), StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.OrderBy(i => i.Id, StringComparer.Ordinal).ToList())
            .Select(g => new RacePage([.. g.Select(i => i.Id)], [.. g.Where(i => i.Scored).Select(i => i.Id)]))
            .ToList();
        new SeededRandom((ulong)seed, OrderStream).Shuffle(ordered);
        return ordered;
    }
}
