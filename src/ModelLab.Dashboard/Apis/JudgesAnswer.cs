using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Judges;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Apis;

/// <summary>Benchmark judges of a run.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Metrics">Addresses of the metrics that judges give to generators.</param>
/// <param name="Metric">The one that is looked at; null where judges scored no answers.</param>
/// <param name="Trials">The numbers of the judges' trials.</param>
/// <param name="Latencies">How long trials took, the fastest median first.</param>
/// <param name="Means">What each judge gives each generator on average; null with <paramref name="Metric"/>.</param>
/// <param name="Orders">Whether two judges put the generators in one order.</param>
/// <param name="Spreads">How each judge uses the scale.</param>
/// <param name="Agreement">Agreement of judges on the same answers; null without a detail file.</param>
/// <param name="WithPeople">Agreement with people on reference answers.</param>
/// <param name="SelfPreferences">How much more a judge likes its own and its relatives.</param>
/// <param name="Disagreements">Answers on which judges differ, the widest range first; null without a detail file.</param>
internal sealed record JudgesAnswer(
    string Run,
    IReadOnlyList<string> Metrics,
    MetricDefinition? Metric,
    IReadOnlyList<Aggregate> Trials,
    IReadOnlyList<QuantileRow> Latencies,
    GeneratorMeans? Means,
    IReadOnlyList<JudgeOrder> Orders,
    IReadOnlyList<ScoreSpread> Spreads,
    JudgeAgreement? Agreement,
    IReadOnlyList<JudgeWithPeople> WithPeople,
    IReadOnlyList<SelfPreference> SelfPreferences,
    DisagreementPage? Disagreements
)
{
    public static JudgesAnswer Of(Run run, JudgeComparison judges, DisagreementPage? disagreements) =>
        new(
            run.Entry.Id,
            [.. judges.Metrics.Select(m => m.Address)],
            judges.Metric,
            [.. run.Numbers.Where(v => v.Tier == Tier.JudgeTrial && v.JudgeModel is not null)],
            judges.Latencies,
            judges.Means,
            OrdersOf(judges.Means),
            judges.Spreads,
            judges.Agreement,
            [.. judges.WithPeople.Select(p => new JudgeWithPeople(p.Judge, p.Agreement))],
            judges.SelfPreferences,
            disagreements
        );

    private static IReadOnlyList<JudgeOrder> OrdersOf(GeneratorMeans? means)
    {
        var orders = new List<JudgeOrder>();
        for (var first = 0; first < (means?.Judges.Count ?? 0); first++)
        {
            for (var second = first + 1; second < means!.Judges.Count; second++)
            {
                var (tau, models) = means.Order(first, second);
                orders.Add(new(means.Judges[first], means.Judges[second], tau, models));
            }
        }
        return orders;
    }
}

/// <summary>A judge's trials against people's scores of the same reference answers.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Agreement">How far they agree.</param>
internal sealed record JudgeWithPeople(string Judge, Agreement Agreement);

/// <summary>One answer with all its scores.</summary>
/// <param name="Item">The question.</param>
/// <param name="Answer">The answer and what judges say.</param>
internal sealed record JudgedAnswer(RunItem Item, AnswerResult Answer);
