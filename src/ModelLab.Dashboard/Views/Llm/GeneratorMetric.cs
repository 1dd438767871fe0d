using ModelLab.Core.Models;
using ModelLab.Core.Text;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Llm;

/// <summary>A metric by which generation models can be looked at.</summary>
/// <param name="Info">What the catalogue knows of it.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Measure">The column of a <see cref="ScoreTable"/> that has its values question by question; null for counts, latencies, and
/// what takes several observations of a question.</param>
/// <param name="IsJudged">Whether benchmark judges give the values.</param>
public sealed record GeneratorMetric(MetricDefinition Info, Tier Tier, string? Measure, bool IsJudged)
{
    /// <summary>The measure of the detail file that the values are read from.</summary>
    public string? Observed => Measure is null ? null : Measures.Observed(Tier, Measure);

    /// <summary>The metrics for which a run has a number of a generation model, end to end first, in the catalogue's order.</summary>
    public static IReadOnlyList<GeneratorMetric> Of(IReadOnlyList<Aggregate> values)
    {
        var measured = values.Where(v => v.GenerationModel is not null && v.Value is not null).Select(v => (v.Tier, v.Metric)).ToHashSet();
        return
        [
            .. from tier in (Tier[])[Tier.EndToEnd, Tier.Generation]
            from info in MetricCatalog.All
            where info.Tier == tier && measured.Contains((info.Tier, info.Name))
            select Of(info, tier),
        ];
    }

    /// <summary>
    /// The metric of an address such as <c>tier_3.avg_e2e_score</c>, else the one that ranks generation models, else the first; null where
    /// there is none.
    /// </summary>
    public static GeneratorMetric? Choose(IReadOnlyList<GeneratorMetric> metrics, string? address, SweepSpec? spec)
    {
        var ranking = spec is null ? null : Objective.Default(ModelRole.Generation, spec, new Margins())?.Address;
        return metrics.FirstOrDefault(m => m.Info.Address == address)
            ?? metrics.FirstOrDefault(m => m.Info.Address == ranking)
            ?? metrics.FirstOrDefault(m => m.Info == MetricCatalog.Leading(m.Tier))
            ?? metrics.FirstOrDefault(m => m.IsJudged)
            ?? (metrics.Count > 0 ? metrics[0] : null);
    }

    /// <summary>
    /// The metric by which questions are shown: this one where it is observed question by question, else the one that stands for its tier;
    /// null where neither is.
    /// </summary>
    public GeneratorMetric? ByQuestion(IReadOnlyList<GeneratorMetric> metrics) =>
        Measure is not null ? this : Quality(metrics) ?? metrics.FirstOrDefault(m => m.Tier == Tier && m.Measure is not null);

    /// <summary>The judged metric that tells a good answer of the tier from a bad one; null where no judge scored.</summary>
    public GeneratorMetric? Quality(IReadOnlyList<GeneratorMetric> metrics) =>
        metrics.FirstOrDefault(m => m.Tier == Tier && m.Info == MetricCatalog.Leading(Tier))
        ?? metrics.FirstOrDefault(m => m.Tier == Tier && m.IsJudged);

    private static GeneratorMetric Of(MetricDefinition info, Tier tier) =>
        new(info, tier, info.IsByQuestion ? info.Measure : null, info is { IsByQuestion: true, IsJudged: true });
}
