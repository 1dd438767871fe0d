using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Consistency;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>
/// Tiers 2 and 3, per generator and judge. Rubric means run over scored items alone, so a judge's failure never lowers a generator's score;
/// how many questions got every applicable score stands beside them.
/// </summary>
/// <param name="tier">Which of the two.</param>
/// <param name="estimator">Puts intervals around them.</param>
public sealed class AnsweringAggregator(Tier tier, Estimator estimator) : ITierAggregator
{
    /// <summary>Under this score an end-to-end answer is a failure, which is laid at the door of retrieval or of generation.</summary>
    public const double GoodAnswer = 4;

    /// <summary>The share of failures laid at the door of retrieval.</summary>
    public const string RetrievalMissed = "retrieval_missed_rate";

    /// <summary>The share of failures laid at the door of generation.</summary>
    public const string GenerationWrong = "generation_wrong_rate";

    /// <summary>The share of answers that the judge gave no score.</summary>
    public const string JudgeFailed = "judge_failed_rate";

    private readonly Dictionary<string, Generator> _generators = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Generator, string Judge), Pair> _pairs = [];

    private IReadOnlyList<string> Compared { get; } =
        tier == Tier.EndToEnd ? [.. Measures.Similarities, .. Measures.Texts] : Measures.Texts;

    private Rubric[] Rubrics { get; } = tier == Tier.EndToEnd ? [Rubric.E2eQuality] : [.. Measures.Tier2Rubrics];

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        var generator = observation.GenerationModel!;
        if (observation.JudgeModel is not { } judge)
        {
            if (!_generators.TryGetValue(generator, out var g))
                _generators[generator] = g = new Generator(tier, estimator);
            g.Add(observation);
            return;
        }
        if (!_pairs.TryGetValue((generator, judge), out var pair))
            _pairs[(generator, judge)] = pair = new Pair(tier, estimator);
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
            yield return generator.Abstention.AsShare(Own, "abstention_rate");
            yield return generator.FalseRefusal.AsShare(Own, "false_refusal_rate");
            yield return generator.ExactMatch().AsMean(Own, "response_exact_match_rate");
            yield return generator.SemanticConsistency().AsMean(Own, "response_semantic_consistency");
            foreach (var measure in Compared)
                yield return generator.Samples.TryGetValue(measure, out var sample)
                    ? sample.AsMean(Own, "avg_" + measure)
                    : Own("avg_" + measure, null, 0);
            foreach (var latency in generator.Latency.Finish("generation_latency", Own))
                yield return latency;
        }
        foreach (
            var ((generatorName, judge), pair) in _pairs
                .OrderBy(p => p.Key.Generator, StringComparer.Ordinal)
                .ThenBy(p => p.Key.Judge, StringComparer.Ordinal)
        )
        {
            Aggregate Both(string metric, double? value, long n) => new(tier, metric, generatorName, judge, null, value, n);
            var generator = _generators[generatorName];
            var successful = generator.AnsweredUnanswerable + pair.Complete(generator.Answered);
            yield return Both("successful_evaluations", successful, generator.Questions);
            yield return Both("errors", generator.Questions - successful, generator.Questions);
            foreach (var rubric in Rubrics)
                yield return pair.Scores[(int)rubric].AsMean(Both, Measures.MetricOf(rubric));
            foreach (var rate in pair.Outcomes.Finish(Both))
                yield return rate;
            if (tier != Tier.EndToEnd)
                continue;
            foreach (var share in Failures(pair, generator, Both))
                yield return share;
        }
    }

    // Every answerable question that was answered is good, or fails for one of three reasons; the shares are of all of them.
    private IEnumerable<Aggregate> Failures(Pair pair, Generator generator, Func<string, double?, long, Aggregate> make)
    {
        var (retrieval, generation, judge) = (new Sample(tier, estimator), new Sample(tier, estimator), new Sample(tier, estimator));
        foreach (var (item, score) in pair.ByItem)
        {
            if (!generator.Answered.Contains(item))
                continue;
            var bad = score < GoodAnswer;
            var missed = generator.ContextHits.TryGetValue(item, out var hit) && !hit;
            retrieval.Add(item, bad && missed);
            generation.Add(item, bad && !missed);
            judge.Add(item, score is null);
        }
        yield return retrieval.AsShare(make, RetrievalMissed);
        yield return generation.AsShare(make, GenerationWrong);
        yield return judge.AsShare(make, JudgeFailed);
    }

    private sealed class Generator(Tier tier, Estimator estimator)
    {
        private readonly Dictionary<string, List<string>> _digests = new(StringComparer.Ordinal);
        private readonly Sample _repeats = new(tier, estimator);

        public int Questions { get; private set; }

        public HashSet<string> Answered { get; } = new(StringComparer.Ordinal);

        public int AnsweredUnanswerable { get; private set; }

        public Sample Abstention { get; } = new(tier, estimator);

        public Sample FalseRefusal { get; } = new(tier, estimator);

        public Latencies Latency { get; } = new(tier, estimator);

        public Dictionary<string, bool> ContextHits { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Sample> Samples { get; } = new(StringComparer.Ordinal);

        public void Add(Observation o)
        {
            switch (o.Measure)
            {
                case Measures.Abstention:
                    AddAnswer(o);
                    break;
                case Measures.ContextHit:
                    if (o.Value is { } hit)
                        ContextHits[o.ItemId] = hit == 1;
                    break;
                case Measures.RepeatSimilarity:
                    if (o.Value is { } similarity)
                        _repeats.Add(o.ItemId, similarity);
                    break;
                default:
                    if (!Samples.TryGetValue(o.Measure, out var sample))
                        Samples[o.Measure] = sample = new Sample(tier, estimator);
                    if (o.Value is { } value)
                        sample.Add(o.ItemId, value);
                    break;
            }
        }

        public Sample ExactMatch()
        {
            var sample = new Sample(tier, estimator);
            foreach (var (item, digests) in _digests)
                if (ExactMatchConsistency.OfQuestion(digests) is { } rate)
                    sample.Add(item, rate);
            return sample;
        }

        public Sample SemanticConsistency() => _repeats.OfItems();

        private void AddAnswer(Observation o)
        {
            Latency.Add(o);
            if (o.Evidence is { } digest)
            {
                if (!_digests.TryGetValue(o.ItemId, out var list))
                    _digests[o.ItemId] = list = [];
                list.Add(digest);
            }
            if (o.Repeat != 0)
                return;
            Questions++;
            if (o.Value is not { } abstained)
                return;
            Answered.Add(o.ItemId);
            if (o.Expected == 1)
                AnsweredUnanswerable++;
            (o.Expected == 1 ? Abstention : FalseRefusal).Add(o.ItemId, abstained);
        }
    }

    private sealed class Pair(Tier tier, Estimator estimator)
    {
        private readonly Dictionary<string, int> _scored = new(StringComparer.Ordinal);
        private readonly HashSet<string> _rubrics = new(StringComparer.Ordinal);

        public OutcomeRates Outcomes { get; } = new(tier, estimator);

        public Sample[] Scores { get; } = [.. Enum.GetValues<Rubric>().Select(_ => new Sample(tier, estimator))];

        /// <summary>The last score of each item; with one rubric, the score.</summary>
        public Dictionary<string, double?> ByItem { get; } = new(StringComparer.Ordinal);

        public void Add(Observation o)
        {
            Outcomes.Add(o);
            _rubrics.Add(o.Measure);
            ByItem[o.ItemId] = o.Outcome == Outcome.Scored ? o.Value : null;
            if (o.Outcome != Outcome.Scored || o.Value is not { } score)
                return;
            Scores[(int)Measures.RubricOf(o.Measure)].Add(o.ItemId, score);
            _scored[o.ItemId] = _scored.GetValueOrDefault(o.ItemId) + 1;
        }

        public int Complete(HashSet<string> answered) => _scored.Count(s => s.Value == _rubrics.Count && answered.Contains(s.Key));
    }
}
