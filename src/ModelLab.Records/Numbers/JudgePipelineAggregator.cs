using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Classification;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>Tier Judge Pipeline, per production judge. Items without a verdict are counted apart and in no cell of the matrix.</summary>
/// <param name="estimator">Puts intervals around them.</param>
public sealed class JudgePipelineAggregator(Estimator estimator) : ITierAggregator
{
    private readonly Dictionary<string, Decider> _deciders = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        var name = observation.ProductionJudgeModel!;
        if (!_deciders.TryGetValue(name, out var decider))
            _deciders[name] = decider = new Decider(estimator);
        decider.Add(observation);
    }

    /// <inheritdoc />
    public IEnumerable<Aggregate> Finish()
    {
        foreach (var (name, decider) in _deciders.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            Aggregate Own(string metric, double? value, long n) => new(Tier.JudgePipeline, metric, null, null, name, value, n);
            var matrix = decider.Matrix;
            yield return Own("total_evaluations", decider.Items, decider.Items);
            yield return decider.Share(_ => true, v => v.Shown == v.Label).AsShare(Own, "accuracy");
            yield return decider.Share(v => v.Shown, v => v.Label).AsShare(Own, "precision");
            yield return decider.Share(v => v.Label, v => v.Shown).AsShare(Own, "recall");
            yield return Own("f1_score", matrix.F1, matrix.Total) with
            {
                Interval = estimator.BootstrapF1(Tier.JudgePipeline, decider.Verdicts),
            };
            foreach (var latency in decider.Latency.Finish("latency", Own))
                yield return latency;
            foreach (var rate in decider.Outcomes.Finish(Own))
                yield return rate;
            yield return Own("true_positives", matrix.TruePositives, matrix.Total);
            yield return Own("false_positives", matrix.FalsePositives, matrix.Total);
            yield return Own("false_negatives", matrix.FalseNegatives, matrix.Total);
            yield return Own("true_negatives", matrix.TrueNegatives, matrix.Total);
            yield return Own("errors", decider.Items - matrix.Total, decider.Items);
        }
    }

    private sealed class Decider(Estimator estimator)
    {
        private readonly List<(string Item, (bool Shown, bool Label))> _verdicts = [];

        public IReadOnlyList<(string Item, (bool Shown, bool Label) Verdict)> Verdicts => _verdicts;

        public long Items { get; private set; }

        public Latencies Latency { get; } = new(Tier.JudgePipeline, estimator);

        public OutcomeRates Outcomes { get; } = new(Tier.JudgePipeline, estimator);

        public ConfusionMatrix Matrix => new(Count(true, true), Count(true, false), Count(false, true), Count(false, false));

        public void Add(Observation o)
        {
            Items++;
            Outcomes.Add(o);
            if (o.Outcome != Outcome.Scored || o.Value is not { } shown || o.Expected is not { } label)
                return;
            Latency.Add(o);
            _verdicts.Add((o.ItemId, (shown == 1, label == 1)));
        }

        /// <summary>Among verdicts of one kind, those of another.</summary>
        public Sample Share(Func<(bool Shown, bool Label), bool> among, Func<(bool Shown, bool Label), bool> counted)
        {
            var sample = new Sample(Tier.JudgePipeline, estimator);
            foreach (var (item, verdict) in _verdicts)
                if (among(verdict))
                    sample.Add(item, counted(verdict));
            return sample;
        }

        private int Count(bool shown, bool label) => _verdicts.Count(v => v.Item2 == (shown, label));
    }
}
