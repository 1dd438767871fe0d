using System.Text.Json.Nodes;
using ModelLab.Core.Metrics.Embedding;
using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Llm;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Apis;

/// <summary>Generation models of a run under one metric.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Metrics">Addresses of the metrics to choose from.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Models">Each model's values with intervals, best first; series are judges, and their mean.</param>
/// <param name="Comparison">The models against each other, pairs after Holm, as <c>recommendation</c> in a run's file has it; null where
/// the metric cannot be compared so.</param>
/// <param name="NotRanked">The models that have no place; those that a race dropped are in nothing else of this answer but the
/// questions.</param>
/// <param name="IsExploratory">Whether the metric is not the one that ranks the role: what is found is to be confirmed by a new
/// run.</param>
/// <param name="Cost">Quality against the cost of 1,000 answers.</param>
/// <param name="Latency">Quality against mean latency, ms.</param>
/// <param name="Distribution">How values are distributed; null where questions are not known one by one.</param>
/// <param name="Losses">Where end-to-end quality is lost; null where the file does not tell.</param>
/// <param name="Questions">The questions found; null where they are not known one by one.</param>
internal sealed record LlmAnswer(
    string Run,
    IReadOnlyList<string> Metrics,
    MetricDefinition Metric,
    IntervalRows Models,
    JsonNode? Comparison,
    IReadOnlyList<UnrankedModel> NotRanked,
    bool IsExploratory,
    AgainstAnswer Cost,
    AgainstAnswer Latency,
    StackedRows? Distribution,
    StackedRows? Losses,
    QuestionsAnswer? Questions
)
{
    public static LlmAnswer Of(LlmView view, GeneratorComparison c) =>
        new(
            c.Run.Entry.Id,
            [.. c.Metrics.Select(m => m.Info.Address)],
            c.Metric.Info,
            c.Plot.Data,
            ComparisonNode.Of(c.Recommendation),
            c.NotRanked,
            c.IsExploratory,
            AgainstAnswer.Of(c.Cost, c.Metric.Info.Direction),
            AgainstAnswer.Of(c.Latency, c.Metric.Info.Direction),
            c.Distribution,
            c.Losses,
            c.Questions is { } set && view.List is { } list ? QuestionsAnswer.Of(set, view.Filter, list) : null
        );
}

/// <summary>A role's comparison as files have it.</summary>
internal static class ComparisonNode
{
    public static JsonNode? Of(RoleRecommendation? recommendation) =>
        recommendation is null ? null : RecommendationJson.Node([recommendation])[0]!.DeepClone();
}

/// <summary>Quality against what it takes.</summary>
/// <param name="Currency">The currency of costs; null for latencies, and where there is none or more than one.</param>
/// <param name="HasCurrencies">Whether prices are in several currencies and cannot be set against each other.</param>
/// <param name="Points">The models of which both are known.</param>
/// <param name="Unknown">The other models.</param>
internal sealed record AgainstAnswer(
    string? Currency,
    bool HasCurrencies,
    IReadOnlyList<AgainstPoint> Points,
    IReadOnlyList<string> Unknown
)
{
    public static AgainstAnswer Of(QualityAgainst against, MetricDirection direction)
    {
        var front = ParetoFront.Of(against.Points, MetricDirection.Lower, direction);
        return new(
            against.Currency,
            against.HasCurrencies,
            [.. against.Points.Select(p => new AgainstPoint(p.Name, p.X, p.Y, p.Lower, p.Upper, front.Contains(p)))],
            against.Unknown
        );
    }
}

/// <summary>A model's quality and what it takes.</summary>
/// <param name="Model">The model.</param>
/// <param name="Takes">The cost or latency.</param>
/// <param name="Quality">The quality.</param>
/// <param name="Lower">Lower end of its interval, or null.</param>
/// <param name="Upper">Upper end, or null.</param>
/// <param name="OnFront">Whether no other model is at least as good in both and better in one (Pareto).</param>
internal sealed record AgainstPoint(string Model, double Takes, double Quality, double? Lower, double? Upper, bool OnFront);

/// <summary>A page of the questions that the filter finds.</summary>
/// <param name="Metric">The address of the metric whose values are shown.</param>
/// <param name="Judges">The judges whose scores are averaged.</param>
/// <param name="Models">The models.</param>
/// <param name="Topics">Topics, or pages where the data set names no topics.</param>
/// <param name="Filter">What was asked for.</param>
/// <param name="Found">How many questions the filter finds.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Pages">How many pages there are.</param>
/// <param name="Rows">The questions of the page.</param>
internal sealed record QuestionsAnswer(
    string Metric,
    IReadOnlyList<string> Judges,
    IReadOnlyList<string> Models,
    IReadOnlyList<string> Topics,
    QuestionFilter Filter,
    int Found,
    int Total,
    int Page,
    int Pages,
    IReadOnlyList<QuestionAnswer> Rows
)
{
    public static QuestionsAnswer Of(QuestionSet set, QuestionFilter filter, QuestionPage list) =>
        new(
            set.Metric.Info.Address,
            set.Judges,
            set.Models,
            set.Topics,
            filter,
            list.Found,
            list.Total,
            list.Page,
            list.Pages,
            [.. list.Rows.Select(r => QuestionAnswer.Of(set, r))]
        );
}

/// <summary>A question with what every model made of it.</summary>
/// <param name="Question">Its texts.</param>
/// <param name="Mean">The mean over the compared models.</param>
/// <param name="Spread">The greatest difference between two of them.</param>
/// <param name="Models">Each model's value, and what became of the question.</param>
internal sealed record QuestionAnswer(QuestionText Question, double? Mean, double? Spread, IReadOnlyList<QuestionModel> Models)
{
    private static readonly QuestionOutcomes[] Named = [.. Enum.GetValues<QuestionOutcomes>().Where(o => o != QuestionOutcomes.None)];

    public static QuestionAnswer Of(QuestionSet set, QuestionRow row) =>
        new(
            row.Text,
            row.Mean,
            row.Spread,
            [
                .. set.Models.Select(
                    (m, i) =>
                        new QuestionModel(m, row.Scores[i], [.. Named.Where(o => row.Outcomes[i].HasFlag(o)).Select(o => Names.Of(o))])
                ),
            ]
        );
}

/// <summary>A model on a question.</summary>
/// <param name="Model">The model.</param>
/// <param name="Value">Its value; null where there is none.</param>
/// <param name="Outcomes">What became of the question, by the names that the filter <c>outcome</c> takes.</param>
internal sealed record QuestionModel(string Model, double? Value, IReadOnlyList<string> Outcomes);
