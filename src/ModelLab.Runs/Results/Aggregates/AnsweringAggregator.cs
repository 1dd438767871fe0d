using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Consistency;
using ModelLab.Core.Roles;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Tiers;

namespace ModelLab.Runs.Results.Aggregates;

/// <summary>
/// Tiers 2 and 3, per generator and judge. Rubric means run over scored items alone, so a judge's failure never lowers a generator's score;
/// how many questions got every applicable score stands beside them.
/// </summary>
/// <param name="tier">Which of the two.</param>
public sealed class AnsweringAggregator(Tier tier) : ITierAggregator
{
    /// <summary>Under this score an end-to-end answer is a failure, which is laid at the door of retrieval or of generation.</summary>
    public const double GoodAnswer = 4;

    private readonly Dictionary<string, Generator> _generators = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Generator, string Judge), Pair> _pairs = [];

    private IReadOnlyList<string> Compared { get; } = tier == Tier.EndToEnd ? [.. Measures.Similarities, .. Measures.Texts] : Measures.Texts;

    private Rubric[] Rubrics { get; } = tier == Tier.EndToEnd ? [Rubric.E2eQuality] : [.. Measures.Tier2Rubrics];

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
            Aggregate Own(string metric, double? value, long n) => new(tier, metric, name, null, null, value, n);
            yield return Own("total_queries", generator.Questions, generator.Questions);
            yield return Own("generation_errors", generator.Questions - generator.Answered.Count, generator.Questions);
            yield return Own("abstention_rate", generator.Abstention.Value, generator.Abstention.N);
            yield return Own("false_refusal_rate", generator.FalseRefusal.Value, generator.FalseRefusal.N);
            var exact = generator.ExactMatch();
            yield return Own("response_exact_match_rate", exact.Value, exact.N);
            var semantic = generator.SemanticConsistency();
            yield return Own("response_semantic_consistency", semantic.Value, semantic.N);
            foreach (var measure in Compared)
            {
                var mean = generator.Means.GetValueOrDefault(measure);
                yield return Own("avg_" + measure, mean?.Value, mean?.N ?? 0);
            }
            foreach (var latency in generator.Latency.Finish("generation_latency", Own)) yield return latency;
        }
        foreach (var ((generatorName, judge), pair) in _pairs.OrderBy(p => p.Key.Generator, StringComparer.Ordinal).ThenBy(p => p.Key.Judge, StringComparer.Ordinal))
        {
            Aggregate Both(string metric, double? value, long n) => new(tier, metric, generatorName, judge, null, value, n);
            var generator = _generators[generatorName];
            var successful = generator.AnsweredUnanswerable + pair.Complete(generator.Answered);
            yield return Both("successful_evaluations", successful, generator.Questions);
            yield return Both("errors", generator.Questions - successful, generator.Questions);
            foreach (var rubric in Rubrics)
                yield return Both(Measures.MetricOf(rubric), pair.Scores[(int)rubric].Value, pair.Scores[(int)rubric].N);
            foreach (var rate in pair.Outcomes.Finish(Both)) yield return rate;
            if (tier != Tier.EndToEnd) continue;
            foreach (var share in Failures(pair, generator, Both)) yield return share;
        }
    }

    // Every answerable question that was answered is good, or fails for one of three reasons; the shares are of all of them.
    private static IEnumerable<Aggregate> Failures(Pair pair, Generator generator, Func<string, double?, long, Aggregate> make)
    {
        var (retrieval, generation, judge, asked) = (0L, 0L, 0L, 0L);
        foreach (var (item, score) in pair.ByItem)
        {
            if (!generator.Answered.Contains(item)) continue;
            asked++;
            if (score is null) judge++;
            else if (score < GoodAnswer)
            {
                if (generator.ContextHits.TryGetValue(item, out var hit) && !hit) retrieval++;
                else generation++;
            }
        }
        double? Share(long count) => asked == 0 ? null : (double)count / asked;
        yield return make("retrieval_missed_rate", Share(retrieval), asked);
        yield return make("generation_wrong_rate", Share(generation), asked);
        yield return make("judge_failed_rate", Share(judge), asked);
    }

    private sealed class Generator
    {
        private readonly Dictionary<string, List<string>> _digests = new(StringComparer.Ordinal);
        private readonly Dictionary<string, Mean> _repeats = new(StringComparer.Ordinal);

        public int Questions { get; private set; }

        public HashSet<string> Answered { get; } = new(StringComparer.Ordinal);

        public int AnsweredUnanswerable { get; private set; }

        public Mean Abstention { get; } = new();

        public Mean FalseRefusal { get; } = new();

        public Latencies Latency { get; } = new();

        public Dictionary<string, bool> ContextHits { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Mean> Means { get; } = new(StringComparer.Ordinal);

        public void Add(Observation o)
        {
            switch (o.Measure)
            {
                case Measures.Abstention:
                    AddAnswer(o);
                    break;
                case Measures.ContextHit:
                    if (o.Value is { } hit) ContextHits[o.ItemId] = hit == 1;
                    break;
                case Measures.RepeatSimilarity:
                    AddTo(_repeats, o.ItemId, o.Value);
                    break;
                default:
                    AddTo(Means, o.Measure, o.Value);
                    break;
            }
        }

        public Mean ExactMatch()
        {
            var mean = new Mean();
            foreach (var digests in _digests.Values)
                if (ExactMatchConsistency.OfQuestion(digests) is { } rate) mean.Add(rate);
            return mean;
        }

        public Mean SemanticConsistency()
        {
            var mean = new Mean();
            foreach (var question in _repeats.Values)
                if (question.Value is { } value) mean.Add(value);
            return mean;
        }

        private void AddAnswer(Observation o)
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

        private static void AddTo(Dictionary<string, Mean> means, string key, double? value)
        {
            if (!means.TryGetValue(key, out var mean)) means[key] = mean = new Mean();
            if (value is { } v) mean.Add(v);
        }
    }

    private sealed class Pair
    {
        private readonly Dictionary<string, int> _scored = new(StringComparer.Ordinal);
        private readonly HashSet<string> _rubrics = new(StringComparer.Ordinal);

        public OutcomeRates Outcomes { get; } = new();

        public Mean[] Scores { get; } = [.. Enum.GetValues<Rubric>().Select(_ => new Mean())];

        /// <summary>The last score of each item; with one rubric, the score.</summary>
        public Dictionary<string, double?> ByItem { get; } = new(StringComparer.Ordinal);

        public void Add(Observation o)
        {
            Outcomes.Add(o.Outcome);
            _rubrics.Add(o.Measure);
            ByItem[o.ItemId] = o.Outcome == Outcome.Scored ? o.Value : null;
            if (o.Outcome != Outcome.Scored || o.Value is not { } score) return;
            Scores[(int)Measures.RubricOf(o.Measure)].Add(score);
            _scored[o.ItemId] = _scored.GetValueOrDefault(o.ItemId) + 1;
        }

        public int Complete(HashSet<string> answered) => _scored.Count(s => s.Value == _rubrics.Count && answered.Contains(s.Key));
    }
}
