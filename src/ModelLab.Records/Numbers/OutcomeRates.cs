using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>The four outcomes of what was asked, kept apart. What was never asked is in no rate.</summary>
internal sealed class OutcomeRates(Tier tier, Estimator estimator)
{
    private static readonly Outcome[] Rates = [Outcome.Scored, Outcome.Refused, Outcome.Unparseable, Outcome.TransportError];

    private readonly List<(string Item, Outcome Outcome)> _asked = [];

    public void Add(Observation observation)
    {
        if (observation.Outcome != Outcome.NotRun)
            _asked.Add((observation.ItemId, observation.Outcome));
    }

    /// <summary>
    /// The shares <c>scored_rate</c>, <c>refused_rate</c>, <c>unparseable_rate</c> and <c>transport_error_rate</c> of all that was asked.
    /// </summary>
    public IEnumerable<Aggregate> Finish(Func<string, double?, long, Aggregate> make)
    {
        foreach (var outcome in Rates)
        {
            var sample = new Sample(tier, estimator);
            foreach (var (item, ended) in _asked)
                sample.Add(item, ended == outcome);
            yield return sample.AsShare(make, Names.Of(outcome) + "_rate");
        }
    }
}
