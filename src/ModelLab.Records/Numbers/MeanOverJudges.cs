using ModelLab.Core.Statistics;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

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
        if (parts.Count == 1)
            return parts[0] with { JudgeModel = null };
        var metric = MetricCatalog.TryFind(parts[0].Tier, parts[0].Metric);
        var values = parts
            .Select(p => metric?.Values(scores, new ModelNames(p.GenerationModel, p.JudgeModel)) ?? new Dictionary<string, double>())
            .ToList();
        var areAll = parts.Zip(values).All(p => p.First.N == p.Second.Count);
        return parts[0] with
        {
            JudgeModel = null,
            Value = parts.Average(p => p.Value),
            N = parts.Min(p => p.N),
            PagesAlike = null,
            Interval = areAll
                ? MeanOfMeans.Interval(values, item => scores.PageOf(parts[0].Tier, item), metric?.Scale ?? Scale.Unbounded)
                : null,
        };
    }
}
