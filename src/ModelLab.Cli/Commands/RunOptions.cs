using System.CommandLine;
using System.Globalization;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Roles;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Results;

namespace ModelLab.Cli.Commands;

/// <summary>The flags of <c>run</c>.</summary>
internal sealed class RunOptions
{
    public const string DefaultOutput = "benchmarks/reports";

    private readonly Option<string> _tier = Flags.OneOf("--tier", "Which part to run", "all", [.. TierNames.All.Select(t => t.Flag()), "all"]);
    private readonly Option<string> _mode = Flags.OneOf("--mode", "How the data set was made", "synthetic", "synthetic", "manual");
    private readonly Option<string?> _dataset = new("--dataset") { Description = $"The data set [newest {DatasetFiles.Folder}/dataset_*.json]" };
    private readonly Option<string?> _manualDataset = new("--manual-dataset") { Description = "The data set of --mode manual [--dataset]" };
    private readonly Option<string?> _pipelineDataset = new("--judge-pipeline-dataset") { Description = $"The labelled data set [newest {DatasetFiles.Folder}/dataset_judge_pipeline_*.json]" };
    private readonly Option<int?> _limit = Flags.AtLeast<int?>("--limit", "The most questions taken from the data set [all]", 1);
    private readonly Option<string> _output = new("--output-dir") { Description = "Where results go", DefaultValueFactory = _ => DefaultOutput };
    private readonly Option<bool> _skipChecks = new("--skip-checks") { Description = "Do not check the models' access before the run" };
    private readonly Option<string> _judgeMode = Flags.OneOf("--judge-eval-mode", "Score only, or evidence, then score", "direct", "direct", "reasoned");
    private readonly Option<int> _consistencyRuns = Flags.AtLeast("--consistency-runs", "Generations per question; only the first is scored", 1, 1);
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

    private readonly Option<string?> _generationKey = new("--generation-api-key-var") { Description = "Variable with the key of bare generation models" };
    private readonly Option<string?> _generationUrl = new("--generation-api-url-var") { Description = "Variable with the endpoint of bare generation models" };
    private readonly Option<string?> _productionKey = new("--production-judge-api-key-var") { Description = "Variable with the key of bare production judges" };
    private readonly Option<string?> _judgeKey = new("--benchmark-judge-api-key-var") { Description = "Variable with the key of bare benchmark judges" };
    private readonly Option<string?> _judgeUrl = new("--benchmark-judge-base-url-var") { Description = "Variable with the endpoint of bare benchmark judges" };
    private readonly Option<string?> _prompts = new("--prompts") { Description = "A folder of prompt files that replace the built-in ones" };
    private readonly Option<double?> _generationTemperature = Flags.AtLeast<double?>("--generation-temperature", "Temperature of generators [0.7]", 0);
    private readonly Option<int?> _generationTokens = Flags.AtLeast<int?>("--generation-max-tokens", "The most output tokens of generators [200]", 1);
    private readonly Option<double?> _judgeTemperature = Flags.AtLeast<double?>("--judge-temperature", "Temperature of judges [0]", 0);
    private readonly Option<int?> _judgeTokens = Flags.AtLeast<int?>("--judge-max-tokens", "The most output tokens of judges [800]", 1);
    private readonly Option<int> _concurrency = Flags.AtLeast("--max-concurrency", "The most calls under way at one endpoint", 1, 16);
    private readonly Option<double> _timeout = Flags.AtLeast("--timeout", "Seconds that one attempt may take", 0.001, 60.0, most: 86_400);
    private readonly Option<int> _seed = Flags.AtLeast("--seed", "Seed of everything random", int.MinValue, 0);
    private readonly Option<string?> _lang = Flags.Lang();
    private readonly Option<bool> _json = new("--json") { Description = "Print the run as JSON in place of tables" };

    /// <summary>All flags, in the order of the help.</summary>
    public IEnumerable<Option> All =>
    [
        _tier, _mode, _dataset, _manualDataset, _pipelineDataset, _limit, _output, _skipChecks, _judgeMode, _consistencyRuns, .. _models, .. _sources,
        _generationKey, _generationUrl, _productionKey, _judgeKey, _judgeUrl, _prompts, _generationTemperature, _generationTokens, _judgeTemperature,
        _judgeTokens, _concurrency, _timeout, _seed, _lang, _json,
    ];

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    public Language Language(ParseResult parsed, CultureInfo user) => Runs.Results.Language.Of(parsed.GetValue(_lang), user);

    public SweepRequest Read(ParseResult parsed, Language language)
    {
        var tier = parsed.GetRequiredValue(_tier);
        return new SweepRequest
        {
            Tiers = tier == "all" ? TierNames.All : [TierNames.All.Single(t => t.Flag() == tier)],
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
                parsed.GetValue(_generationKey), parsed.GetValue(_generationUrl), parsed.GetValue(_productionKey), parsed.GetValue(_judgeKey), parsed.GetValue(_judgeUrl)),
            PromptsDirectory = parsed.GetValue(_prompts),
            Generation = new Sampling(parsed.GetValue(_generationTemperature) ?? RoleSettings.DefaultGeneration.Temperature, parsed.GetValue(_generationTokens) ?? RoleSettings.DefaultGeneration.MaxTokens),
            Judging = new Sampling(parsed.GetValue(_judgeTemperature) ?? RoleSettings.DefaultJudging.Temperature, parsed.GetValue(_judgeTokens) ?? RoleSettings.DefaultJudging.MaxTokens),
            MaxConcurrency = parsed.GetValue(_concurrency),
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout)),
            Seed = parsed.GetValue(_seed),
            Language = language,
        };
    }

    private static Dictionary<ModelRole, IReadOnlyList<string>> ByRole(ParseResult parsed, Option<string?>[] options)
    {
        ModelRole[] roles = [ModelRole.Generation, ModelRole.BenchmarkJudge, ModelRole.ProductionJudge];
        return roles.Zip(options, (role, option) => (role, list: parsed.GetValue(option))).Where(r => r.list is not null)
            .ToDictionary(r => r.role, IReadOnlyList<string> (r) => r.list!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
