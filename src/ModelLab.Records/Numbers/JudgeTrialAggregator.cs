using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Consistency;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>Tier Judge, per benchmark judge. Failures are neither consistent nor scored; they make up the error rate.</summary>
/// <param name="estimator">Puts intervals around them.</param>
public sealed class JudgeTrialAggregator(Estimator estimator) : ITierAggregator
{
    private readonly Dictionary<string, Judge> _judges = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        if (!_judges.TryGetValue(observation.JudgeModel!, out var judge))
            _judges[observation.JudgeModel!] = judge = new Judge(estimator);
        judge.Add(observation);
    }

    /// <inheritdoc />
    public IEnumerable<Aggregate> Finish()
    {
        foreach (var (name, judge) in _judges.OrderBy(j => j.Key, StringComparer.Ordinal))
        {
            Aggregate Own(string metric, double? value, long n) => new(Tier.JudgeTrial, metric, null, name, null, value, n);
            yield return Own("total_evaluations", judge.Trials, judge.Trials);
            yield return judge.Consistency().AsShare(Own, "consistency_score");
            yield return judge.Errors.AsShare(Own, "error_rate");
            foreach (var latency in judge.Latency.Finish("latency", Own))
                yield return latency;
            foreach (var rate in judge.Outcomes.Finish(Own))
                yield return rate;
            yield return judge.Faithfulness.OfItems().AsMean(Own, "avg_faithfulness");
        }
    }

    private sealed class Judge(Estimator estimator)
    {
        private readonly Dictionary<string, List<double>> _scores = new(StringComparer.Ordinal);

        public long Trials { get; private set; }

        public Sample Errors { get; } = new(Tier.JudgeTrial, estimator);

        public Latencies Latency { get; } = new(Tier.JudgeTrial, estimator);

        public OutcomeRates Outcomes { get; } = new(Tier.JudgeTrial, estimator);

        public Sample Faithfulness { get; } = new(Tier.JudgeTrial, estimator);

        public void Add(Observation o)
        {
            Trials++;
            Errors.Add(o.ItemId, o.Outcome != Outcome.Scored);
            Outcomes.Add(o);
            if (o.Outcome == Outcome.Scored)
                Latency.Add(o);
            if (o.Outcome != Outcome.Scored || o.Value is not { } score)
                return;
            Faithfulness.Add(o.ItemId, score);
            if (!_scores.TryGetValue(o.ItemId, out var list))
                _scores[o.ItemId] = list = new List<double>(2);
            list.Add(score);
        }

        public Sample Consistency()
        {
            var sample = new Sample(Tier.JudgeTrial, estimator);
            foreach (var (item, pair) in _scores)
                if (pair.Count == 2)
                    sample.Add(item, PairConsistency.Agree(pair[0], pair[1]));
            return sample;
        }
    }
}
