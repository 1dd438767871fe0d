using ModelLab.Core.Models;
using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Hosting;
using ModelLab.Runs.Library;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Recommendation;
using ModelLab.Runs.Results;
using ModelLab.Runs.Tiers;

namespace ModelLab.Dashboard.Views;

/// <summary>The production judges of a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Counts">Each judge's verdicts by label.</param>
/// <param name="Latencies">How long verdicts took, the fastest median first.</param>
public sealed record ShowComparison(RunDetail Run, IReadOnlyList<DecisionCounts> Counts, IReadOnlyList<QuantileRow> Latencies)
{
    /// <summary>What always giving one verdict comes to; empty where nothing is labelled.</summary>
    public IReadOnlyList<DecisionCounts> Constants { get; init; } = [];

    /// <summary>What decisions cost; null where nothing is labelled.</summary>
    public CostTable? Costs { get; init; }

    /// <summary>The judges against each other by these costs; null where the run does not bear it.</summary>
    public RoleRecommendation? Recommendation { get; init; }

    /// <summary>Verdicts item by item; null where the run has no detail file.</summary>
    public ShowVerdicts? Verdicts { get; init; }

    /// <summary>Which bad answers are shown, by what is wrong with them.</summary>
    public IReadOnlyList<IReadOnlyList<DefectCount>> ByDefect { get; init; } = [];

    /// <summary>What can be wrong with answers of the set.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Wrongly judged answers; null where the run has no detail file.</summary>
    public WrongPage? Wrong { get; init; }
}

/// <summary>What an address asks for of production judges: <c>run</c>, the costs of <see cref="CostChoice"/>, the filter of <see cref="WrongFilter"/> and <c>page</c>, or one <c>item</c>.</summary>
/// <param name="Choice">The runs to choose from, and the one shown.</param>
/// <param name="Comparison">The comparison; null when there is no such run, and where one item is asked for.</param>
/// <param name="Item">The item of <c>item</c>; null when none was asked for, or there is none of that id.</param>
public sealed record ProdView(RunChoice Choice, ShowComparison? Comparison, ItemWithResults? Item)
{
    /// <summary>Reads what an address asks for.</summary>
    /// <exception cref="ModelLab.Core.BadInputException">A file of the run cannot be read.</exception>
    public static ProdView Of(PageContext at, RunLibrary library, RunScores scores, ViewCache cache)
    {
        var choice = RunChoice.Of(library.Runs(), at.Value("run"), r => r.Tiers.Contains(Tier.JudgePipeline.FileName()));
        if (choice.Chosen is not { } entry) return new(choice, null, null);
        if (at.Value("item") is { } id) return new(choice, null, ItemWithResults.Of(library, entry, RunItems.Labelled, id));
        var run = library.Detail(entry);
        var counts = DecisionCounts.Of(run.Values);
        var comparison = new ShowComparison(run, counts, [.. scores.Latencies(entry, Tier.JudgePipeline, Measures.Show).Select(l => QuantileRow.Of(l.Key, l.Value)).OfType<QuantileRow>().OrderBy(r => r.P50)]);
        if (entry.HasDatabase) comparison = WithVerdicts(comparison, at, library, scores, cache);
        var most = counts.MaxBy(c => c.Matrix.Total);
        var (good, bad) = comparison.Verdicts is { } v ? (v.Good, v.Bad) : (most?.Good ?? 0, most?.Bad ?? 0);
        if (good + bad == 0) return new(choice, comparison, null);
        IReadOnlyList<DecisionCounts> constants =
            [DecisionCounts.Constant(at.Say("always show", "всегда показывать"), true, good, bad), DecisionCounts.Constant(at.Say("always hide", "всегда скрывать"), false, good, bad)];
        var costs = CostChoice.Of(at);
        var margins = new Margins { Costs = costs };
        var recommendation = run.Spec is { } spec && Objective.Default(ModelRole.ProductionJudge, spec, margins) is { } objective ? scores.Recommend(entry, objective, margins) : null;
        return new(choice, comparison with { Constants = constants, Costs = CostTable.Of(counts, constants, costs, recommendation), Recommendation = recommendation }, null);
    }

    private static ShowComparison WithVerdicts(ShowComparison comparison, PageContext at, RunLibrary library, RunScores scores, ViewCache cache)
    {
        var entry = comparison.Run.Entry;
        using var items = library.OpenItems(entry);
        var table = scores.Table(entry, Tier.JudgePipeline, Measures.Show);
        var verdicts = cache.Of(table, t => ShowVerdicts.Of(t, entry.Deciders));
        var defects = cache.Of(table, _ => Defects.Of(items));
        return comparison with
        {
            Verdicts = verdicts, ByDefect = verdicts.ByDefect(defects.ByItem), Kinds = [.. defects.ByItem.Values.Distinct().Order(StringComparer.CurrentCulture)],
            Wrong = WrongPage.Of(verdicts, defects, WrongFilter.Of(at), at.Number("page", 1, 1, int.MaxValue), items),
        };
    }
}
