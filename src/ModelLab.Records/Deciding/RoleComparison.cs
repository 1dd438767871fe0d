using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>A model's place in its role.</summary>
/// <param name="Model">The model.</param>
/// <param name="Rank">1 + the number of models established better; tied models share it.</param>
/// <param name="Number">Its value with denominator and interval.</param>
public sealed record ComparedModel(string Model, int Rank, Aggregate Number);

/// <summary>Two models of a role on the questions that both answered.</summary>
/// <param name="First">The one named first.</param>
/// <param name="Second">The other.</param>
/// <param name="Comparison">First − second.</param>
/// <param name="AdjustedPValue">Holm-adjusted over all pairs of the role.</param>
/// <param name="Better">The model established better at α = 0.05; null where neither is.</param>
/// <param name="MorePages">For a tied pair, how many more pages would establish a difference of the margin; 0 when there are enough, null
/// where the variance is unknown.</param>
/// <param name="MoreQuestions">That in questions, at as many a page as now.</param>
public sealed record ModelPair(
    string First,
    string Second,
    PairedComparison Comparison,
    double AdjustedPValue,
    string? Better,
    long? MorePages,
    long? MoreQuestions
);

/// <summary>Whether two judges put the generators in the same order.</summary>
/// <param name="First">A judge.</param>
/// <param name="Second">Another.</param>
/// <param name="Tau">Kendall's τ-b of the generators' means under the two; null with fewer than two generators, or where a judge tells none
/// apart.</param>
/// <param name="Models">How many generators both scored.</param>
public sealed record JudgeOrder(string First, string Second, double? Tau, int Models);

/// <summary>A model that is not ranked.</summary>
/// <param name="Model">The model.</param>
/// <param name="Why">Why.</param>
public sealed record LeftOutModel(string Model, Remark Why)
{
    /// <summary>Why it is not ranked, in English.</summary>
    public string Reason => Why.Text;

    /// <summary>How it lost a race; null when it did not.</summary>
    public RaceDrop? Drop { get; init; }

    /// <summary>Why it is not ranked.</summary>
    public string ReasonIn(Language language) => Drop?.Reason(language) ?? Why.In(language);
}

/// <summary>
/// The models of a role against each other on the same questions. The family of tests is all pairs of the role on its objective; everything
/// else is exploratory. Built-in baselines stand aside unless
/// nothing else ran. Models that lost a race are left out, but their pairs stay in the family: scores chose who was left.
/// </summary>
/// <param name="Objective">What they are ranked by.</param>
/// <param name="Judges">The judges whose scores are averaged; empty where none give the values.</param>
/// <param name="Models">Best first by value.</param>
/// <param name="Pairs">Every pair, the better value first.</param>
/// <param name="Baselines">Built-ins, for reference.</param>
/// <param name="LeftOut">Models that are not ranked, with the reason.</param>
/// <param name="JudgeOrders">Whether the judges agree on the order.</param>
public sealed record RoleComparison(
    Objective Objective,
    IReadOnlyList<string> Judges,
    IReadOnlyList<ComparedModel> Models,
    IReadOnlyList<ModelPair> Pairs,
    IReadOnlyList<ComparedModel> Baselines,
    IReadOnlyList<LeftOutModel> LeftOut,
    IReadOnlyList<JudgeOrder> JudgeOrders
)
{
    /// <summary>The level at which a difference is established, over the whole family.</summary>
    public const double Alpha = 0.05;

    /// <summary>The model with the best value; null without models.</summary>
    public ComparedModel? Leader => Models.Count > 0 ? Models[0] : null;

    /// <summary>The models that no other is established better than.</summary>
    public IReadOnlyList<ComparedModel> TiedBest => [.. Models.Where(m => m.Rank == 1)];

    /// <summary>The least number of source pages on which the leader and another model were compared; 0 without a pair.</summary>
    public int PagesCompared => Models.Skip(1).Select(m => Between(Models[0].Model, m.Model)!.Pages).DefaultIfEmpty(0).Min();

    /// <summary>A model against another, as seen from the first; null where they were not compared.</summary>
    public PairedComparison? Between(string model, string other) =>
        Pairs.FirstOrDefault(p => p.First == model && p.Second == other)?.Comparison
        ?? Pairs.FirstOrDefault(p => p.First == other && p.Second == model)?.Comparison.Reversed;

    /// <summary>
    /// How much a model falls short of the leader, positive for worse: the interval of the difference, in the direction in which less is
    /// better. Null for the leader itself and where there is no interval.
    /// </summary>
    public ConfidenceInterval? Shortfall(string model)
    {
        if (Leader is null || model == Leader.Model)
            return null;
        return (Objective.LowerIsBetter ? Between(model, Leader.Model) : Between(Leader.Model, model))?.Interval;
    }

    /// <summary>Whether the first is established better than the second.</summary>
    public bool IsEstablished(string better, string worse) => Pairs.Any(p => p.Better == better && (p.First == worse || p.Second == worse));

    /// <summary>Compares a role's models.</summary>
    /// <param name="run">The run, or several merged.</param>
    /// <param name="objective">What they are ranked by.</param>
    public static RoleComparison Of(Run run, Objective objective)
    {
        var (judges, candidates, leftOut) = RoleRanking.Candidates(run, objective.Role);
        if (!objective.IsJudged)
            judges = [];
        var scores = new ItemScores(run.Scores, objective, judges);
        var seed = (ulong)run.Spec.Seed;
        var numbers = new Dictionary<string, Aggregate>(StringComparer.Ordinal);
        var left = new List<LeftOutModel>(
            leftOut.Select(l => new LeftOutModel(l.Key, l.Value) { Drop = run.DropOf(objective.Role, l.Key) })
        );
        foreach (var model in candidates)
        {
            if (NumberOf(run, objective, scores, model) is { Value: not null } number)
                numbers[model] = number;
            else
                left.Add(new LeftOutModel(model, NoteText.Remark(NoteCode.Undefined, ("metric", objective.Address))));
        }
        var drops = run.RaceOf(objective.Role)?.Drops ?? [];
        var onlyBuiltIns = numbers.Keys.Concat(drops.Select(d => d.Model)).All(ModelRef.NamesBuiltIn);
        List<string> order =
        [
            .. numbers
                .Where(n => onlyBuiltIns || !ModelRef.NamesBuiltIn(n.Key))
                .OrderBy(n => objective.LowerIsBetter ? n.Value.Value : -n.Value.Value)
                .Select(n => n.Key),
        ];
        var started = order.Count + drops.Count(d => onlyBuiltIns || !ModelRef.NamesBuiltIn(d.Model));
        var pairs = AllPairs(objective, scores, order, started * (started - 1) / 2, seed);
        return new RoleComparison(
            objective,
            judges,
            [
                .. order.Select(m => new ComparedModel(
                    m,
                    1 + pairs.Count(p => p.Better is { } better && better != m && (p.First == m || p.Second == m)),
                    numbers[m]
                )),
            ],
            pairs,
            [.. numbers.Where(n => !order.Contains(n.Key)).Select(n => new ComparedModel(n.Key, 0, n.Value))],
            left,
            JudgeOrdersOf(scores, judges, order)
        );
    }

    private static List<ModelPair> AllPairs(Objective objective, ItemScores scores, List<string> order, int family, ulong seed)
    {
        // Each pair has its own seeded permutations, so that their order does not matter: a hundred models' worth of them would keep a
        // reader waiting on one core.
        var names = (
            from i in Enumerable.Range(0, order.Count)
            from j in Enumerable.Range(i + 1, order.Count - i - 1)
            select (First: order[i], Second: order[j])
        ).ToList();
        var pairs = SideBySide.Select(names, n => (n.First, n.Second, Comparison: Compare(objective, scores, n.First, n.Second, seed)));
        var adjusted = HolmCorrection.Adjust([
            .. pairs.Select(p => p.Comparison.PValue ?? 1),
            .. Enumerable.Repeat(1.0, family - pairs.Length),
        ]);
        return
        [
            .. pairs.Select(
                (pair, i) =>
                {
                    var better = adjusted[i] <= Alpha ? BetterOf(objective, pair) : null;
                    var more =
                        better is not null ? null
                        : pair.Comparison.PagesToEstablish(objective.Margin, Alpha / family) is { } pages
                            ? Math.Max(0, pages - pair.Comparison.Pages)
                        : (long?)null;
                    var perPage = pair.Comparison.Pages == 0 ? 0 : (double)pair.Comparison.Questions / pair.Comparison.Pages;
                    return new ModelPair(
                        pair.First,
                        pair.Second,
                        pair.Comparison,
                        adjusted[i],
                        better,
                        more,
                        more is { } m ? (long)Math.Ceiling(m * perPage) : null
                    );
                }
            ),
        ];
    }

    private static PairedComparison Compare(Objective objective, ItemScores scores, string first, string second, ulong seed)
    {
        if (objective.Metric is not { Kind: MetricKind.MatrixStatistic, Statistic: { } statistic })
        {
            var pairs = scores.Pair(first, second);
            return PairedComparison.Of(
                [.. pairs.Select(p => p.First)],
                [.. pairs.Select(p => p.Second)],
                [.. pairs.Select(p => p.Page)],
                objective.Scale,
                seed
            );
        }
        var others = scores.Verdicts(second).ToDictionary(v => v.Item, v => v.Shown, StringComparer.Ordinal);
        var both = scores.Verdicts(first).Where(v => others.ContainsKey(v.Item)).ToList();
        return PairedComparison.OfVerdicts(
            [.. both.Select(v => v.Shown)],
            [.. both.Select(v => others[v.Item])],
            [.. both.Select(v => v.Label)],
            [.. both.Select(v => scores.PageOf(v.Item))],
            statistic,
            seed
        );
    }

    private static string? BetterOf(Objective objective, (string First, string Second, PairedComparison Comparison) pair) =>
        pair.Comparison.Difference is not { } difference || difference == 0 ? null
        : difference > 0 != objective.LowerIsBetter ? pair.First
        : pair.Second;

    private static Aggregate? NumberOf(Run run, Objective objective, ItemScores scores, string model)
    {
        if (objective.Metric != JudgePipelineMetrics.ExpectedCost)
            return RoleRanking.Number(run, objective.Metric, model);
        var sample = new Sample(objective.Tier, new Estimator(run.Scores.Pages, (ulong)run.Spec.Seed));
        foreach (var (item, value) in scores.Values(model))
            sample.Add(item, value);
        var cost = sample.AsMean(
            (metric, value, n) => new Aggregate(objective.Tier, metric, null, null, model, value, n),
            objective.Metric.Name,
            objective.Scale
        );
        return run.RaceOf(objective.Role)?.HasFixedSample(model) != false ? cost : cost with { Interval = null };
    }

    private static IReadOnlyList<JudgeOrder> JudgeOrdersOf(ItemScores scores, IReadOnlyList<string> judges, List<string> models)
    {
        var orders = new List<JudgeOrder>();
        for (var i = 0; i < judges.Count; i++)
        {
            for (var j = i + 1; j < judges.Count; j++)
            {
                var means = models
                    .Select(m => (First: scores.MeanUnder(judges[i], m), Second: scores.MeanUnder(judges[j], m)))
                    .Where(m => m.First is not null && m.Second is not null)
                    .ToList();
                orders.Add(
                    new JudgeOrder(
                        judges[i],
                        judges[j],
                        KendallTau.Of([.. means.Select(m => m.First!.Value)], [.. means.Select(m => m.Second!.Value)]),
                        means.Count
                    )
                );
            }
        }
        return orders;
    }
}
