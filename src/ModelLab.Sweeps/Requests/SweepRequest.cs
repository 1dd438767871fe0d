using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Deciding;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Requests;

/// <summary>What a user asks for: the flags of <c>run</c>, before files are read and models are looked up.</summary>
public sealed record SweepRequest
{
    /// <summary>The chosen tiers.</summary>
    public required IReadOnlyList<Tier> Tiers { get; init; }

    /// <summary>Whether the data set was annotated by hand.</summary>
    public bool Manual { get; init; }

    /// <summary>The data set; null for the newest.</summary>
    public string? Dataset { get; init; }

    /// <summary>The data set of manual mode; null for <see cref="Dataset"/>.</summary>
    public string? ManualDataset { get; init; }

    /// <summary>The judge-pipeline data set; null for the newest.</summary>
    public string? JudgePipelineDataset { get; init; }

    /// <summary>The most questions; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Where results go.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Whether models are used without being checked first.</summary>
    public bool SkipChecks { get; init; }

    /// <summary>Whether judges reason before they score.</summary>
    public JudgeEvalMode JudgeEvalMode { get; init; }

    /// <summary>Generations per question.</summary>
    public int ConsistencyRuns { get; init; } = 1;

    /// <summary>Model names by role, as given; a missing role falls back to its source flag, then to its variable.</summary>
    public IReadOnlyDictionary<ModelRole, IReadOnlyList<string>> Models { get; init; } = new Dictionary<ModelRole, IReadOnlyList<string>>();

    /// <summary>Providers by role whose listed models are taken.</summary>
    public IReadOnlyDictionary<ModelRole, IReadOnlyList<string>> Sources { get; init; } =
        new Dictionary<ModelRole, IReadOnlyList<string>>();

    /// <summary>Variables that replace a role's own.</summary>
    public KeyVariableOverrides Variables { get; init; } = new();

    /// <summary>A folder of prompt files that replace the built-in ones; null for none.</summary>
    public string? PromptsDirectory { get; init; }

    /// <summary>Sampling of generators.</summary>
    public Sampling Generation { get; init; } = Sampling.OfGenerators;

    /// <summary>Sampling of judges.</summary>
    public Sampling Judging { get; init; } = Sampling.OfJudges;

    /// <summary>What benchmark judges score in Tier 2.</summary>
    public IReadOnlyList<Rubric> Rubrics { get; init; } = Measures.Tier2Rubrics;

    /// <summary>The knowledge base; null for the one beside the data set.</summary>
    public string? KnowledgeBase { get; init; }

    /// <summary>Whether a database may answer from an index that misses some neighbours.</summary>
    public bool Approximate { get; init; }

    /// <summary>The embedder; null for the variable <c>EMBEDDING_MODEL_PATH</c>, else the built-in lexical one.</summary>
    public string? EmbeddingModel { get; init; }

    /// <summary>Whether tier 0 measures the chunks' vectors in place of the questions'.</summary>
    public bool IntrinsicOfChunks { get; init; }

    /// <summary>How many chunks are retrieved.</summary>
    public int TopK { get; init; } = 10;

    /// <summary>How many of them make up the context of an answer.</summary>
    public int ContextTopK { get; init; } = 1;

    /// <summary>The cosine above which a past question is taken for the same.</summary>
    public double CacheThreshold { get; init; } = 0.85;

    /// <summary>A file of sessions; null for those of the data set.</summary>
    public string? SessionsFile { get; init; }

    /// <summary>Analyses made beside the tiers.</summary>
    public AnalysisRequest Analyses { get; init; } = AnalysisRequest.None;

    /// <summary>The most calls under way at one endpoint.</summary>
    public int MaxConcurrency { get; init; } = 256;

    /// <summary>Whether replies are streamed, so that the time to the first token is known.</summary>
    public bool Stream { get; init; }

    /// <summary>The most that may be spent, in the currency of the prices; null for no cap.</summary>
    public decimal? Budget { get; init; }

    /// <summary>The prices; null for <c>benchmarks/pricing.json</c>, which need not exist.</summary>
    public string? PricingFile { get; init; }

    /// <summary>The baselines; null for <c>benchmarks/baselines.json</c>, which need not exist.</summary>
    public string? BaselinesFile { get; init; }

    /// <summary>Roles whose calls are made anew whatever the journal holds.</summary>
    public IReadOnlyCollection<ModelRole> Refresh { get; init; } = [];

    /// <summary>Whether final errors and refusals in the journal are asked again.</summary>
    public bool RetryErrors { get; init; }

    /// <summary>Whether an unfinished run of equal spec is left alone.</summary>
    public bool StartNew { get; init; }

    /// <summary>Whether a new run begins: what an unfinished one holds would not be asked again.</summary>
    public bool AsksAnew => StartNew || RetryErrors || Refresh.Count > 0;

    /// <summary>The longest one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How calls are retried.</summary>
    public RetryOptions Retry { get; init; } = RetryOptions.Default;

    /// <summary>The earlier run that chooses the models of roles which no flag names; null for none.</summary>
    public ShortlistRequest? Shortlist { get; init; }

    /// <summary>How models race; null when every model answers everything.</summary>
    public RaceSpec? Race { get; init; }

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; }

    /// <summary>The language of the report.</summary>
    public Language Language { get; init; } = Language.English;
}
