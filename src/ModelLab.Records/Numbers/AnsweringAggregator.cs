using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Consistency;
using ModelLab.Core.Roles;
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
    private readonly SortedDictionary<string, Generator> _generators = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Generator, string Judge), Pair> _pairs = [];

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        var generator = observation.GenerationModel!;
        if (observation.JudgeModel is not { } judge)
        {
            if (!_generators.TryGetValue(generator, out var g))
                _generators[generator] = g = new Generator(new Tally(tier, new ModelNames(generator), estimator));
            g.Add(observation);
            return;
        }
        if (!_pairs.TryGetValue((generator, judge), out var pair))
            _pairs[(generator, judge)] = pair = new Pair(new Tally(tier, new ModelNames(generator, judge), estimator));
        pair.Add(observation);
    }

    /// <inheritdoc />
    public IEnumerable<Aggregate> Finish() =>
        _generators
            .Values.SelectMany(g => g.Finish())
            .Concat(
                _pairs
                    .OrderBy(p => p.Key.Generator, StringComparer.Ordinal)
                    .ThenBy(p => p.Key.Judge, StringComparer.Ordinal)
                    .SelectMany(p => p.Value.Finish(_generators[p.Key.Generator]))
            );

    private sealed class Generator(Tally tally)
    {
        private readonly Dictionary<string, List<string>> _digests = new(StringComparer.Ordinal);

        /// <summary>The questions it was asked.</summary>
        public HashSet<string> Questions { get; } = new(StringComparer.Ordinal);

        /// <summary>Those it answered, or said of that there is no answer.</summary>
        public HashSet<string> Answered { get; } = new(StringComparer.Ordinal);

        /// <summary>Those among them that have no answer, which no rubric applies to.</summary>
        public HashSet<string> AnsweredUnanswerable { get; } = new(StringComparer.Ordinal);

        /// <summary>Whether the context of a question held a relevant chunk.</summary>
        public Dictionary<string, bool> ContextHits { get; } = new(StringComparer.Ordinal);

        public void Add(Observation o)
        {
            if (o.Measure == Measures.Abstention)
                AddAnswer(o);
            else if (o.Value is { } value)
                AddRemark(o, value);
        }

        public IEnumerable<Aggregate> Finish()
        {
            foreach (var (item, digests) in _digests)
                if (ExactMatchConsistency.OfQuestion(digests) is { } rate)
                    tally.Add(Measures.ExactMatch, item, rate);
            tally.AverageRepeats(Measures.RepeatSimilarity);
            return tally.Finish();
        }

        private void AddRemark(Observation o, double value)
        {
            if (o.Measure == Measures.ContextHit)
                ContextHits[o.ItemId] = value == 1;
            else
                tally.Add(o.Measure, o.ItemId, value);
        }

        private void AddAnswer(Observation o)
        {
            tally.AddTimes(o);
            if (o.Evidence is { } digest)
            {
                if (!_digests.TryGetValue(o.ItemId, out var list))
                    _digests[o.ItemId] = list = [];
                list.Add(digest);
            }
            if (o.Repeat != 0)
                return;
            Questions.Add(o.ItemId);
            tally.Add(Measures.Asked, o.ItemId, true);
            tally.Add(Measures.Missing, o.ItemId, o.Value is null);
            if (o.Value is not { } abstained)
                return;
            Answered.Add(o.ItemId);
            if (o.Expected == 1)
                AnsweredUnanswerable.Add(o.ItemId);
            tally.Add(o.Expected == 1 ? Measures.DueAbstention : Measures.FalseRefusal, o.ItemId, abstained);
        }
    }

    private sealed class Pair(Tally tally)
    {
        private static readonly string[] Failures = [Measures.RetrievalMissed, Measures.GenerationWrong, Measures.JudgeFailed];

        private readonly Dictionary<string, int> _scored = new(StringComparer.Ordinal);
        private readonly HashSet<string> _rubrics = new(StringComparer.Ordinal);
        private readonly Dictionary<string, double?> _quality = new(StringComparer.Ordinal);
        private readonly OutcomeRates _outcomes = new();

        public void Add(Observation o)
        {
            _outcomes.Add(o);
            _rubrics.Add(o.Measure);
            var score = o.Outcome == Outcome.Scored ? o.Value : null;
            if (o.Measure == Measures.Of(Rubric.E2eQuality))
                _quality[o.ItemId] = score;
            if (score is not { } value)
                return;
            tally.Add(o.Measure, o.ItemId, value);
            _scored[o.ItemId] = _scored.GetValueOrDefault(o.ItemId) + 1;
        }

        public IEnumerable<Aggregate> Finish(Generator generator)
        {
            _outcomes.AddTo(tally);
            foreach (var item in generator.Questions)
            {
                var whole =
                    generator.AnsweredUnanswerable.Contains(item)
                    || (generator.Answered.Contains(item) && _scored.GetValueOrDefault(item) is var n and > 0 && n == _rubrics.Count);
                tally.Add(Measures.FullyScored, item, whole);
                tally.Add(Measures.NotFullyScored, item, !whole);
            }
            // Every answerable question that was answered is good, or fails for one of three reasons; the shares are of all of them.
            foreach (var (item, score) in _quality)
                if (generator.Answered.Contains(item))
                    foreach (var failure in Failures)
                        tally.Add(failure, item, MetricValues.Failure(failure, score, Hit(generator, item))!.Value);
            return tally.Finish();
        }

        private static bool? Hit(Generator generator, string item) => generator.ContextHits.TryGetValue(item, out var hit) ? hit : null;
    }
}
