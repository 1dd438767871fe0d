using ModelLab.Core.Models;
using ModelLab.Dashboard.Charts;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Llm;

/// <summary>
/// How the generation models of a run compare by one metric: everything that the page of LLMs shows but for single questions.
/// </summary>
public sealed record GeneratorComparison
{
    private static readonly string[] Answering = ["tier_2", "tier_3"];

    /// <summary>The run.</summary>
    public required Run Run { get; init; }

    /// <summary>The metrics that it has of generation models.</summary>
    public required IReadOnlyList<GeneratorMetric> Metrics { get; init; }

    /// <summary>The one that is looked at.</summary>
    public required GeneratorMetric Metric { get; init; }

    /// <summary>Its values.</summary>
    public required LeadingPlot Plot { get; init; }

    /// <summary>What is recommended by this metric; null without scores or where nothing is ranked by it.</summary>
    public RoleRecommendation? Recommendation { get; init; }

    /// <summary>The models pair by pair; null where the metric or the run does not bear it.</summary>
    public RoleComparison? Pairs => Recommendation?.Comparison;

    /// <summary>The judges that means are taken over.</summary>
    public IReadOnlyList<string> AveragedJudges { get; init; } = [];

    /// <summary>The models that have no place.</summary>
    public IReadOnlyList<UnrankedModel> NotRanked { get; init; } = [];

    /// <summary>Whether the metric is not the one that ranks the role.</summary>
    public bool IsExploratory { get; init; }

    /// <summary>Quality against cost.</summary>
    public required QualityAgainst Cost { get; init; }

    /// <summary>Quality against the time of an answer.</summary>
    public required QualityAgainst Latency { get; init; }

    /// <summary>The shares of the values; null without <see cref="Questions"/>.</summary>
    public StackedRows? Distribution { get; init; }

    /// <summary>Where end-to-end quality is lost; null for other metrics.</summary>
    public StackedRows? Losses { get; init; }

    /// <summary>The questions; null where the run has no detail file or no values question by question.</summary>
    public QuestionSet? Questions { get; init; }

    /// <summary>Whether a run has anything about generation models.</summary>
    public static bool Has(RunEntry run) => run.Generators.Count > 0 && run.Tiers.Any(Answering.Contains);

    /// <summary>Reads and compares; null where the run has no number of a generation model.</summary>
    /// <param name="run">The run.</param>
    /// <param name="wanted">The metric's address; null or one that the run lacks for the one that ranks.</param>
    /// <param name="scores">Gives the scores.</param>
    /// <param name="sets">Gives the questions.</param>
    /// <param name="language">Whose words.</param>
    public static GeneratorComparison? Of(Run run, string? wanted, RunScores scores, QuestionSets sets, Language language)
    {
        var entry = run.Entry;
        var metrics = GeneratorMetric.Of(run.Numbers);
        if (GeneratorMetric.Choose(metrics, wanted, run.KnownSpec) is not { } metric)
            return null;
        var margins = new Margins();
        var judges = scores.AveragedJudges(entry) is { Count: > 0 } averaged ? averaged : entry.Judges;
        var recommendation =
            entry.HasDatabase && Objective.Find(metric.Info.Address, margins) is { } objective
                ? scores.Recommend(entry, objective, margins)
                : null;
        var pairs = recommendation?.Comparison;
        if (
            LeadingPlot.Of(
                metric.Info,
                run,
                language,
                judges,
                model => pairs?.Models.Concat(pairs.Baselines).FirstOrDefault(m => m.Model == model)?.Number.Interval
            )
            is not { } plot
        )
            return null;
        var questions =
            entry.HasDatabase && metric.ByQuestion(metrics) is { } shown ? sets.Of(run, shown, shown.Quality(metrics), judges) : null;
        return new GeneratorComparison
        {
            Run = run,
            Metrics = metrics,
            Metric = metric,
            Plot = plot,
            Recommendation = recommendation,
            AveragedJudges = judges,
            NotRanked = pairs is null ? UnrankedModel.Of(run, ModelRole.Generation, language) : UnrankedModel.Of(pairs.LeftOut, language),
            IsExploratory =
                pairs is not null
                && run.KnownSpec is { } spec
                && Objective.Default(ModelRole.Generation, spec, margins)?.Address != metric.Info.Address,
            Cost = QualityAgainst.Cost(plot.Data, run.Usage),
            Latency = QualityAgainst.Latency(plot.Data, run.InTheRunning, metric.Info.Tier),
            Distribution = questions is null ? null : ScoreShares.Distribution(questions, language),
            Losses = metric.Tier == Tier.EndToEnd ? ScoreShares.Losses(run.InTheRunning, judges, language) : null,
            Questions = questions,
        };
    }
}
