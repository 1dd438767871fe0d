using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>What one pass over a run's observations gives.</summary>
/// <param name="Aggregates">All numbers.</param>
/// <param name="Usage">What each model was asked and used.</param>
/// <param name="Scores">Values question by question.</param>
/// <param name="Failures">What was not answered, by its reason.</param>
public sealed record RunDigest(
    IReadOnlyList<Aggregate> Aggregates,
    IReadOnlyList<ModelUsage> Usage,
    ScoreTable Scores,
    IReadOnlyList<FailureGroup> Failures
)
{
    /// <summary>Takes each observation once.</summary>
    /// <param name="observations">The observations.</param>
    /// <param name="measured">Numbers of the items as a whole.</param>
    /// <param name="pages">The pages of the items.</param>
    /// <param name="seed">Seeds the bootstrap.</param>
    /// <param name="prices">The prices.</param>
    /// <param name="races">The races that decided how much was asked.</param>
    public static RunDigest Of(
        IEnumerable<Observation> observations,
        IReadOnlyList<Aggregate> measured,
        ItemPages pages,
        int seed,
        PriceList prices,
        IReadOnlyList<RaceRecord>? races = null
    )
    {
        var aggregation = new Aggregation(new Estimator(pages, (ulong)seed));
        var usage = new UsageTally();
        var scores = new ScoreTable.Builder(pages);
        var failures = new FailureTally();
        foreach (var observation in observations)
        {
            aggregation.Add(observation);
            usage.Add(observation);
            scores.Add(observation);
            failures.Add(observation);
        }
        return new RunDigest(
            [.. aggregation.Finish(measured).Select(a => HasFixedSample(a, races ?? []) ? a : a with { Interval = null })],
            usage.Finish(prices),
            scores.Finish(),
            failures.Finish()
        );
    }

    /// <summary>Takes what a run has observed so far.</summary>
    public static RunDigest Of(ObservationStore store, SweepItems items, SweepSpec spec, PriceList prices)
    {
        using var reader = store.OpenReader();
        return Of(
            reader.Observations(),
            reader.Measured(),
            ItemPages.Of(items.Questions, items.ShowDecisions),
            spec.Seed,
            prices,
            reader.Races()
        );
    }

    // Where scores decided how many questions were asked, an interval that takes their number for given would be too narrow.
    private static bool HasFixedSample(Aggregate number, IReadOnlyList<RaceRecord> races) =>
        races.All(r =>
            !r.Governs(number.Tier)
            || (r.Role == ModelRole.Generation ? number.GenerationModel : number.ProductionJudgeModel) is not { } model
            || r.HasFixedSample(model)
        );
}
