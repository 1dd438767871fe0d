using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>Tier Judge Pipeline, per production judge. Items without a verdict are counted apart and in no cell of the matrix.</summary>
/// <param name="estimator">Puts intervals around them.</param>
public sealed class JudgePipelineAggregator(Estimator estimator) : ITierAggregator
{
    private readonly SortedDictionary<string, Decider> _deciders = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        if (observation.Measure != Measures.Show)
            return;
        var name = observation.ProductionJudgeModel!;
        if (!_deciders.TryGetValue(name, out var decider))
            _deciders[name] = decider = new Decider(new Tally(Tier.JudgePipeline, new ModelNames(null, null, name), estimator));
        decider.Add(observation);
    }

    /// <inheritdoc />
    public IEnumerable<Aggregate> Finish() => _deciders.Values.SelectMany(d => d.Finish());

    private sealed class Decider(Tally tally)
    {
        private readonly List<(string Item, (bool Shown, bool Label) Verdict)> _verdicts = [];
        private readonly OutcomeRates _outcomes = new();

        public void Add(Observation o)
        {
            tally.Add(Measures.Asked, o.ItemId, true);
            _outcomes.Add(o);
            var isVerdict = o is { Outcome: Outcome.Scored, Value: not null, Expected: not null };
            tally.Add(Measures.Missing, o.ItemId, !isVerdict);
            if (!isVerdict)
                return;
            tally.AddTimes(o);
            Add(o.ItemId, o.Value == 1, o.Expected == 1);
        }

        public IEnumerable<Aggregate> Finish()
        {
            tally.AddVerdicts(_verdicts);
            _outcomes.AddTo(tally);
            return tally.Finish();
        }

        private void Add(string item, bool shown, bool label)
        {
            _verdicts.Add((item, (shown, label)));
            tally.Add(Measures.Right, item, shown == label);
            if (shown)
                tally.Add(Measures.LabelOfShown, item, label);
            if (label)
                tally.Add(Measures.ShowOfGood, item, shown);
        }
    }
}
