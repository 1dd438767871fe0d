using System.Globalization;
using System.Text.Json.Serialization;
using ModelLab.Core;
using ModelLab.Core.Judging;
using ModelLab.Records.Deciding;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Reading;

/// <summary>How far a run is.</summary>
public enum RunState
{
    /// <summary>All files are written.</summary>
    Finished,

    /// <summary>A process works on it.</summary>
    Running,

    /// <summary>Its process ended without a word: it was killed, or the machine went down. The same command goes on from there.</summary>
    Stopped,

    /// <summary>It was stopped by its user.</summary>
    Interrupted,

    /// <summary>It stopped at its budget.</summary>
    BudgetReached,

    /// <summary>It ended with a fault.</summary>
    Failed,

    /// <summary>A file of it cannot be read.</summary>
    Damaged,
}

/// <summary>A run in the list of an output directory. What the file lacks is null, and lists are empty.</summary>
public sealed record RunEntry
{
    /// <summary>The version of the shape that this program writes.</summary>
    public const string CurrentSchema = "3.0";

    /// <summary>The head of a run of this program, as far as its detail file tells.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="state">How far it is.</param>
    /// <param name="started">When it started.</param>
    /// <param name="spec">What was chosen.</param>
    /// <param name="fingerprint">What makes it comparable.</param>
    /// <param name="excluded">How many models could not be called.</param>
    /// <param name="detailFile">Its detail file.</param>
    public static RunEntry Of(
        string id,
        RunState state,
        DateTimeOffset started,
        SweepSpec spec,
        Fingerprint fingerprint,
        int excluded,
        string? detailFile
    ) =>
        new()
        {
            Id = id,
            State = state,
            Timestamp = started,
            SchemaVersion = CurrentSchema,
            DatasetFile = spec.DatasetFile ?? spec.JudgePipelineFile,
            DatasetType = spec.Mode,
            Fingerprint = fingerprint.Hash,
            JudgeEvalMode = Names.Of(spec.JudgeEvalMode),
            ConsistencyRuns = spec.ConsistencyRuns,
            EmbeddingModel = spec.EmbeddingModel,
            Generators = spec.Models.Generators,
            Judges = spec.Models.Judges,
            Deciders = spec.Models.Deciders,
            Tiers = [.. spec.Tiers.Select(t => t.FileName())],
            Combinations =
                Math.Max(1, spec.Models.Generators.Count) * Math.Max(1, spec.Models.Judges.Count) * Math.Max(1, spec.Models.Deciders.Count),
            ExcludedModels = excluded,
            DatabaseFile = detailFile,
        };

    /// <summary>A run of which nothing but a file's name can be read.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="problem">What is wrong with the file.</param>
    internal static RunEntry Damaged(string id, BadInputException problem) =>
        new()
        {
            Id = id,
            State = RunState.Damaged,
            Problem = problem.Message,
            Timestamp = DateTime.TryParseExact(
                id.Length < IdTime.Length ? id : id[..IdTime.Length],
                IdTime,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeLocal,
                out var started
            )
                ? new DateTimeOffset(started)
                : null,
        };

    private const string IdTime = "yyyyMMdd_HHmmss";

    /// <summary>
    /// What names the run in addresses: its id; made from its content where a file of schema 2.0 has none, and unique in the directory.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>How far it is.</summary>
    public RunState State { get; init; } = RunState.Finished;

    /// <summary>Which file cannot be read, why, and what to do, in one line; null unless the run is damaged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The last time an unfinished run wrote something, UTC.</summary>
    public DateTimeOffset? Heartbeat { get; init; }

    /// <summary>The version of the element's shape: <c>3.0</c>, or <c>2.0</c> of the Python tool.</summary>
    public string? SchemaVersion { get; init; }

    /// <summary>The data set's file as it was named.</summary>
    public string? DatasetFile { get; init; }

    /// <summary><c>synthetic</c>, <c>manual</c>, or what a 2.0 file says.</summary>
    public string? DatasetType { get; init; }

    /// <summary>Runs of equal fingerprints differ in models alone.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Who made it.</summary>
    public string? Author { get; init; }

    /// <summary>The branch of the working directory.</summary>
    public string? GitBranch { get; init; }

    /// <summary>Its commit.</summary>
    public string? GitCommit { get; init; }

    /// <summary><c>direct</c> or <c>reasoned</c>.</summary>
    public string? JudgeEvalMode { get; init; }

    /// <summary>Generations per question.</summary>
    public int? ConsistencyRuns { get; init; }

    /// <summary>The embedder as it was named.</summary>
    public string? EmbeddingModel { get; init; }

    /// <summary>The run's own verdict, e.g. of a gate.</summary>
    public string? OverallStatus { get; init; }

    /// <summary>Generation models, in flag order.</summary>
    public IReadOnlyList<string> Generators { get; init; } = [];

    /// <summary>Benchmark judges, in flag order.</summary>
    public IReadOnlyList<string> Judges { get; init; } = [];

    /// <summary>Production judges, in flag order.</summary>
    public IReadOnlyList<string> Deciders { get; init; } = [];

    /// <summary>Tiers with numbers, by their names in files.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>Combinations of models.</summary>
    public int Combinations { get; init; }

    /// <summary>Models that could not be called.</summary>
    public int ExcludedModels { get; init; }

    /// <summary>What all calls cost by currency; empty when no price is known.</summary>
    public IReadOnlyDictionary<string, decimal> Costs { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Models that were asked and whose cost is unknown.</summary>
    public int UnpricedModels { get; init; }

    /// <summary>What came out for each role, as the run was written.</summary>
    public IReadOnlyList<RunVerdict> Verdicts { get; init; } = [];

    /// <summary>What a person calls it and says of it; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunLabel? Label { get; init; }

    /// <summary>Analyses beside the tiers, by their fields: <c>utilization_metrics</c> ….</summary>
    public IReadOnlyList<string> Analyses { get; init; } = [];

    /// <summary>Whether items, answers and observations can be shown: there is a detail file.</summary>
    public bool HasDatabase => DatabaseFile is not null;

    /// <summary>Whether its own JSON is written, which comes last; true for a run that has no detail file to make numbers of.</summary>
    [JsonIgnore]
    public bool IsComplete => JsonFile is not null || DatabaseFile is null;

    /// <summary>Which of its files tells the run from every other, in whatever directory.</summary>
    [JsonIgnore]
    public string Location => DatabaseFile ?? JsonFile ?? Id;

    /// <summary>All models named.</summary>
    public IEnumerable<string> Models => Generators.Concat(Judges).Concat(Deciders);

    /// <summary>The detail file <c>rag_benchmark_ID.db</c>, or null.</summary>
    internal string? DatabaseFile { get; init; }

    /// <summary><c>rag_benchmark_ID.json</c>, or null.</summary>
    internal string? JsonFile { get; init; }

    /// <summary>Where the registry has it; null for a run that is not in it.</summary>
    internal RegistrySpan? Span { get; init; }
}

/// <summary>What came out for a role, in the words of files.</summary>
/// <param name="Role">The role.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Model">The pick, else who leads for now; null without one.</param>
public sealed record RunVerdict(string Role, string Verdict, string? Model);

/// <summary>A stretch of the registry file.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Hash">The SHA-256 of these bytes, hex.</param>
internal sealed record RegistrySpan(int Start, int Length, string Hash);
