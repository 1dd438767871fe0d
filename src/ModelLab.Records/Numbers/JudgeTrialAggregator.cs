using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Consistency;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>Tier Judge, per benchmark judge. Failures are neither consistent nor scored; they make up the error rate.</summary>
/// <param name="estimator">Puts intervals around them.</param>
public sealed class JudgeTrialAggregator(Estimator estimator) : ITierAggregator
{
    private static readonly string Trial = Measures.Of(Rubric.Faithfulness);

    private readonly SortedDictionary<string, Judge> _judges = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        if (observation.Measure != Trial)
            return;
        if (!_judges.TryGetValue(observation.JudgeModel!, out var judge))
            _judges[observation.JudgeModel!] = judge = new Judge(
                new Tally(Tier.JudgeTrial, new ModelNames(null, observation.JudgeModel), estimator)
            );
        judge.Add(observation);
    }

    /// <inheritdoc />
    public IEnumerable<Aggregate> Finish() => _judges.Values.SelectMany(j => j.Finish());

    private sealed class Judge(Tally tally)
    {
        private readonly Dictionary<string, List<double>> _scores = new(StringComparer.Ordinal);
        private readonly OutcomeRates _outcomes = new();

        public void Add(Observation o)
        {
            tally.Add(Measures.Asked, o.ItemId, true);
            if (o.Outcome.WasAsked())
                tally.Add(Measures.TrialError, o.ItemId, o.Outcome != Outcome.Scored);
            _outcomes.Add(o);
            if (o.Outcome != Outcome.Scored)
                return;
            tally.AddTimes(o);
            if (o.Value is not { } score)
                return;
            tally.Add(Trial, o.ItemId, score);
            if (!_scores.TryGetValue(o.ItemId, out var list))
                _scores[o.ItemId] = list = new List<double>(2);
            list.Add(score);
        }

        public IEnumerable<Aggregate> Finish()
        {
            foreach (var (item, pair) in _scores)
                if (pair.Count == 2)
                    tally.Add(Measures.Consistent, item, PairConsistency.Agree(pair[0], pair[1]));
            tally.AverageRepeats(Trial);
            _outcomes.AddTo(tally);
            return tally.Finish();
        }
    }
}
