using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Text;

/// <summary>What a measure is called: as the metric that is its mean.</summary>
public static class MeasureText
{
    /// <summary>A measure in words; its name in files where the catalogue knows no mean of it.</summary>
    /// <param name="tier">The tier's name in files.</param>
    /// <param name="measure">The measure.</param>
    /// <param name="language">Whose words.</param>
    public static string Of(string tier, string measure, Language language) =>
        MetricCatalog.All.FirstOrDefault(m => m.TierName == tier && m.IsMean && m.Measure == measure) is { } metric
            ? language.Say(metric.English, metric.Russian)
        : measure == Measures.ContextHit ? language.Say("relevant chunk retrieved", "нужный чанк найден")
        : measure;
}
