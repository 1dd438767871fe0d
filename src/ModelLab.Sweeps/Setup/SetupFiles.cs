using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Setup;

/// <summary>The files that make what was found usable. Keys stay where they are: the files refer to their variables.</summary>
/// <param name="Variables">Lines of <c>.env.benchmark-models</c>.</param>
/// <param name="Models">The models file.</param>
public sealed partial record SetupFiles(IReadOnlyList<string> Variables, string Models)
{
    private const int ShownModels = 3;

    /// <summary>Makes them.</summary>
    /// <param name="found">What was found; one at least.</param>
    /// <param name="environment">The variables; what they set already is not set again.</param>
    /// <param name="day">The day, for a comment.</param>
    public static SetupFiles Of(IReadOnlyList<FoundProvider> found, LabEnvironment environment, DateOnly day)
    {
        var models = found.SelectMany(p => p.Models.Select(m => (Provider: p.Name, Model: m))).ToList();
        var talking = models.Where(m => !EmbedderName().IsMatch(m.Model)).Select(m => $"{m.Provider}:{m.Model}").ToList();
        var embedding = models.Where(m => EmbedderName().IsMatch(m.Model)).Select(m => $"{m.Provider}:{m.Model}").FirstOrDefault();
        var lines = new List<string>
        {
            string.Create(
                CultureInfo.InvariantCulture,
                $"# From 'modellab init', {day:yyyy-MM-dd}. ${{NAME}} is the value of a variable: no key stands here."
            ),
        };
        lines.AddRange(
            found.Where(p => p.KeyVariable is not null).Select(p => $"{ProviderCatalog.KeyVariable(p.Name)}=${{{p.KeyVariable}}}")
        );
        if (talking.Count > 0)
        {
            lines.Add("# The models that a run takes when no flag names any.");
            Add(ModelRole.Generation, talking[0]);
            Add(ModelRole.ProductionJudge, talking[0]);
            // Judges favour answers of their own make, so another maker's judges them where there is one.
            Add(ModelRole.BenchmarkJudge, talking.FirstOrDefault(m => ModelFamily.Of(m) != ModelFamily.Of(talking[0])) ?? talking[^1]);
        }
        if (embedding is not null && environment["EMBEDDING_MODEL_PATH"] is null)
            lines.Add($"#EMBEDDING_MODEL_PATH={embedding}");
        return new SetupFiles(lines, ModelsJson(found, models));

        void Add(ModelRole role, string model)
        {
            var variables = EndpointResolver.ModelVariables(role);
            if (variables.All(v => environment[v] is null) || (role == ModelRole.BenchmarkJudge && environment[variables[0]] is null))
                lines.Add($"{variables[0]}={model}");
        }
    }

    /// <summary>The text of a file of variables with these lines, behind what it holds already.</summary>
    /// <param name="existing">What it holds; null for nothing.</param>
    public string VariablesText(string? existing)
    {
        var text = new StringBuilder(existing);
        if (text.Length > 0 && text[^1] != '\n')
            text.Append('\n');
        foreach (var line in Variables)
            text.Append(line).Append('\n');
        return text.ToString();
    }

    private static string ModelsJson(IReadOnlyList<FoundProvider> found, IReadOnlyList<(string Provider, string Model)> models)
    {
        var providers = new JsonObject();
        foreach (var provider in found.Where(p => p.Members.Count > 0))
            providers[provider.Name] = new JsonObject(
                provider.Members.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)JsonValue.Create(m.Value)))
            );
        var names = new JsonObject();
        foreach (var (provider, model) in models)
        {
            var name = ShortName(provider, model, names);
            names[name] = new JsonObject { ["model"] = $"{provider}:{model}" };
        }
        var file = new JsonObject { ["$schema"] = "models.schema.json" };
        if (providers.Count > 0)
            file["providers"] = providers;
        file["models"] = names;
        return file.ToJsonString(RunsJson.Indented) + "\n";
    }

    private static string ShortName(string provider, string model, JsonObject taken)
    {
        // gpt://folder/yandexgpt-lite/latest is known by its middle.
        var parts = model.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var word = parts is [.., var before, "latest" or "rc"] ? before : parts[^1];
        var name = Unnameable().Replace(word, "-").Trim('-');
        return name.Length == 0 || taken.ContainsKey(name) || KnownProviders.Find(name.ToLowerInvariant()) is not null
            ? Unnameable().Replace($"{provider}-{model}", "-")
            : name;
    }

    /// <summary>What was found, a line each.</summary>
    public static IEnumerable<string> Describe(IReadOnlyList<FoundProvider> found) =>
        found.Select(p =>
            $"{p.Name}: {p.How}"
            + (
                p.Models.Count == 0
                    ? "; name its models yourself"
                    : $"; {string.Join(", ", p.Models.Take(ShownModels))}"
                        + (p.Models.Count > ShownModels ? FormattableString.Invariant($" and {p.Models.Count - ShownModels} more") : "")
            )
        );

    [GeneratedRegex(@"[^\p{L}\p{N}._+@-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Unnameable();

    [GeneratedRegex("embed|bge|e5-|minilm|gte-", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex EmbedderName();
}
