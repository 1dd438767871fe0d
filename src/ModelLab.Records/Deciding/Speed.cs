using ModelLab.Core.Models;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Deciding;

/// <summary>Which model is the fastest, where that can be told.</summary>
public static class Speed
{
    /// <summary>Latencies measured at loads further apart than this factor say more about the load than about the model.</summary>
    public const double ComparableLoads = 2;

    // What a user of an assistant would notice; a program that waits for both on one machine cannot measure less.
    private const double LeastShare = 0.1,
        LeastMilliseconds = 5;

    /// <summary>
    /// The model whose mean latency is shown to be less than that of every other: the intervals do not overlap, the means are 5 ms and a
    /// tenth apart, and none was asked under twice another's load. Null where that is not so: then they are alike in speed.
    /// </summary>
    public static string? Fastest(Run run, ModelRole role, IReadOnlyCollection<TradeOff> models)
    {
        if (models.Any(m => m.Latency?.Interval is null) || !LoadsAreComparable(run, role, models))
            return null;
        var fastest = models.MinBy(m => m.Latency!.Value)!;
        return models.All(m => m == fastest || IsFaster(fastest.Latency!, m.Latency!)) ? fastest.Model : null;
    }

    private static bool IsFaster(Aggregate latency, Aggregate other) =>
        latency.Interval!.Upper < other.Interval!.Lower
        && other.Value - latency.Value >= Math.Max(LeastMilliseconds, LeastShare * latency.Value!.Value);

    private static bool LoadsAreComparable(Run run, ModelRole role, IReadOnlyCollection<TradeOff> models)
    {
        List<double> loads =
        [
            .. run
                .Usage.Where(u => u.Role == role && u.MeanInFlight > 0 && models.Any(m => m.Model == u.Model))
                .Select(u => u.MeanInFlight),
        ];
        return loads.Count == 0 || loads.Max() <= ComparableLoads * loads.Min();
    }
}
