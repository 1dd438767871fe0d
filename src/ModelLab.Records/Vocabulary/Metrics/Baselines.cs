using System.Globalization;
using System.Text.Json;
using ModelLab.Core;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>The values that a good system reaches: those of the catalogue, unless a user's file says otherwise.</summary>
public sealed class Baselines
{
    private readonly IReadOnlyDictionary<string, double?> _overrides;

    private Baselines(IReadOnlyDictionary<string, double?> overrides) => _overrides = overrides;

    /// <summary>Those of the catalogue.</summary>
    public static Baselines Catalogued { get; } = new(new Dictionary<string, double?>());

    /// <summary>The metrics that have a baseline, in the order of the catalogue.</summary>
    public IEnumerable<(MetricDefinition Metric, double Baseline)> All =>
        from metric in MetricCatalog.All
        let baseline = For(metric)
        where baseline is not null
        select (metric, baseline.Value);

    /// <summary>A metric's baseline; null when it has none.</summary>
    public double? For(MetricDefinition metric) => _overrides.TryGetValue(metric.Address, out var value) ? value : metric.Baseline;

    /// <summary>
    /// Reads <c>{"tier_2.avg_faithfulness": 4.7, "tier_1.hit_rate@10": null}</c>: a number in place of the catalogue's, null for none.
    /// </summary>
    /// <exception cref="BadInputException">Not that shape, an unknown or repeated metric, one that is neither better high nor low, or a
    /// number that the metric cannot take.</exception>
    public static Baselines Parse(ReadOnlyMemory<byte> utf8Json, string file)
    {
        try
        {
            using var json = JsonDocument.Parse(
                utf8Json,
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }
            );
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new BadInputException($"{file}: must be an object such as {{\"tier_2.avg_faithfulness\": 4.5}}");
            var overrides = new Dictionary<string, double?>(StringComparer.Ordinal);
            foreach (var field in json.RootElement.EnumerateObject())
            {
                if (!overrides.TryAdd(field.Name, Read(field, file)))
                    throw BadInputException.At(file, null, field.Name, "is there twice: keep one");
            }
            return new Baselines(overrides);
        }
        catch (JsonException e)
        {
            throw new BadInputException(
                string.Create(CultureInfo.InvariantCulture, $"{file}: not JSON (line {(e.LineNumber ?? 0) + 1})"),
                e
            );
        }
    }

    private static double? Read(JsonProperty field, string file)
    {
        var metric =
            MetricCatalog.All.FirstOrDefault(m => m.Address == field.Name)
            ?? throw BadInputException.At(
                file,
                null,
                field.Name,
                "no metric has this address: write tier.metric such as tier_2.avg_faithfulness (all are in docs/metrics.md)"
            );
        if (metric.Direction == MetricDirection.None)
            throw BadInputException.At(file, null, field.Name, "is neither better high nor low: it can have no baseline, leave it out");
        if (field.Value.ValueKind == JsonValueKind.Null)
            return null;
        if (field.Value.ValueKind != JsonValueKind.Number || !field.Value.TryGetDouble(out var value) || !double.IsFinite(value))
            throw BadInputException.At(file, null, field.Name, "must be a number, or null for no baseline");
        if (value < metric.Minimum || value > metric.Maximum)
            throw BadInputException.At(
                file,
                null,
                field.Name,
                string.Create(CultureInfo.InvariantCulture, $"{value} is out of its range: give {Range(metric)}")
            );
        return value;
    }

    private static string Range(MetricDefinition metric) =>
        metric.Maximum is { } most
            ? string.Create(CultureInfo.InvariantCulture, $"{metric.Minimum} to {most}")
            : string.Create(CultureInfo.InvariantCulture, $"{metric.Minimum} or more");
}
