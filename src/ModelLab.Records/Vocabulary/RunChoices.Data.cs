using System.Globalization;
using System.Text.Json.Serialization;

namespace ModelLab.Records.Vocabulary;

// Which parts are run, on which data.
public abstract partial record RunChoices
{
    private const string Manual = "manual";
    private const string Synthetic = "synthetic";

    /// <summary>The chosen tiers, in the order they are shown.</summary>
    public required IReadOnlyList<Tier> Tiers { get; init; }

    /// <summary><c>synthetic</c> or <c>manual</c>.</summary>
    public string Mode { get; init; } = Synthetic;

    /// <summary>Whether the data set was annotated by hand.</summary>
    [JsonIgnore]
    public bool IsManual => Mode == Manual;

    /// <summary>The data set as it was asked for; null for the newest.</summary>
    [JsonIgnore]
    public string? Dataset { get; init; }

    /// <summary>The data set of manual mode as it was asked for; null for <see cref="Dataset"/>.</summary>
    [JsonIgnore]
    public string? ManualDataset { get; init; }

    /// <summary>The judge-pipeline data set as it was asked for; null for the newest.</summary>
    [JsonIgnore]
    public string? JudgePipelineDataset { get; init; }

    /// <summary>The most questions taken from the data set; null for all.</summary>
    public int? Limit { get; init; }

    internal static IEnumerable<Flag<RunChoices>> DataFlags =>
        [
            Flag.WordList<RunChoices>(
                "--tier",
                "Which parts to run",
                "all",
                [.. TierNames.All.Select(t => t.Flag()), "all"],
                (c, words) =>
                    c with
                    {
                        Tiers = words.Contains("all") ? TierNames.All : [.. TierNames.All.Where(t => words.Contains(t.Flag()))],
                    }
            ) with
            {
                Write = s => s.Tiers.Count == TierNames.All.Count ? null : Written(s.Tiers),
                Part = new("tiers", s => Written(s.Tiers), "tiers (--tier)", "части (--tier)"),
            },
            Flag.Word<RunChoices>(
                "--mode",
                "How the data set was made",
                Synthetic,
                [Synthetic, Manual],
                (c, mode) => c with { Mode = mode }
            ) with
            {
                Write = s => Flag.Unless(s.Mode, Synthetic),
            },
            Flag.Text<RunChoices>(
                "--dataset",
                "The data set [newest benchmarks/data/dataset_*.json]",
                (c, file) => c with { Dataset = file }
            ) with
            {
                Write = s => s.IsManual ? null : s.DatasetFile,
            },
            Flag.Text<RunChoices>(
                "--manual-dataset",
                "The data set of --mode manual [--dataset]",
                (c, file) => c with { ManualDataset = file }
            ) with
            {
                Write = s => s.IsManual ? s.DatasetFile : null,
            },
            Flag.Text<RunChoices>(
                "--judge-pipeline-dataset",
                "The labelled data set [newest benchmarks/data/dataset_judge_pipeline_*.json]",
                (c, file) => c with { JudgePipelineDataset = file }
            ) with
            {
                Write = s => s.JudgePipelineFile,
            },
            Flag.Whole<RunChoices>(
                "--limit",
                "The most questions taken from the data set [all]",
                1,
                null,
                (c, limit) => c with { Limit = limit }
            ) with
            {
                Write = s => s.Limit?.ToString(CultureInfo.InvariantCulture),
                Part = new("limit", s => FingerprintPart.Write(s.Limit), "limit (--limit)", "лимит (--limit)"),
            },
        ];

    private static string Written(IReadOnlyList<Tier> tiers) => string.Join(',', tiers.Select(t => t.Flag()));
}
