using ModelLab.Core.Models;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Deciding;

/// <summary>Whether a combination can be used for a choice.</summary>
public enum ModelRunStatus
{
    /// <summary>Every model of it took part and gave usable replies.</summary>
    Ok,

    /// <summary>A model of it took part but too little came back to judge by.</summary>
    Partial,

    /// <summary>A model of it lost a race: its numbers are over what it answered until then.</summary>
    Dropped,

    /// <summary>A model of it could not be called at all.</summary>
    Excluded,
}

/// <summary>One combination of generator, benchmark judge and production judge, composed from the parts that were measured once.</summary>
/// <param name="GenerationModel">The generator; null when no chosen tier needs one.</param>
/// <param name="JudgeModel">The benchmark judge; null when no chosen tier needs one.</param>
/// <param name="ProductionJudgeModel">The production judge; null when no chosen tier needs one.</param>
/// <param name="Status">Whether it can be used.</param>
/// <param name="Reason">Why not, or null.</param>
/// <param name="Metrics">Metric values by tier; empty when excluded.</param>
public sealed record ModelRun(
    string? GenerationModel,
    string? JudgeModel,
    string? ProductionJudgeModel,
    ModelRunStatus Status,
    string? Reason,
    IReadOnlyDictionary<Tier, IReadOnlyDictionary<string, double?>> Metrics
)
{
    /// <summary>Composes all combinations of the models named, in flag order, generators outermost.</summary>
    public static IReadOnlyList<ModelRun> Compose(Run run)
    {
        var reasons = run.Excluded.ToDictionary(e => (e.Role, e.Model), e => e.Reason);
        var weak = Coverage.WeakModels(run);
        return
        [
            .. from generator in Or(run, ModelRole.Generation)
            from judge in Or(run, ModelRole.BenchmarkJudge)
            from decider in Or(run, ModelRole.ProductionJudge)
            select Compose(run, reasons, weak, generator, judge, decider),
        ];
    }

    private static ModelRun Compose(
        Run run,
        Dictionary<(ModelRole, string), string> excluded,
        IReadOnlyDictionary<(ModelRole, string), string> weak,
        string? generator,
        string? judge,
        string? decider
    )
    {
        (ModelRole, string)[] models =
        [
            .. new (ModelRole Role, string? Name)[]
            {
                (ModelRole.Generation, generator),
                (ModelRole.BenchmarkJudge, judge),
                (ModelRole.ProductionJudge, decider),
            }
                .Where(m => m.Name is not null)
                .Select(m => (m.Role, m.Name!)),
        ];
        var gone = models.Where(excluded.ContainsKey).Select(m => $"{m.Item2}: {excluded[m]}").ToList();
        if (gone.Count > 0)
            return new ModelRun(
                generator,
                judge,
                decider,
                ModelRunStatus.Excluded,
                string.Join("; ", gone),
                new Dictionary<Tier, IReadOnlyDictionary<string, double?>>()
            );
        var poor = models.Where(weak.ContainsKey).Select(m => $"{m.Item2}: {weak[m]}").ToList();
        var metrics = run.Spec.Tiers.ToDictionary(
            t => t,
            IReadOnlyDictionary<string, double?> (t) => TierMetrics(run, t, generator, judge, decider)
        );
        var lost = models
            .Select(m => (Model: m.Item2, Drop: run.DropOf(m.Item1, m.Item2)))
            .Where(m => m.Drop is not null)
            .Select(m => $"{m.Model}: {m.Drop!.Reason(Language.English)}")
            .ToList();
        var status =
            lost.Count > 0 ? ModelRunStatus.Dropped
            : poor.Count > 0 ? ModelRunStatus.Partial
            : ModelRunStatus.Ok;
        return new ModelRun(
            generator,
            judge,
            decider,
            status,
            status == ModelRunStatus.Ok ? null : string.Join("; ", lost.Concat(poor)),
            metrics
        );
    }

    /// <summary>The numbers of the combination with their denominators and intervals.</summary>
    public IEnumerable<Aggregate> NumbersOf(Run run) =>
        Status == ModelRunStatus.Excluded ? [] : Numbers(run, GenerationModel, JudgeModel, ProductionJudgeModel);

    private static Dictionary<string, double?> TierMetrics(Run run, Tier tier, string? generator, string? judge, string? decider) =>
        Numbers(run, generator, judge, decider)
            .Where(a => a.Tier == tier)
            .ToDictionary(a => a.Metric, a => a.Value, StringComparer.Ordinal);

    private static IEnumerable<Aggregate> Numbers(Run run, string? generator, string? judge, string? decider) =>
        run.Numbers.Where(a => Fits(a.GenerationModel, generator) && Fits(a.JudgeModel, judge) && Fits(a.ProductionJudgeModel, decider));

    private static bool Fits(string? of, string? wanted) => of is null || of == wanted;

    private static IReadOnlyList<string?> Or(Run run, ModelRole role) => run.Needs(role) ? [.. run.Spec.Models.Of(role)] : [(string?)null];
}
