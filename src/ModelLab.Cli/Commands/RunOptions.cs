using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using ModelLab.Core;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Analyses;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary>The gates of a run.</summary>
/// <param name="Values">What its metrics have to reach.</param>
/// <param name="Strict">Whether an inconclusive gate ends with a code of its own.</param>
internal sealed record RunGates(IReadOnlyList<ValueGate> Values, bool Strict)
{
    public static RunGates None { get; } = new([], Strict: false);
}

/// <summary>The flags of <c>run</c>.</summary>
internal sealed class RunOptions
{
    public const string DefaultOutput = "benchmarks/reports";

    private readonly Option<string> _tier = Flags.SomeOf(
        "--tier",
        "Which parts to run",
        "all",
        [.. TierNames.All.Select(t => t.Flag()), "all"]
    );
    private readonly Option<string> _mode = Flags.OneOf("--mode", "How the data set was made", "synthetic", "synthetic", "manual");
    private readonly Option<string?> _dataset = new("--dataset")
    {
        Description = $"The data set [newest {DatasetFiles.Folder}/dataset_*.json]",
    };
    private readonly Option<string?> _manualDataset = new("--manual-dataset") { Description = "The data set of --mode manual [--dataset]" };
    private readonly Option<string?> _pipelineDataset = new("--judge-pipeline-dataset")
    {
        Description = $"The labelled data set [newest {DatasetFiles.Folder}/dataset_judge_pipeline_*.json]",
    };
    private readonly Option<int?> _limit = Flags.WholeIfAny("--limit", "The most questions taken from the data set [all]", 1);
    private readonly Option<string> _output = new("--output-dir")
    {
        Description = "Where results go",
        DefaultValueFactory = _ => DefaultOutput,
    };
    private readonly Option<bool> _skipChecks = new("--skip-checks") { Description = "Do not check the models' access before the run" };
    private readonly Option<string> _judgeMode = Flags.OneOf(
        "--judge-eval-mode",
        "Score only, or evidence, then score",
        "direct",
        "direct",
        "reasoned"
    );
    private readonly Option<int> _consistencyRuns = Flags.AtLeast(
        "--consistency-runs",
        "Generations per question; only the first is scored",
        1,
        1
    );
    private readonly Option<string?>[] _models =
    [
        new("--generation-models") { Description = "Generation models, separated by commas" },
        new("--judge-models") { Description = "Benchmark judges, separated by commas" },
        new("--production-judge-models") { Description = "Production judges, separated by commas" },
    ];

    private readonly Option<string?>[] _sources =
    [
        new("--generation-model-source") { Description = "Providers whose <NAME>_GEN_MODELS are taken" },
        new("--judge-model-source") { Description = "Providers whose <NAME>_BM_JUDGE_MODELS are taken" },
        new("--production-judge-model-source") { Description = "Providers whose <NAME>_JUDGE_MODELS are taken" },
    ];

    private readonly Option<string?> _generationKey = new("--generation-api-key-var")
    {
        Description = "Variable with the key of bare generation models",
    };
    private readonly Option<string?> _generationUrl = new("--generation-api-url-var")
    {
        Description = "Variable with the endpoint of bare generation models",
    };
    private readonly Option<string?> _productionKey = new("--production-judge-api-key-var")
    {
        Description = "Variable with the key of bare production judges",
    };
    private readonly Option<string?> _judgeKey = new("--benchmark-judge-api-key-var")
    {
        Description = "Variable with the key of bare benchmark judges",
    };
    private readonly Option<string?> _judgeUrl = new("--benchmark-judge-base-url-var")
    {
        Description = "Variable with the endpoint of bare benchmark judges",
    };
    private readonly Option<string?> _prompts = new("--prompts")
    {
        Description = "A folder of prompt files that replace the built-in ones",
    };
    private readonly Option<double?> _generationTemperature = Flags.NumberIfAny(
        "--generation-temperature",
        "Temperature of generators [0.7]",
        0
    );
    private readonly Option<int?> _generationTokens = Flags.WholeIfAny(
        "--generation-max-tokens",
        "The most output tokens of generators [200]",
        1
    );
    private readonly Option<double?> _judgeTemperature = Flags.NumberIfAny("--judge-temperature", "Temperature of judges [0]", 0);
    private readonly Option<int?> _judgeTokens = Flags.WholeIfAny("--judge-max-tokens", "The most output tokens of judges [800]", 1);
    private readonly Option<string> _intrinsic = Flags.OneOf(
        "--intrinsic-vectors",
        "Which vectors tier 0 measures",
        "questions",
        "questions",
        "chunks"
    );
    private readonly Option<int> _topK = Flags.AtLeast("--top-k", "How many chunks are retrieved", 1, 10);
    private readonly Option<int> _contextTopK = Flags.AtLeast(
        "--context-top-k",
        "How many of them make up the context of an answer in tier 3",
        1,
        1
    );
    private readonly Option<string?> _knowledgeBase = new("--knowledge-base", "--database")
    {
        Description = "A .jsonl or .db file, or postgres://… [the one beside the data set, else POSTGRES_*]",
    };
    private readonly Option<string?> _embeddingModel = new("--embedding-model")
    {
        Description = "builtin:lexical, onnx:FOLDER or provider:model [EMBEDDING_MODEL_PATH, else builtin:lexical]",
    };
    private readonly Option<bool> _approximate = new("--approximate")
    {
        Description = "Let a database answer from an HNSW index, which may miss some neighbours",
    };
    private readonly Option<string?> _sessions = new("--sessions")
    {
        Description = "Conversations of tier ux: items with session_id, or {\"questions\": […]} [those of the data set]",
    };
    private readonly Option<double> _cacheThreshold = Flags.AtLeast(
        "--cache-threshold",
        "The cosine above which a past question is taken for the same",
        -1,
        0.85
    );
    private readonly Option<bool> _analyzeUtilization = new("--analyze-utilization")
    {
        Description = "Also find which chunks are retrieved, how often, and which never",
    };
    private readonly Option<string> _utilizationSource = Flags.OneOf(
        "--utilization-questions-source",
        "For it: questions of the data set or past questions",
        "synthetic",
        "synthetic",
        "real"
    );
    private readonly Option<int> _utilizationLimit = Flags.AtLeast(
        "--utilization-question-limit",
        "For it: at most so many questions",
        1,
        500
    );
    private readonly Option<int> _utilizationTopK = Flags.AtLeast("--utilization-top-k", "For it: chunks retrieved per question", 1, 10);
    private readonly Option<bool> _analyzeTopics = new("--analyze-topics")
    {
        Description = "Also find the topics of past questions and how well the chunks cover them",
    };
    private readonly Option<int> _topicsLimit = Flags.AtLeast("--topics-question-limit", "For it: at most so many past questions", 1, 2000);
    private readonly Option<int> _topicsCount = Flags.AtLeast("--topics-count", "For it: topics to look for", 1, 20);
    private readonly Option<int> _topicsTopK = Flags.AtLeast("--topics-top-k", "For it: chunks retrieved per question", 1, 5);
    private readonly Option<bool> _analyzeDomain = new("--analyze-domain")
    {
        Description = "Also find how users write: scores, words, slang",
    };
    private readonly Option<int> _domainLimit = Flags.AtLeast("--domain-limit", "For it: at most so many past questions", 1, 5000);
    private readonly Option<string?> _rubrics = new("--rubrics")
    {
        Description = "What judges score in tier 2: faithfulness, answer_relevance, answer_correctness [all three]",
    };
    private readonly Option<int> _concurrency = Flags.AtLeast("--max-concurrency", "The most calls under way at one endpoint", 1, 256);
    private readonly Option<bool> _stream = new("--stream") { Description = "Stream replies, to learn the time to the first token" };
    private readonly Option<double?> _budget = Flags.NumberIfAny(
        "--budget",
        "The most this command may spend, in the currency of the prices [no cap]",
        0
    );
    private readonly Option<string?> _pricing = new("--pricing") { Description = "The prices [benchmarks/pricing.json]" };
    private readonly Option<string?> _baselines = new("--baselines")
    {
        Description = $"The values that a good system reaches [{BaselineFile.Default}, else the built-in ones]",
    };
    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Say what would be called, what it would cost and what is known already; call nothing",
    };
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Make every call anew, whatever the journal holds" };
    private readonly Option<string[]> _refresh = new("--refresh")
    {
        Description = "A role whose calls are made anew: generation, judge or production_judge; may be repeated",
    };
    private readonly Option<bool> _retryErrors = new("--retry-errors")
    {
        Description = "Ask again where the journal holds a refusal or a final error",
    };
    private readonly Option<bool> _new = new("--new") { Description = "Begin a new run even if an equal one is unfinished" };
    private readonly Option<double> _timeout = Flags.AtLeast("--timeout", "Seconds that one attempt may take", 0.001, 60.0, most: 86_400);
    private readonly Option<int> _seed = Flags.AtLeast("--seed", "Seed of everything random", int.MinValue, 0);
    private readonly Option<string[]> _failUnder = new("--fail-under")
    {
        Description =
            "METRIC=VALUE: exit code 1 where the metric of an ok combination is surely below the value (above it where less is better), such as tier_2.avg_faithfulness=4.5; may be repeated",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<bool> _strict = Flags.Strict();
    private readonly Option<string?> _shortlistFrom = new("--shortlist-from")
    {
        Description =
            "An earlier run (id, file or latest): roles that no flag names take its models that may be the best, on other questions",
    };
    private readonly Option<int?> _shortlistTop = Flags.WholeIfAny(
        "--shortlist-top",
        "For it: the best N of each role in place of all that may be the best",
        1
    );
    private readonly Option<bool> _reuseShortlistQuestions = new("--reuse-shortlist-questions")
    {
        Description = "For it: ask the questions that chose the models again, which flatters them",
    };
    private readonly Option<bool> _race = new("--race")
    {
        Description = "Drop generators and production judges as soon as another is shown to be better; benchmark judges do not race",
    };
    private readonly Option<int?> _raceBatch = Flags.WholeIfAny(
        "--race-batch",
        $"For it: source pages that all survivors are asked about at a time [{RaceSpec.DefaultBatchPages}]",
        1
    );
    private readonly Option<string?> _lang = Flags.Lang();
    private readonly Option<string> _logLevel = Flags.OneOf(
        "--log-level",
        "What is logged to standard error",
        "warning",
        "trace",
        "debug",
        "information",
        "warning",
        "error",
        "none"
    );
    private readonly Option<bool> _json = new("--json") { Description = "Print the run as JSON in place of tables" };

    /// <summary>All flags, in the order of the help.</summary>
    public IEnumerable<Option> All =>
        [
            _tier,
            _mode,
            _dataset,
            _manualDataset,
            _pipelineDataset,
            _limit,
            _output,
            _skipChecks,
            _judgeMode,
            _consistencyRuns,
            .. _models,
            .. _sources,
            _generationKey,
            _generationUrl,
            _productionKey,
            _judgeKey,
            _judgeUrl,
            _prompts,
            _generationTemperature,
            _generationTokens,
            _judgeTemperature,
            _judgeTokens,
            _intrinsic,
            _topK,
            _contextTopK,
            _knowledgeBase,
            _embeddingModel,
            _approximate,
            _sessions,
            _cacheThreshold,
            _analyzeUtilization,
            _utilizationSource,
            _utilizationLimit,
            _utilizationTopK,
            _analyzeTopics,
            _topicsLimit,
            _topicsCount,
            _topicsTopK,
            _analyzeDomain,
            _domainLimit,
            _rubrics,
            _concurrency,
            _stream,
            _budget,
            _pricing,
            _baselines,
            _dryRun,
            _noCache,
            _refresh,
            _retryErrors,
            _new,
            _timeout,
            _shortlistFrom,
            _shortlistTop,
            _reuseShortlistQuestions,
            _race,
            _raceBatch,
            _seed,
            _failUnder,
            _strict,
            _lang,
            _logLevel,
            _json,
        ];

    public LogLevel LogLevel(ParseResult parsed) => Enum.Parse<LogLevel>(parsed.GetRequiredValue(_logLevel), ignoreCase: true);

    public bool DryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    public RunGates Gates(ParseResult parsed, SweepRequest request)
    {
        var gates = (parsed.GetValue(_failUnder) ?? []).Select(ValueGate.Parse).ToList();
        foreach (var gate in gates)
            gate.RequireTier(request.Tiers);
        return new RunGates(gates, parsed.GetValue(_strict));
    }

    public Language Language(ParseResult parsed, CultureInfo user) => Records.Vocabulary.Language.Of(parsed.GetValue(_lang), user);

    public SweepRequest Read(ParseResult parsed, Language language)
    {
        var tiers = Split(parsed.GetRequiredValue(_tier));
        return new SweepRequest
        {
            Tiers = tiers.Contains("all") ? TierNames.All : [.. TierNames.All.Where(t => tiers.Contains(t.Flag()))],
            Manual = parsed.GetRequiredValue(_mode) == "manual",
            Dataset = parsed.GetValue(_dataset),
            ManualDataset = parsed.GetValue(_manualDataset),
            JudgePipelineDataset = parsed.GetValue(_pipelineDataset),
            Limit = parsed.GetValue(_limit),
            OutputDirectory = parsed.GetRequiredValue(_output),
            SkipChecks = parsed.GetValue(_skipChecks),
            JudgeEvalMode = parsed.GetRequiredValue(_judgeMode) == "reasoned" ? JudgeEvalMode.Reasoned : JudgeEvalMode.Direct,
            ConsistencyRuns = parsed.GetValue(_consistencyRuns),
            Models = ByRole(parsed, _models),
            Sources = ByRole(parsed, _sources),
            Variables = new KeyVariableOverrides(
                parsed.GetValue(_generationKey),
                parsed.GetValue(_generationUrl),
                parsed.GetValue(_productionKey),
                parsed.GetValue(_judgeKey),
                parsed.GetValue(_judgeUrl)
            ),
            PromptsDirectory = parsed.GetValue(_prompts),
            Generation = new Sampling(
                parsed.GetValue(_generationTemperature) ?? Sampling.OfGenerators.Temperature,
                parsed.GetValue(_generationTokens) ?? Sampling.OfGenerators.MaxTokens
            ),
            Judging = new Sampling(
                parsed.GetValue(_judgeTemperature) ?? Sampling.OfJudges.Temperature,
                parsed.GetValue(_judgeTokens) ?? Sampling.OfJudges.MaxTokens
            ),
            IntrinsicOfChunks = parsed.GetRequiredValue(_intrinsic) == "chunks",
            TopK = parsed.GetValue(_topK),
            ContextTopK = parsed.GetValue(_contextTopK),
            KnowledgeBase = parsed.GetValue(_knowledgeBase),
            EmbeddingModel = parsed.GetValue(_embeddingModel),
            Approximate = parsed.GetValue(_approximate),
            SessionsFile = parsed.GetValue(_sessions),
            CacheThreshold = parsed.GetValue(_cacheThreshold),
            Analyses = Analyses(parsed),
            Rubrics = Rubrics(parsed),
            MaxConcurrency = parsed.GetValue(_concurrency),
            Stream = parsed.GetValue(_stream),
            Budget = (decimal?)parsed.GetValue(_budget),
            PricingFile = parsed.GetValue(_pricing),
            BaselinesFile = parsed.GetValue(_baselines),
            Refresh = Refreshed(parsed),
            RetryErrors = parsed.GetValue(_retryErrors),
            StartNew = parsed.GetValue(_new),
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout)),
            Shortlist = Shortlist(parsed),
            Race = Race(parsed),
            Seed = parsed.GetValue(_seed),
            Language = language,
        };
    }

    private ShortlistRequest? Shortlist(ParseResult parsed)
    {
        var (top, reuse) = (parsed.GetValue(_shortlistTop), parsed.GetValue(_reuseShortlistQuestions));
        if (parsed.GetValue(_shortlistFrom) is { } run)
            return new ShortlistRequest(run, top, reuse);
        if (top is null && !reuse)
            return null;
        throw new BadInputException(
            $"{(top is null ? "--reuse-shortlist-questions" : "--shortlist-top")}: there is no shortlist: give --shortlist-from RUN too"
        );
    }

    private RaceSpec? Race(ParseResult parsed)
    {
        var batch = parsed.GetValue(_raceBatch);
        if (parsed.GetValue(_race))
            return new RaceSpec(batch ?? RaceSpec.DefaultBatchPages);
        return batch is null ? null : throw new BadInputException("--race-batch: there is no race: give --race too");
    }

    private AnalysisRequest Analyses(ParseResult parsed)
    {
        var seed = parsed.GetValue(_seed);
        var source = parsed.GetRequiredValue(_utilizationSource) == "real" ? QuestionsSource.Real : QuestionsSource.Synthetic;
        return new AnalysisRequest(
            parsed.GetValue(_analyzeUtilization)
                ? new UtilizationOptions(
                    source,
                    QuestionLimit: parsed.GetValue(_utilizationLimit),
                    TopK: parsed.GetValue(_utilizationTopK),
                    Seed: seed
                )
                : null,
            parsed.GetValue(_analyzeTopics)
                ? new TopicOptions(
                    QuestionLimit: parsed.GetValue(_topicsLimit),
                    Topics: parsed.GetValue(_topicsCount),
                    TopK: parsed.GetValue(_topicsTopK),
                    Seed: seed
                )
                : null,
            parsed.GetValue(_analyzeDomain) ? new DomainOptions(Limit: parsed.GetValue(_domainLimit), Seed: seed) : null
        );
    }

    private IReadOnlyList<Rubric> Rubrics(ParseResult parsed)
    {
        if (parsed.GetValue(_rubrics) is not { } list)
            return Measures.Tier2Rubrics;
        var names = Split(list);
        if (names.FirstOrDefault(n => Measures.Tier2Rubrics.All(r => Measures.Of(r) != n)) is { } unknown)
            throw new BadInputException(
                $"--rubrics: '{unknown}' is unknown: give {string.Join(", ", Measures.Tier2Rubrics.Select(Measures.Of))}"
            );
        return names.Length == 0
            ? throw new BadInputException("--rubrics: names none")
            : [.. Measures.Tier2Rubrics.Where(r => names.Contains(Measures.Of(r)))];
    }

    private ModelRole[] Refreshed(ParseResult parsed)
    {
        var roles = Enum.GetValues<ModelRole>();
        if (parsed.GetValue(_noCache))
            return roles;
        return
        [
            .. (parsed.GetValue(_refresh) ?? [])
                .SelectMany(Split)
                .Select(name =>
                    roles.Where(r => Names.Of(r) == name).Cast<ModelRole?>().FirstOrDefault()
                    ?? throw new BadInputException($"--refresh: '{name}' is unknown: give {string.Join(", ", roles.Select(Names.Of))}")
                )
                .Distinct(),
        ];
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Dictionary<ModelRole, IReadOnlyList<string>> ByRole(ParseResult parsed, Option<string?>[] options)
    {
        ModelRole[] roles = [ModelRole.Generation, ModelRole.BenchmarkJudge, ModelRole.ProductionJudge];
        return roles
            .Zip(options, (role, option) => (role, list: parsed.GetValue(option)))
            .Where(r => r.list is not null)
            .ToDictionary(r => r.role, IReadOnlyList<string> (r) => Split(r.list!));
    }
}
