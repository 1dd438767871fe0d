using ModelLab.Core.Models;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>One combination of generator, benchmark judge and production judge, composed from the parts that were measured once.</summary>
/// <param name="Models">Its models; null in a role that no chosen tier needs.</param>
/// <param name="Status">Whether it can be used.</param>
/// <param name="Reasons">Why not, model by model; empty when it can.</param>
/// <param name="Metrics">Metric values by tier; empty when excluded.</param>
public sealed record ModelRun(
    ModelNames Models,
    ModelRunStatus Status,
    IReadOnlyList<ModelRemark> Reasons,
    IReadOnlyDictionary<Tier, IReadOnlyDictionary<string, double?>> Metrics
)
{
    /// <summary>Why it cannot be used, in English; or null.</summary>
    public string? Reason => Reasons.Count == 0 ? null : Reasons.In(Language.English);

    /// <summary>Composes all combinations of the models named, in flag order, generators outermost.</summary>
    public static IReadOnlyList<ModelRun> Compose(Run run)
    {
        var reasons = run.Excluded.ToDictionary(e => (e.Role, e.Model), e => e.Remark);
        var weak = Coverage.WeakModels(run);
        return
        [
            .. from generator in Or(run, ModelRole.Generation)
            from judge in Or(run, ModelRole.BenchmarkJudge)
            from decider in Or(run, ModelRole.ProductionJudge)
            select Compose(run, reasons, weak, new ModelNames(generator, judge, decider)),
        ];
    }

    private static ModelRun Compose(
        Run run,
        Dictionary<(ModelRole, string), Remark> excluded,
        IReadOnlyDictionary<(ModelRole, string), Remark> weak,
        ModelNames names
    )
    {
        (ModelRole, string)[] models =
        [
            .. from role in Enum.GetValues<ModelRole>() let name = names.Of(role) where name is not null select (role, name),
        ];
        var gone = models.Where(excluded.ContainsKey).Select(m => new ModelRemark(m.Item2, excluded[m])).ToList();
        if (gone.Count > 0)
            return new ModelRun(names, ModelRunStatus.Excluded, gone, new Dictionary<Tier, IReadOnlyDictionary<string, double?>>());
        var poor = models.Where(weak.ContainsKey).Select(m => new ModelRemark(m.Item2, weak[m])).ToList();
        var metrics = run.Spec.Tiers.ToDictionary(t => t, IReadOnlyDictionary<string, double?> (t) => TierMetrics(run, t, names));
        var lost = models
            .Select(m => (Model: m.Item2, Drop: run.DropOf(m.Item1, m.Item2)))
            .Where(m => m.Drop is not null)
            .Select(m => new ModelRemark(m.Model, NoteText.Remark(m.Drop!)))
            .ToList();
        var status =
            lost.Count > 0 ? ModelRunStatus.Dropped
            : poor.Count > 0 ? ModelRunStatus.Partial
            : ModelRunStatus.Ok;
        return new ModelRun(names, status, [.. lost, .. poor], metrics);
    }

    /// <summary>The numbers of the combination with their denominators and intervals.</summary>
    public IEnumerable<Aggregate> NumbersOf(Run run) => Status == ModelRunStatus.Excluded ? [] : Numbers(run, Models);

    private static Dictionary<string, double?> TierMetrics(Run run, Tier tier, ModelNames models) =>
        Numbers(run, models).Where(a => a.Tier == tier).ToDictionary(a => a.Metric, a => a.Value, StringComparer.Ordinal);

    private static IEnumerable<Aggregate> Numbers(Run run, ModelNames models) => run.Numbers.Where(models.Have);

    private static IReadOnlyList<string?> Or(Run run, ModelRole role) => run.Needs(role) ? [.. run.Spec.Models.Of(role)] : [(string?)null];
}
