using System.Text.Json.Nodes;
using ModelLab.Records.Analyses;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Apis;

/// <summary>A combination of models as it is sent: with the names of the files.</summary>
/// <param name="GenerationModel">The generator.</param>
/// <param name="JudgeModel">The benchmark judge.</param>
/// <param name="ProductionJudgeModel">The production judge.</param>
/// <param name="Status"><c>ok</c>, <c>partial</c>, <c>dropped</c>, <c>excluded</c>; null when the file does not say.</param>
/// <param name="Reason">Why it is not ok.</param>
internal sealed record CombinationAnswer(
    string? GenerationModel,
    string? JudgeModel,
    string? ProductionJudgeModel,
    ModelRunStatus? Status,
    string? Reason
)
{
    /// <summary>A combination of a run's file.</summary>
    public static CombinationAnswer Of(CombinationStatus c, Language language) =>
        new(c.Models.GenerationModel, c.Models.JudgeModel, c.Models.ProductionJudgeModel, c.Status, c.ReasonIn(language));
}

/// <summary>A run as it is sent: everything its files say, but for items and observations.</summary>
/// <param name="Entry">The run in the list.</param>
/// <param name="Values">Every number once.</param>
/// <param name="Combinations">All combinations.</param>
/// <param name="Excluded">Models that could not be called.</param>
/// <param name="Usage">What each model was asked and used.</param>
/// <param name="Races">How models were dropped.</param>
/// <param name="Baselines">The values that a good system reaches, as the run took them.</param>
/// <param name="Notes">Remarks, in the reader's language.</param>
/// <param name="NoteCodes">What they say, one for one; null where it is not known.</param>
/// <param name="Spec">What was chosen; null where the file does not say.</param>
/// <param name="FingerprintParts">What the fingerprint is made of, by name.</param>
/// <param name="Status">How the recommended combination stands; null where the file does not tell enough.</param>
/// <param name="StatusCombination">That combination.</param>
/// <param name="ExecutiveSummary">The summary in words: in the reader's language, or as the file has it where it does not tell enough.</param>
/// <param name="ResumingCommand">The command that goes on with the run; null when it is finished, or a process works on it.</param>
/// <param name="Recommendation">Which model to use in each role; empty where there are no observations to tell from.</param>
/// <param name="Utilization">The <c>utilization_metrics</c>.</param>
/// <param name="Topics">The <c>topic_coverage_metrics</c>.</param>
/// <param name="Domain">The <c>domain_analysis_metrics</c>.</param>
/// <param name="OtherAnalyses">Analyses in a shape that is not known, as JSON text by field.</param>
internal sealed record RunAnswer(
    RunEntry Entry,
    IReadOnlyList<Aggregate> Values,
    IReadOnlyList<CombinationAnswer> Combinations,
    IReadOnlyList<ExcludedModel> Excluded,
    IReadOnlyList<ModelUsage> Usage,
    JsonArray Races,
    IReadOnlyList<RunBaseline> Baselines,
    IReadOnlyList<string> Notes,
    IReadOnlyList<RunNote?> NoteCodes,
    SweepSpec? Spec,
    IReadOnlyDictionary<string, string> FingerprintParts,
    OverallStatus? Status,
    ModelNames? StatusCombination,
    string? ExecutiveSummary,
    string? ResumingCommand,
    JsonArray Recommendation,
    Utilization? Utilization,
    TopicCoverage? Topics,
    DomainProfile? Domain,
    IReadOnlyDictionary<string, string> OtherAnalyses
)
{
    /// <summary>Reads a run; null when there is none of this id.</summary>
    public static RunAnswer? Of(string id, RunLibrary library, RunScores scores, Language language)
    {
        if (library.TryOpen(id) is not { } run)
            return null;
        var status = scores.Status(run.Entry);
        return new(
            run.Entry,
            run.Entry.State == RunState.Finished ? run.Numbers : [],
            [.. run.Combinations.Select(c => CombinationAnswer.Of(c, language))],
            [.. run.Excluded.Select(e => e with { Reason = e.ReasonIn(language) })],
            run.Entry.State == RunState.Finished ? run.Usage : [],
            RaceReport.Node(run.Races),
            run.Baselines,
            [.. run.Notes.Select(n => n.In(language))],
            [.. run.Notes.Select(n => n.Note)],
            run.KnownSpec,
            run.Fingerprint.Parts,
            status?.Overall,
            status?.Combination?.Models,
            status is null ? run.ExecutiveSummary : StatusText.Summary(status, language),
            ReproducingCommand.Resuming(run, library.Directory),
            RecommendationJson.Node(run.Entry.State == RunState.Finished ? scores.Recommend(run.Entry, new Margins()) : []),
            run.Analyses.Utilization,
            run.Analyses.Topics,
            run.Analyses.Domain,
            run.Analyses.Others
        );
    }
}
