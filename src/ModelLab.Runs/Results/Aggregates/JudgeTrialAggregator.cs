using ModelLab.Core.Metrics.Consistency;
using ModelLab.Core.Roles;
using ModelLab.Runs.Planning;

namespace ModelLab.Runs.Results.Aggregates;

/// <summary>Tier Judge, per benchmark judge. Failures are neither consistent nor scored; they make up the error rate.</summary>
public sealed class JudgeTrialAggregator : ITierAggregator
{
    private readonly Dictionary<string, Judge> _judges = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        if (!_judges.TryGetValue(observation.JudgeModel!, out var judge)) _judges[observation.JudgeModel!] = judge = new Judge();
        judge.Add(observation);
    }

    /// <inheritdoc />
    public IEnumerable<Aggregate> Finish()
    {
        foreach (var (name, judge) in _judges.OrderBy(j => j.Key, StringComparer.Ordinal))
        {
            Aggregate Own(string metric, double? value, long n) => new(Tier.JudgeTrial, metric, null, name, null, value, n);
            var consistency = judge.Consistency();
            yield return Own("total_evaluations", judge.Trials, judge.Trials);
            yield return Own("consistency_score", consistency.Value, consistency.N);
            yield return Own("error_rate", judge.Errors.Value, judge.Errors.N);
            foreach (var latency in judge.Latency.Finish("latency", Own)) yield return latency;
            foreach (var rate in judge.Outcomes.Finish(Own)) yield return rate;
            yield return Own("avg_faithfulness", judge.Faithfulness.Value, judge.Faithfulness.N);
        }
    }

    private sealed class Judge
    {
        private readonly Dictionary<string, List<double>> _scores = new(StringComparer.Ordinal);

        public long Trials { get; private set; }

        public Mean Errors { get; } = new();

        public Latencies Latency { get; } = new();

        public OutcomeRates Outcomes { get; } = new();

        public Mean Faithfulness { get; } = new();

        public void Add(Observation o)
        {
            Trials++;
            Errors.Add(o.Outcome == Outcome.Scored ? 0 : 1);
            Outcomes.Add(o.Outcome);
            if (o.Outcome == Outcome.Scored) Latency.Add(o);
            if (o.Outcome != Outcome.Scored || o.Value is not { } score) return;
            Faithfulness.Add(score);
            if (!_scores.TryGetValue(o.ItemId, out var list)) _scores[o.ItemId] = list = new List<double>(2);
            list.Add(score);
        }

        public Mean Consistency()
        {
            var mean = new Mean();
            foreach (var pair in _scores.Values)
                if (pair.Count == 2) mean.Add(PairConsistency.Agree(pair[0], pair[1]) ? 1 : 0);
            return mean;
        }
    }
}
