using ModelLab.Core.Models;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>One line of a role's table.</summary>
/// <param name="Model">The model.</param>
/// <param name="Rank">1 is best, equal values share a rank; null when not ranked.</param>
/// <param name="Reason">Why it is not ranked, or null.</param>
/// <param name="Values">The columns' values, null where undefined.</param>
public sealed record RankedModel(string Model, int? Rank, string? Reason, IReadOnlyDictionary<string, Aggregate?> Values)
{
    /// <summary>How it lost a race; null when it did not.</summary>
    public RaceDrop? Drop { get; init; }

    /// <summary>Why it is not ranked, or null.</summary>
    public string? ReasonIn(Language language) => Drop?.Reason(language) ?? Reason;
}

/// <summary>The comparison of a role's models, best first; those that cannot be ranked stand below with the reason.</summary>
/// <param name="Role">The role.</param>
/// <param name="Tier">The tier the columns come from.</param>
/// <param name="Columns">Metric names; the first is the one that ranks.</param>
/// <param name="Models">The lines.</param>
/// <param name="Judges">For generators: the judges whose scores are averaged; otherwise empty.</param>
public sealed record RoleRanking(
    ModelRole Role,
    Tier Tier,
    IReadOnlyList<string> Columns,
    IReadOnlyList<RankedModel> Models,
    IReadOnlyList<string> Judges
)
{
    private static readonly string[] GenerationColumns =
    [
        "avg_answer_correctness",
        "avg_faithfulness",
        "avg_answer_relevance",
        "avg_generation_latency_ms",
        "false_refusal_rate",
        "abstention_rate",
        "errors",
        "response_exact_match_rate",
        "successful_evaluations",
    ];

    private static readonly string[] EndToEndColumns =
    [
        "avg_e2e_score",
        "avg_semantic_similarity",
        "avg_generation_latency_ms",
        "retrieval_missed_rate",
        "generation_wrong_rate",
        "false_refusal_rate",
        "abstention_rate",
        "errors",
        "judge_failed_rate",
        "response_exact_match_rate",
        "response_semantic_consistency",
        "successful_evaluations",
    ];

    private static readonly string[] JudgeColumns =
    [
        "consistency_score",
        "error_rate",
        "avg_faithfulness",
        "avg_latency_ms",
        "total_evaluations",
    ];

    private static readonly string[] PipelineColumns =
    [
        "f1_score",
        "accuracy",
        "precision",
        "recall",
        "avg_latency_ms",
        "true_positives",
        "false_positives",
        "false_negatives",
        "true_negatives",
        "errors",
    ];

    /// <summary>The metric that ranks the models of a tier, or null for a tier that ranks none.</summary>
    public static string? LeadingMetric(Tier tier) =>
        tier switch
        {
            Tier.EndToEnd => EndToEndColumns[0],
            Tier.Generation => GenerationColumns[0],
            Tier.JudgeTrial => JudgeColumns[0],
            Tier.JudgePipeline => PipelineColumns[0],
            _ => null,
        };

    /// <summary>The rankings of the roles that the run's tiers try, in the order generation, benchmark judge, production judge.</summary>
    public static IReadOnlyList<RoleRanking> Of(Run run)
    {
        var rankings = new List<RoleRanking>();
        if (run.Spec.Tiers.Contains(Tier.EndToEnd))
            rankings.Add(Generation(run, Tier.EndToEnd, EndToEndColumns));
        if (run.Spec.Tiers.Contains(Tier.Generation))
            rankings.Add(Generation(run, Tier.Generation, GenerationColumns));
        if (run.Spec.Tiers.Contains(Tier.JudgeTrial))
            rankings.Add(
                Plain(
                    run,
                    ModelRole.BenchmarkJudge,
                    Tier.JudgeTrial,
                    JudgeColumns,
                    (metric, model) => run.Find(Tier.JudgeTrial, metric, judge: model)
                )
            );
        if (run.Spec.Tiers.Contains(Tier.JudgePipeline))
            rankings.Add(
                Plain(
                    run,
                    ModelRole.ProductionJudge,
                    Tier.JudgePipeline,
                    PipelineColumns,
                    (metric, model) => run.Find(Tier.JudgePipeline, metric, decider: model)
                )
            );
        return rankings;
    }

    /// <summary>
    /// A role's models that may be ranked, the judges that may be averaged, and the models that may not be ranked with the reason.
    /// </summary>
    internal static (IReadOnlyList<string> Judges, IReadOnlyList<string> Models, IReadOnlyDictionary<string, string> LeftOut) Candidates(
        Run run,
        ModelRole role
    )
    {
        var leftOut = run.Excluded.Where(e => e.Role == role).ToDictionary(e => e.Model, e => e.Reason, StringComparer.Ordinal);
        if (run.RaceOf(role) is { } race)
        {
            foreach (var drop in race.Drops)
                leftOut.TryAdd(drop.Model, drop.Reason(Language.English));
            if (race.End == RaceEnd.UnderWay)
                foreach (var model in race.Survivors)
                    leftOut.TryAdd(model, "its race is not finished");
        }
        foreach (var ((weakRole, model), reason) in Coverage.WeakModels(run))
            if (weakRole == role)
                leftOut.TryAdd(model, reason);
        return (AveragedJudges(run), [.. run.Spec.Models.Of(role).Where(m => !leftOut.ContainsKey(m))], leftOut);
    }

    /// <summary>
    /// The models of a role that have no place by any metric, with the reason: they could not be called, lost a race, or gave too few usable
    /// replies. Empty where the run's file does not say what was chosen.
    /// </summary>
    public static IReadOnlyList<LeftOutModel> LeftOut(Run run, ModelRole role) =>
        run.KnownSpec is null
            ? []
            : [.. Candidates(run, role).LeftOut.Select(l => new LeftOutModel(l.Key, l.Value) { Drop = run.DropOf(role, l.Key) })];

    /// <summary>
    /// A model's number, averaged over the judges that may be averaged where judges give it; null where it was not measured.
    /// </summary>
    internal static Aggregate? Number(Run run, ModelRole role, Tier tier, string metric, string model) =>
        role switch
        {
            ModelRole.Generation => run.Find(tier, metric, generator: model) ?? OverJudges(run, tier, metric, model, AveragedJudges(run)),
            ModelRole.BenchmarkJudge => run.Find(tier, metric, judge: model),
            _ => run.Find(tier, metric, decider: model),
        };

    private static RoleRanking Generation(Run run, Tier tier, string[] columns)
    {
        var judges = AveragedJudges(run);
        var notAsked = Measures
            .Tier2Rubrics.Except(run.Spec.Rubrics)
            .Select(r => "avg_" + Measures.Of(r))
            .ToHashSet(StringComparer.Ordinal);
        var ranking = Plain(
            run,
            ModelRole.Generation,
            tier,
            [.. columns.Where(c => !notAsked.Contains(c))],
            (metric, model) => run.Find(tier, metric, generator: model) ?? OverJudges(run, tier, metric, model, judges)
        );
        return ranking with { Judges = judges };
    }

    /// <summary>Judges that may be averaged: ranked ones, and built-in baselines only when nothing else judged.</summary>
    private static List<string> AveragedJudges(Run run)
    {
        var weak = Coverage.WeakModels(run);
        var usable = run
            .Spec.Models.Judges.Where(j =>
                !weak.ContainsKey((ModelRole.BenchmarkJudge, j))
                && run.Excluded.All(e => e.Role != ModelRole.BenchmarkJudge || e.Model != j)
            )
            .ToList();
        var models = usable.Where(j => !ModelRef.NamesBuiltIn(j)).ToList();
        return models.Count > 0 ? models : usable;
    }

    private static Aggregate? OverJudges(Run run, Tier tier, string metric, string generator, List<string> judges)
    {
        var parts = judges.Select(j => run.Find(tier, metric, generator, j)).OfType<Aggregate>().ToList();
        // Averaging over the judges that happen to have scored would compare generators under different judges.
        if (parts.Count == 0 || parts.Count < judges.Count || parts.Any(p => p.Value is null))
            return null;
        var mean = MeanOverJudges.Of(parts, run.Scores);
        // Where scores decided how many questions were asked, no interval of a fixed sample holds, over judges as little as under one.
        return run.RaceOf(ModelRole.Generation) is { } race && race.Governs(tier) && !race.HasFixedSample(generator)
            ? mean with
            {
                Interval = null,
            }
            : mean;
    }

    private static RoleRanking Plain(Run run, ModelRole role, Tier tier, string[] columns, Func<string, string, Aggregate?> find)
    {
        var weak = Coverage.WeakModels(run);
        var excluded = run.Excluded.Where(e => e.Role == role).ToDictionary(e => e.Model, e => e.Reason);
        var lines = run
            .Spec.Models.Of(role)
            .Select(model =>
            {
                var values = columns.ToDictionary(c => c, c => excluded.ContainsKey(model) ? null : find(c, model));
                var drop = run.DropOf(role, model);
                var reason =
                    excluded.GetValueOrDefault(model)
                    ?? drop?.Reason(Language.English)
                    ?? weak.GetValueOrDefault((role, model))
                    ?? (values[columns[0]]?.Value is null ? $"{columns[0]} is undefined" : null);
                return new RankedModel(model, null, reason, values) { Drop = drop };
            })
            .ToList();
        var ranked = lines.Where(l => l.Reason is null).OrderBy(l => l, new ByColumns(columns)).ToList();
        var placed = ranked.Select(l => l with { Rank = 1 + ranked.Count(o => new ByColumns(columns[..1]).Compare(o, l) < 0) });
        return new RoleRanking(role, tier, columns, [.. placed, .. lines.Where(l => l.Reason is not null)], []);
    }

    /// <summary>Best first by the leading columns: the one that ranks, and one more to order ties.</summary>
    private sealed class ByColumns(string[] columns) : IComparer<RankedModel>
    {
        public int Compare(RankedModel? x, RankedModel? y)
        {
            foreach (var column in columns.Take(2))
            {
                var (a, b) = (x!.Values[column]?.Value, y!.Values[column]?.Value);
                if (a == b || a is null || b is null)
                    continue;
                var lowerIsBetter = MetricCatalog.Find(x.Values[column]!.Tier, column).Direction == MetricDirection.Lower;
                return lowerIsBetter ? a.Value.CompareTo(b.Value) : b.Value.CompareTo(a.Value);
            }
            return 0;
        }
    }
}
