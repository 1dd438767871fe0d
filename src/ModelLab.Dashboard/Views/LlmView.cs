using ModelLab.Core.Models;
using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Hosting;
using ModelLab.Runs.Library;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Recommendation;

namespace ModelLab.Dashboard.Views;

/// <summary>The generation models of a run under one metric.</summary>
/// <param name="Run">The run.</param>
/// <param name="Metrics">The metrics to choose from.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Plot">Each model's values with intervals, best first.</param>
/// <param name="Recommendation">The models against each other by this metric; null where it cannot be compared so.</param>
/// <param name="IsExploratory">Whether the metric is not the one that ranks the role.</param>
/// <param name="Questions">The questions; null where they are not known one by one.</param>
public sealed record LlmComparison(
    RunDetail Run, IReadOnlyList<GeneratorMetric> Metrics, GeneratorMetric Metric, LeadingPlot Plot, RoleRecommendation? Recommendation, bool IsExploratory, QuestionSet? Questions)
{
    /// <summary>Quality against the cost of 1,000 answers.</summary>
    public QualityAgainst Cost { get; init; } = new([], [], null);

    /// <summary>Quality against latency.</summary>
    public QualityAgainst Latency { get; init; } = new([], [], null);

    /// <summary>How values are distributed; null without <see cref="Questions"/>.</summary>
    public StackedRows? Distribution { get; init; }

    /// <summary>Where end-to-end quality is lost; null for metrics of other tiers, and where the file does not tell.</summary>
    public StackedRows? Losses { get; init; }

    /// <summary>Which questions are wanted; null without <see cref="Questions"/>.</summary>
    public QuestionFilter? Filter { get; init; }

    /// <summary>The questions found; null without <see cref="Questions"/>.</summary>
    public QuestionPage? List { get; init; }
}

/// <summary>What an address asks for of generation models: <c>run</c>, <c>metric</c>, and <c>item</c> or the parameters of <see cref="QuestionFilter"/> and <c>page</c>.</summary>
/// <param name="Choice">The runs to choose from, and the one shown.</param>
/// <param name="Comparison">The comparison; null when there is no such run, or it has no numbers of generation models.</param>
/// <param name="Item">The question of <c>item</c>; null when none was asked for, or there is none of that id.</param>
public sealed record LlmView(RunChoice Choice, LlmComparison? Comparison, ItemWithResults? Item)
{
    private static readonly string[] Answering = [Tier.Generation.FileName(), Tier.EndToEnd.FileName()];

    /// <summary>Reads what an address asks for.</summary>
    /// <exception cref="ModelLab.Core.BadInputException">A file of the run cannot be read.</exception>
    public static LlmView Of(PageContext at, RunLibrary library, RunScores scores, QuestionSets sets, TimeProvider time)
    {
        var choice = RunChoice.Of(library.Runs(), at.Value("run"), r => r.Generators.Count > 0 && r.Tiers.Any(Answering.Contains));
        if (choice.Chosen is not { } entry) return new(choice, null, null);
        var run = library.Detail(entry);
        var metrics = GeneratorMetric.Of(run.Values);
        if (GeneratorMetric.Choose(metrics, at.Value("metric"), run.Spec) is not { } metric) return new(choice, null, null);
        var margins = new Margins();
        var judges = scores.AveragedJudges(entry) is { Count: > 0 } averaged ? averaged : entry.Judges;
        var recommendation = entry.HasDatabase && Objective.Find(metric.Info.Address, margins) is { } objective ? scores.Recommend(entry, objective, margins) : null;
        var models = recommendation?.Comparison is { } compared ? compared.Models.Concat(compared.Baselines).ToList() : [];
        if (LeadingPlot.Of(metric.Info, run.Values, at.Language, judges, model => models.Find(m => m.Model == model)?.Number.Interval) is not { } plot) return new(choice, null, null);
        var isExploratory = recommendation is not null && run.Spec is { } spec && Objective.Default(ModelRole.Generation, spec, margins)?.Address != metric.Info.Address;
        var questions = entry.HasDatabase && metric.ByQuestion(metrics) is { } shown ? sets.Of(entry, shown, shown.Quality(metrics), judges) : null;
        var comparison = new LlmComparison(run, metrics, metric, plot, recommendation, isExploratory, questions);
        if (at.Value("item") is { } id) return new(choice, comparison, ItemWithResults.Of(library, entry, RunItems.Questions, id));
        comparison = comparison with
        {
            Cost = QualityAgainst.Cost(plot.Data, run.Usage),
            Latency = QualityAgainst.Latency(plot.Data, run.Values, metric.Info.Tier),
            Losses = metric.Tier == Tier.EndToEnd ? ScoreShares.Losses(run.Values, judges, at.Language) : null,
        };
        if (questions is null) return new(choice, comparison, null);
        var filter = QuestionFilter.Of(at);
        return new(choice, comparison with { Distribution = ScoreShares.Distribution(questions, at.Language), Filter = filter, List = QuestionPage.Of(questions, filter, at.Number("page", 1, 1, int.MaxValue), time) }, null);
    }
}
