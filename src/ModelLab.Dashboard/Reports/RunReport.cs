using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Judges;
using ModelLab.Dashboard.Views.Llm;
using ModelLab.Dashboard.Views.Overview;
using ModelLab.Dashboard.Views.Prod;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Reports;

/// <summary>Everything that the stand-alone report of a run shows: the views of the dashboard's pages, at their presets.</summary>
public sealed record RunReport
{
    /// <summary>How many questions are shown with all answers unless another number is chosen.</summary>
    public const int PresetQuestions = 10;

    /// <summary>The most questions that may be chosen: a report is to be sent and read.</summary>
    public const int MostQuestions = 100;

    /// <summary>The run at a glance.</summary>
    public required RunOverview Overview { get; init; }

    /// <summary>The generation models by the metric that ranks them; null where the run has no number of them.</summary>
    public GeneratorComparison? Generators { get; init; }

    /// <summary>The questions that separate the generation models most; empty where there are none.</summary>
    public IReadOnlyList<SeparatingQuestion> Questions { get; init; } = [];

    /// <summary>The benchmark judges; null where the run has none.</summary>
    public JudgeComparison? Judges { get; init; }

    /// <summary>The answers on which they differ most; null where the run has no detail file.</summary>
    public DisagreementPage? Disagreements { get; init; }

    /// <summary>The production judges; null where the run has none.</summary>
    public DecisionComparison? Deciders { get; init; }

    /// <summary>The verdicts that are wrong; null where the run has no detail file.</summary>
    public WrongPage? Wrong { get; init; }

    /// <summary>The run.</summary>
    public Run Run => Overview.Run;

    /// <summary>What the catalogue knows of the metrics that the run has, in the catalogue's order.</summary>
    public IReadOnlyList<MetricDefinition> Metrics
    {
        get
        {
            var measured = Run.Numbers.Select(v => (v.Tier, v.Metric)).ToHashSet();
            return [.. MetricCatalog.All.Where(m => measured.Contains((m.Tier, m.Name)))];
        }
    }

    /// <summary>Reads a run.</summary>
    /// <param name="entry">The run; it is finished.</param>
    /// <param name="library">Where it is.</param>
    /// <param name="questions">How many questions are shown with all answers.</param>
    /// <param name="language">Whose words.</param>
    /// <exception cref="Core.BadInputException">A file of the run cannot be read.</exception>
    public static RunReport Of(RunEntry entry, RunLibrary library, int questions, Language language)
    {
        var (scores, cache) = (new RunScores(library), new ViewCache());
        var overview = RunOverview.Of(entry, [.. library.Runs().Where(r => r.State == RunState.Finished)], library, scores, language);
        var report = new RunReport
        {
            Overview = overview,
            Generators = GeneratorComparison.Has(entry)
                ? GeneratorComparison.Of(overview.Run, null, scores, new QuestionSets(library, scores), language)
                : null,
            Judges = JudgeComparison.Has(entry) ? JudgeComparison.Of(overview.Run, null, library, scores, cache) : null,
            Deciders = DecisionComparison.Has(entry)
                ? DecisionComparison.Of(overview.Run, new(1, 1), library, scores, cache, language)
                : null,
        };
        if (!entry.HasDatabase)
            return report;
        using var items = library.OpenItems(entry);
        return report with
        {
            Questions = SeparatingQuestion.Of(report.Generators?.Questions, questions, items),
            Disagreements = report.Judges is { } judges ? DisagreementPage.Of(judges, null, 1, items) : null,
            Wrong = report.Deciders is { Verdicts: { } verdicts, Defects: { } defects }
                ? WrongPage.Of(verdicts, defects, new(null, null, null), 1, items)
                : null,
        };
    }
}
