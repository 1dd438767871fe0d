using ModelLab.Core.Models;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>One line of a role's table.</summary>
/// <param name="Model">The model.</param>
/// <param name="Rank">1 is best, equal values share a rank; null when not ranked.</param>
/// <param name="Why">Why it is not ranked, or null.</param>
/// <param name="Values">The columns' values, null where undefined.</param>
public sealed record RankedModel(string Model, int? Rank, Remark? Why, IReadOnlyDictionary<string, Aggregate?> Values)
{
    /// <summary>How it lost a race; null when it did not.</summary>
    public RaceDrop? Drop { get; init; }

    /// <summary>Why it is not ranked, in English; or null.</summary>
    public string? Reason => Why?.Text;

    /// <summary>Why it is not ranked, or null.</summary>
    public string? ReasonIn(Language language) => Drop?.Reason(language) ?? Why?.In(language);
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
    /// <summary>The rankings of the roles that the run's tiers try, in the order generation, benchmark judge, production judge.</summary>
    public static IReadOnlyList<RoleRanking> Of(Run run) =>
        [
            .. new[] { Tier.EndToEnd, Tier.Generation, Tier.JudgeTrial, Tier.JudgePipeline }
                .Where(run.Spec.Tiers.Contains)
                .Select(tier => Of(run, tier)),
        ];

    /// <summary>
    /// A role's models that may be ranked, the judges that may be averaged, and the models that may not be ranked with the reason.
    /// </summary>
    internal static (IReadOnlyList<string> Judges, IReadOnlyList<string> Models, IReadOnlyDictionary<string, Remark> LeftOut) Candidates(
        Run run,
        ModelRole role
    )
    {
        var leftOut = run.Excluded.Where(e => e.Role == role).ToDictionary(e => e.Model, e => e.Remark, StringComparer.Ordinal);
        if (run.RaceOf(role) is { } race)
        {
            foreach (var drop in race.Drops)
                leftOut.TryAdd(drop.Model, NoteText.Remark(drop));
            if (race.End == RaceEnd.UnderWay)
                foreach (var model in race.Survivors)
                    leftOut.TryAdd(model, NoteText.Remark(NoteCode.RaceUnfinished));
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
    internal static Aggregate? Number(Run run, MetricDefinition metric, string model) => Number(run, metric, model, AveragedJudges(run));

    private static Aggregate? Number(Run run, MetricDefinition metric, string model, List<string> judges) =>
        metric.Role switch
        {
            ModelRole.Generation => run.Find(metric.Tier, metric.Name, generator: model)
                ?? OverJudges(run, metric.Tier, metric.Name, model, judges),
            ModelRole.BenchmarkJudge => run.Find(metric.Tier, metric.Name, judge: model),
            _ => run.Find(metric.Tier, metric.Name, decider: model),
        };

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

    private static RoleRanking Of(Run run, Tier tier)
    {
        var notAsked = Measures.Tier2Rubrics.Except(run.Spec.Rubrics).Select(Measures.Of).ToList();
        MetricDefinition[] columns =
        [
            .. MetricCatalog.Columns(tier).Where(m => tier != Tier.Generation || m.Measure is null || !notAsked.Contains(m.Measure)),
        ];
        var role = columns[0].Role!.Value;
        var judges = AveragedJudges(run);
        var weak = Coverage.WeakModels(run);
        var excluded = run.Excluded.Where(e => e.Role == role).ToDictionary(e => e.Model, e => e.Remark);
        var lines = run
            .Spec.Models.Of(role)
            .Select(model =>
            {
                var values = columns.ToDictionary(c => c.Name, c => excluded.ContainsKey(model) ? null : Number(run, c, model, judges));
                var drop = run.DropOf(role, model);
                var reason =
                    excluded.GetValueOrDefault(model)
                    ?? (drop is null ? null : NoteText.Remark(drop))
                    ?? weak.GetValueOrDefault((role, model))
                    ?? (values[columns[0].Name]?.Value is null ? NoteText.Remark(NoteCode.Undefined, ("metric", columns[0].Name)) : null);
                return new RankedModel(model, null, reason, values) { Drop = drop };
            })
            .ToList();
        var ranked = lines.Where(l => l.Reason is null).OrderBy(l => l, new ByColumns(columns)).ToList();
        var placed = ranked.Select(l => l with { Rank = 1 + ranked.Count(o => new ByColumns(columns[..1]).Compare(o, l) < 0) });
        return new RoleRanking(
            role,
            tier,
            [.. columns.Select(c => c.Name)],
            [.. placed, .. lines.Where(l => l.Reason is not null)],
            role == ModelRole.Generation ? judges : []
        );
    }

    /// <summary>Best first by the leading columns: the one that ranks, and one more to order ties.</summary>
    private sealed class ByColumns(MetricDefinition[] columns) : IComparer<RankedModel>
    {
        public int Compare(RankedModel? x, RankedModel? y)
        {
            foreach (var column in columns.Take(2))
            {
                var (a, b) = (x!.Values[column.Name]?.Value, y!.Values[column.Name]?.Value);
                if (a == b || a is null || b is null)
                    continue;
                return column.LowerIsBetter ? a.Value.CompareTo(b.Value) : b.Value.CompareTo(a.Value);
            }
            return 0;
        }
    }
}
