using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Requests;

// Which models are asked, and with which keys.
public sealed partial record SweepRequest
{
    /// <summary>Model names by role, as given; a missing role falls back to its source flag, then to its variable.</summary>
    public IReadOnlyDictionary<ModelRole, IReadOnlyList<string>> Models { get; init; } = new Dictionary<ModelRole, IReadOnlyList<string>>();

    /// <summary>Providers by role whose listed models are taken.</summary>
    public IReadOnlyDictionary<ModelRole, IReadOnlyList<string>> Sources { get; init; } =
        new Dictionary<ModelRole, IReadOnlyList<string>>();

    /// <summary>Variables that replace a role's own.</summary>
    public KeyVariableOverrides Variables { get; init; } = new();

    /// <summary>The models file; null for <c>benchmarks/models.json</c>, which need not exist.</summary>
    public string? ModelsFile { get; init; }

    /// <summary>A folder of prompt files that replace the built-in ones; null for none.</summary>
    public string? PromptsDirectory { get; init; }

    internal static IEnumerable<Flag<SweepRequest>> ModelFlags =>
        [
            Named(ModelRole.Generation, "Generation models"),
            // The Python tool's other spelling.
            Named(ModelRole.BenchmarkJudge, "Benchmark judges") with
            {
                Aliases = ["--benchmark-judge-models"],
            },
            Named(ModelRole.ProductionJudge, "Production judges"),
            From(ModelRole.Generation, "GEN_MODELS"),
            From(ModelRole.BenchmarkJudge, "BM_JUDGE_MODELS") with
            {
                Aliases = ["--benchmark-judge-model-source"],
            },
            From(ModelRole.ProductionJudge, "JUDGE_MODELS"),
            Variable("--generation-api-key-var", "key of bare generation models", (v, name) => v with { GenerationKey = name }),
            Variable("--generation-api-url-var", "endpoint of bare generation models", (v, name) => v with { GenerationUrl = name }),
            Variable("--production-judge-api-key-var", "key of bare production judges", (v, name) => v with { ProductionJudgeKey = name }),
            Variable("--benchmark-judge-api-key-var", "key of bare benchmark judges", (v, name) => v with { BenchmarkJudgeKey = name }),
            Variable(
                "--benchmark-judge-base-url-var",
                "endpoint of bare benchmark judges",
                (v, name) => v with { BenchmarkJudgeUrl = name }
            ),
            Flag.Text<SweepRequest>(
                "--models-file",
                $"Providers and short names of models with their parameters [{Llm.Configuration.ModelsFile.Default}]",
                (r, file) => r with { ModelsFile = file }
            ),
            Flag.Text<SweepRequest>(
                "--prompts",
                "A folder of prompt files that replace the built-in ones",
                (r, folder) => r with { PromptsDirectory = folder }
            ),
        ];

    private static Flag<SweepRequest> Named(ModelRole role, string what) =>
        Flag.Text<SweepRequest>(
            LineupReader.Flag(role),
            $"{what}, separated by commas",
            (r, list) => r with { Models = With(r.Models, role, list) }
        );

    private static Flag<SweepRequest> From(ModelRole role, string variable) =>
        Flag.Text<SweepRequest>(
            LineupReader.SourceFlag(role),
            $"Providers whose <NAME>_{variable} are taken",
            (r, list) => r with { Sources = With(r.Sources, role, list) }
        );

    private static Flag<SweepRequest> Variable(string name, string what, Func<KeyVariableOverrides, string, KeyVariableOverrides> set) =>
        Flag.Text<SweepRequest>(name, $"Variable with the {what}", (r, variable) => r with { Variables = set(r.Variables, variable) }) with
        {
            Problem = text => VariableName.Problem(text.Trim()) is { } problem ? $"{name}: {problem}" : null,
        };

    private static Dictionary<ModelRole, IReadOnlyList<string>> With(
        IReadOnlyDictionary<ModelRole, IReadOnlyList<string>> lists,
        ModelRole role,
        string list
    ) => new(lists) { [role] = Flag.Split(list) };
}
