using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>The outcomes of what was asked, kept apart. What was never asked is in no rate.</summary>
internal sealed class OutcomeRates
{
    private readonly List<(string Item, Outcome Outcome)> _asked = [];

    public void Add(Observation observation)
    {
        if (observation.Outcome.WasAsked())
            _asked.Add((observation.ItemId, observation.Outcome));
    }

    /// <summary>For each outcome, which of all that was asked ended so.</summary>
    public void AddTo(Tally tally)
    {
        foreach (var outcome in Enum.GetValues<Outcome>().Where(o => o.WasAsked()))
        foreach (var (item, ended) in _asked)
            tally.Add(Names.Of(outcome), item, ended == outcome);
    }
}
