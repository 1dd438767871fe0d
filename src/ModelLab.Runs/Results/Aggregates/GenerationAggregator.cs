using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Consistency;
using ModelLab.Core.Roles;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Tiers;

namespace ModelLab.Runs.Results.Aggregates;

/// <summary>
/// Tier 2, per generator and judge. Rubric means run over scored items alone, so a judge's failure never lowers a generator's score;
/// how many questions got every applicable score stands beside them.
/// </summary>
public sealed class GenerationAggregator : ITierAggregator
{
    private readonly Dictionary<string, Generator> _generators = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Generator, string Judge), Pair> _pairs = [];

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        var generator = observation.GenerationModel!;
        if (observation.JudgeModel is not { } judge)
        {
            if (!_generators.TryGetValue(generator, out var g)) _generators[generator] = g = new Generator();
            g.Add(observation);
            return;
        }
        if (!_pairs.TryGetValue((generator, judge), out var pair)) _pairs[(generator, judge)] = pair = new Pair();
        pair.Add(observation);
    }

    /// <inheritdoc />
    public IEnumerable<Aggregate> Finish()
    {
        foreach (var (name, generator) in _generators.OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Aggregate Own(string metric, double? value, long n) => new(Tier.Generation, metric, name, null, null, value, n);
            yield return Own("total_queries", generator.Questions, generator.Questions);
            yield return Own("generation_errors", generator.Questions - generator.Answered.Count, generator.Questions);
            yield return Own("abstention_rate", generator.Abstention.Value, generator.Abstention.N);
            yield return Own("false_refusal_rate", generator.FalseRefusal.Value, generator.FalseRefusal.N);
            var exact = generator.ExactMatch();
            yield return Own("response_exact_match_rate", exact.Value, exact.N);
            foreach (var latency in generator.Latency.Finish("generation_latency", Own)) yield return latency;
        }
        foreach (var ((generatorName, judge), pair) in _pairs.OrderBy(p => p.Key.Generator, StringComparer.Ordinal).ThenBy(p => p.Key.Judge, StringComparer.Ordinal))
        {
            Aggregate Both(string metric, double? value, long n) => new(Tier.Generation, metric, generatorName, judge, null, value, n);
            var generator = _generators[generatorName];
            var successful = generator.AnsweredUnanswerable + pair.Complete(generator.Answered);
            yield return Both("successful_evaluations", successful, generator.Questions);
            yield return Both("errors", generator.Questions - successful, generator.Questions);
            foreach (var rubric in Measures.Tier2Rubrics)
                yield return Both("avg_" + Measures.Of(rubric), pair.Scores[(int)rubric].Value, pair.Scores[(int)rubric].N);
            foreach (var rate in pair.Outcomes.Finish(Both)) yield return rate;
        }
    }

    private sealed class Generator
    {
        private readonly Dictionary<string, List<string>> _digests = new(StringComparer.Ordinal);

        public int Questions { get; private set; }

        public HashSet<string> Answered { get; } = new(StringComparer.Ordinal);

        public int AnsweredUnanswerable { get; private set; }

        public Mean Abstention { get; } = new();

        public Mean FalseRefusal { get; } = new();

        public Latencies Latency { get; } = new();

        public void Add(Observation o)
        {
            Latency.Add(o);
            if (o.Evidence is { } digest)
            {
                if (!_digests.TryGetValue(o.ItemId, out var list)) _digests[o.ItemId] = list = [];
                list.Add(digest);
            }
            if (o.Repeat != 0) return;
            Questions++;
            if (o.Value is not { } abstained) return;
            Answered.Add(o.ItemId);
            if (o.Expected == 1) AnsweredUnanswerable++;
            (o.Expected == 1 ? Abstention : FalseRefusal).Add(abstained);
        }

        public Mean ExactMatch()
        {
            var mean = new Mean();
            foreach (var digests in _digests.Values)
                if (ExactMatchConsistency.OfQuestion(digests) is { } rate) mean.Add(rate);
            return mean;
        }
    }

    private sealed class Pair
    {
        private readonly Dictionary<string, int> _scored = new(StringComparer.Ordinal);
        private readonly HashSet<string> _rubrics = new(StringComparer.Ordinal);

        public OutcomeRates Outcomes { get; } = new();

        public Mean[] Scores { get; } = [.. Enum.GetValues<Rubric>().Select(_ => new Mean())];

        public void Add(Observation o)
        {
            Outcomes.Add(o.Outcome);
            _rubrics.Add(o.Measure);
            if (o.Outcome != Outcome.Scored || o.Value is not { } score) return;
            Scores[(int)Measures.RubricOf(o.Measure)].Add(score);
            _scored[o.ItemId] = _scored.GetValueOrDefault(o.ItemId) + 1;
        }

        public int Complete(HashSet<string> answered) => _scored.Count(s => s.Value == _rubrics.Count && answered.Contains(s.Key));
    }
}
