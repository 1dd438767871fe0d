using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>Tier ux: rates over the questions and follow-ups, and per generator the agreement of its answers to rephrased turns.</summary>
/// <param name="estimator">Puts intervals around them.</param>
public sealed class UxAggregator(Estimator estimator) : ITierAggregator
{
    private readonly Tally _found = new(Tier.Ux, ModelNames.None, estimator);
    private readonly SortedDictionary<string, Tally> _generators = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        if (observation.Measure == Measures.TurnAnswered)
            return;
        var tally = observation.GenerationModel is { } generator ? Of(generator) : _found;
        if (observation.Value is { } value)
            tally.Add(observation.Measure, observation.ItemId, value);
    }

    /// <inheritdoc />
    public IEnumerable<Aggregate> Finish() => _found.Finish().Concat(_generators.Values.SelectMany(g => g.Finish()));

    private Tally Of(string generator) =>
        _generators.TryGetValue(generator, out var known)
            ? known
            : _generators[generator] = new Tally(Tier.Ux, new ModelNames(generator), estimator);
}
