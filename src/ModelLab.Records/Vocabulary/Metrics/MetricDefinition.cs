using System.Text.Json.Serialization;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Which way a metric is better.</summary>
public enum MetricDirection
{
    /// <summary>More is better.</summary>
    Higher,

    /// <summary>Less is better.</summary>
    Lower,

    /// <summary>Neither: a count or a description.</summary>
    None,
}

/// <summary>What there is to know about a metric, for pages, reports and gates.</summary>
/// <param name="Tier">Its tier.</param>
/// <param name="Name">The metric's name in files.</param>
/// <param name="English">Its short name in English.</param>
/// <param name="Russian">Its short name in Russian.</param>
/// <param name="Unit">Its unit: <c>1–5</c>, <c>share</c>, <c>0–100</c>, <c>cosine</c>, <c>ms</c>, <c>count</c>, <c>distance</c>,
/// <c>number</c>.</param>
/// <param name="Minimum">The least value it can take, or null.</param>
/// <param name="Maximum">The greatest value it can take, or null.</param>
/// <param name="Direction">Which way it is better.</param>
/// <param name="Formulas">How it is computed, in one line.</param>
/// <param name="Cautions">When not to trust it, in a sentence or two.</param>
/// <param name="Baseline">The value a good system reaches, or null.</param>
public sealed record MetricDefinition(
    [property: JsonIgnore] Tier Tier,
    string Name,
    string English,
    string Russian,
    string Unit,
    double? Minimum,
    double? Maximum,
    MetricDirection Direction,
    [property: JsonIgnore] Wording Formulas,
    [property: JsonIgnore] Wording Cautions,
    double? Baseline = null
)
{
    /// <summary>The tier's name in files, e.g. <c>tier_2</c>.</summary>
    [JsonPropertyName("tier"), JsonPropertyOrder(-1)]
    public string TierName => Tier.FileName();

    /// <summary>How it is computed, in one line of English.</summary>
    public string Formula => Formulas.English;

    /// <summary>How it is computed, in one line of Russian.</summary>
    public string RussianFormula => Formulas.Russian;

    /// <summary>When not to trust it, in English.</summary>
    public string Caution => Cautions.English;

    /// <summary>When not to trust it, in Russian.</summary>
    public string RussianCaution => Cautions.Russian;

    /// <summary>How gates and links name it: <c>tier_2.avg_faithfulness</c>.</summary>
    public string Address { get; } = $"{Tier.FileName()}.{Name}";

    /// <summary>Whether it is a share or a mean of scores, which mean little without the number they are taken over.</summary>
    public bool HasDenominator => Unit is "share" or "1–5" or "0–100" or "cosine";
}

/// <summary>A text in both languages.</summary>
/// <param name="English">In English.</param>
/// <param name="Russian">In Russian.</param>
public readonly record struct Wording(string English, string Russian);
