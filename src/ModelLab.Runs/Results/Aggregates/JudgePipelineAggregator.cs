using ModelLab.Core.Metrics.Classification;
using ModelLab.Core.Roles;
using ModelLab.Runs.Planning;

namespace ModelLab.Runs.Results.Aggregates;

/// <summary>Tier Judge Pipeline, per production judge. Items without a verdict are counted apart and in no cell of the matrix.</summary>
public sealed class JudgePipelineAggregator : ITierAggregator
{
    private readonly Dictionary<string, Decider> _deciders = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        var name = observation.ProductionJudgeModel!;
        if (!_deciders.TryGetValue(name, out var decider)) _deciders[name] = decider = new Decider();
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
            yield return Own("accuracy", matrix.Accuracy, matrix.Total);
            yield return Own("precision", matrix.Precision, matrix.TruePositives + matrix.FalsePositives);
            yield return Own("recall", matrix.Recall, matrix.TruePositives + matrix.FalseNegatives);
            yield return Own("f1_score", matrix.F1, matrix.Total);
            foreach (var latency in decider.Latency.Finish("latency", Own)) yield return latency;
            foreach (var rate in decider.Outcomes.Finish(Own)) yield return rate;
            yield return Own("true_positives", matrix.TruePositives, matrix.Total);
            yield return Own("false_positives", matrix.FalsePositives, matrix.Total);
            yield return Own("false_negatives", matrix.FalseNegatives, matrix.Total);
            yield return Own("true_negatives", matrix.TrueNegatives, matrix.Total);
            yield return Own("errors", decider.Items - matrix.Total, decider.Items);
        }
    }

    private sealed class Decider
    {
        public ConfusionMatrix Matrix { get; private set; } = new(0, 0, 0, 0);

        public long Items { get; private set; }

        public Latencies Latency { get; } = new();

        public OutcomeRates Outcomes { get; } = new();

        public void Add(Observation o)
        {
            Items++;
            Outcomes.Add(o.Outcome);
            if (o.Outcome != Outcome.Scored || o.Value is not { } shown || o.Expected is not { } label) return;
            Latency.Add(o);
            Matrix = (shown, label) switch
            {
                (1, 1) => Matrix with { TruePositives = Matrix.TruePositives + 1 },
                (1, _) => Matrix with { FalsePositives = Matrix.FalsePositives + 1 },
                (_, 1) => Matrix with { FalseNegatives = Matrix.FalseNegatives + 1 },
                _ => Matrix with { TrueNegatives = Matrix.TrueNegatives + 1 },
            };
        }
    }
}
