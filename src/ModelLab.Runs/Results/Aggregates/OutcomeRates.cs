using ModelLab.Core.Roles;

namespace ModelLab.Runs.Results.Aggregates;

/// <summary>The four outcomes of what was asked, kept apart. What was never asked is in no rate.</summary>
internal sealed class OutcomeRates
{
    private readonly long[] _counts = new long[Enum.GetValues<Outcome>().Length];

    public void Add(Outcome outcome) => _counts[(int)outcome]++;

    /// <summary>The shares <c>scored_rate</c>, <c>refused_rate</c>, <c>unparseable_rate</c> and <c>transport_error_rate</c> of all that was asked.</summary>
    public IEnumerable<Aggregate> Finish(Func<string, double?, long, Aggregate> make)
    {
        var asked = _counts.Sum() - _counts[(int)Outcome.NotRun];
        foreach (var outcome in new[] { Outcome.Scored, Outcome.Refused, Outcome.Unparseable, Outcome.TransportError })
            yield return make(Names.Of(outcome) + "_rate", asked == 0 ? null : (double)_counts[(int)outcome] / asked, asked);
    }
}
