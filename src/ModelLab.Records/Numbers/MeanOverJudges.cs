using ModelLab.Core.Judging;
using ModelLab.Core.Statistics;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>A generator's number averaged over judges, all weighing the same.</summary>
internal static class MeanOverJudges
{
    /// <summary>Averages what each judge gives a generator.</summary>
    /// <param name="parts">One number a judge; each has a value.</param>
    /// <param name="scores">The values behind them, question by question.</param>
    /// <returns>Their mean with the least denominator, and the interval that counts a question once, however many judges scored
    /// it.</returns>
    public static Aggregate Of(IReadOnlyList<Aggregate> parts, IScores scores)
    {
        // One judge's share has Wilson's interval, which fits it better.
        if (parts.Count == 1)
            return parts[0] with { JudgeModel = null };
        var values = parts.Select(p => ValuesOf(p, scores)).ToList();
        var areAll = parts.Zip(values).All(p => p.First.N == p.Second.Count);
        return parts[0] with
        {
            JudgeModel = null,
            Value = parts.Average(p => p.Value),
            N = parts.Min(p => p.N),
            PagesAlike = null,
            Interval = areAll ? MeanOfMeans.Interval(values, item => scores.PageOf(parts[0].Tier, item)) : null,
        };
    }

    // What a metric of a generator and judge is the mean of; nothing for counts.
    private static IReadOnlyDictionary<string, double> ValuesOf(Aggregate number, IScores scores)
    {
        ScoreColumn Column(string measure) => new(number.Tier, measure, number.GenerationModel, number.JudgeModel);
        if (Enum.GetValues<Rubric>().Where(r => Measures.MetricOf(r) == number.Metric).Cast<Rubric?>().FirstOrDefault() is { } rubric)
            return scores.Values(Column(Measures.Of(rubric)));
        var hits = scores.Values(new ScoreColumn(number.Tier, Measures.ContextHit, number.GenerationModel));
        bool Missed(string item) => hits.TryGetValue(item, out var hit) && hit != 1;
        Func<string, double?, bool>? share = number.Metric switch
        {
            AnsweringAggregator.RetrievalMissed => (item, score) => score < AnsweringAggregator.GoodAnswer && Missed(item),
            AnsweringAggregator.GenerationWrong => (item, score) => score < AnsweringAggregator.GoodAnswer && !Missed(item),
            AnsweringAggregator.JudgeFailed => (_, score) => score is null,
            _ => null,
        };
        if (share is null)
            return new Dictionary<string, double>();
        return scores
            .Values(Column(Measures.Of(Rubric.E2eQuality)))
            .Select(s => (s.Key, Score: (double?)s.Value))
            .Concat(scores.Values(Column(ScoreTable.Unscored)).Select(s => (s.Key, Score: (double?)null)))
            .ToDictionary(s => s.Key, s => share(s.Key, s.Score) ? 1.0 : 0, StringComparer.Ordinal);
    }
}
