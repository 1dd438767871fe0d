using System.Text.Json.Serialization;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Models;
using ModelLab.Core.Statistics;

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

/// <summary>How a metric's number comes out of what was observed, which also says what interval it has.</summary>
public enum MetricKind
{
    /// <summary>A mean of values, with the interval over pages that fits their scale.</summary>
    Mean,

    /// <summary>A share of ones among ones and zeros: the mean of those.</summary>
    Share,

    /// <summary>
    /// A statistic of a confusion matrix, of all verdicts together: the BCa bootstrap over pages, unless it is a share of some of them.
    /// Models are compared by it with the page-swap test.
    /// </summary>
    MatrixStatistic,

    /// <summary>A quantile of values; no interval.</summary>
    Quantile,

    /// <summary>How many; no interval.</summary>
    Count,

    /// <summary>A number of the items as a whole, which no observation holds.</summary>
    RunLevel,
}

/// <summary>
/// All there is to know about a metric. Aggregation, rankings, objectives, comparison, gates, history and pages are queries over the table
/// of definitions, <see cref="MetricCatalog"/>.
/// </summary>
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

    /// <summary>Where its values lie.</summary>
    [JsonIgnore]
    public Scale Scale { get; } = new(Minimum ?? double.NegativeInfinity, Maximum ?? double.PositiveInfinity);

    /// <summary>How it comes out of what was observed.</summary>
    public required MetricKind Kind { get; init; }

    /// <summary>
    /// The measure that it is made of, one of <see cref="Measures"/> or of an answer or a ranking; null for what is of the run or of all
    /// verdicts.
    /// </summary>
    [JsonIgnore]
    public string? Measure { get; init; }

    /// <summary>
    /// Whether single questions have values of it, by which two models or two runs can be compared. Counts, quantiles, latencies and what
    /// takes several repeats of a question have none.
    /// </summary>
    [JsonIgnore]
    public bool IsByQuestion { get; init; }

    /// <summary>Whether it is a mean or share of values that single questions have, and not of all verdicts together.</summary>
    [JsonIgnore]
    public bool IsMean => IsByQuestion && Kind != MetricKind.MatrixStatistic;

    /// <summary>The roles whose models tell its numbers apart; empty for what is of retrieval or of the items.</summary>
    [JsonIgnore]
    public IReadOnlyList<ModelRole> Roles { get; init; } = [];

    /// <summary>The statistic of the confusion matrix; null for other kinds.</summary>
    [JsonIgnore]
    public Func<ConfusionMatrix, double?>? Statistic { get; init; }

    /// <summary>Its value of one ranking, null where that was cut too soon; null for what is no metric of rankings.</summary>
    [JsonIgnore]
    public Func<Ranking, double?>? OfRanking { get; init; }

    /// <summary>Which quantile, from 0 to 1; null for other kinds.</summary>
    [JsonIgnore]
    public double? Quantile { get; init; }

    /// <summary>Whether the models of its role may be ranked by it.</summary>
    [JsonIgnore]
    public bool Ranks { get; init; }

    /// <summary>Whether runs are compared by it unless others are named; these make up the family of tests.</summary>
    [JsonIgnore]
    public bool IsTested { get; init; }

    /// <summary>Its place among the columns of its role's table; the first ranks. Null where it is no column by default.</summary>
    [JsonIgnore]
    public int? Column { get; init; }

    /// <summary>Its place among the few that stand for their tier where tiers are shown side by side; null for others.</summary>
    [JsonIgnore]
    public int? Headline { get; init; }

    /// <summary>Whose number it is; null for what is of retrieval or of the items.</summary>
    [JsonIgnore]
    public ModelRole? Role => Roles.Count > 0 ? Roles[0] : null;

    /// <summary>Whether benchmark judges give a generator's number, so that it is averaged over judges.</summary>
    [JsonIgnore]
    public bool IsJudged => Roles is [ModelRole.Generation, ModelRole.BenchmarkJudge];

    /// <summary>Whether less is better.</summary>
    [JsonIgnore]
    public bool LowerIsBetter => Direction == MetricDirection.Lower;
}

/// <summary>A text in both languages.</summary>
/// <param name="English">In English.</param>
/// <param name="Russian">In Russian.</param>
public readonly record struct Wording(string English, string Russian);
