using System.Collections;
using ModelLab.Core;

namespace ModelLab.Llm.Configuration;

/// <summary>
/// The variables a run is configured with: the process environment, then <c>.env.docker</c>, then <c>.env.benchmark-models</c>;
/// the first that sets a variable to something other than blank wins. <c>${VAR}</c> in a file is expanded from all three; a variable
/// that is not set expands to nothing. Beside them, what the models file tells of providers and models.
/// </summary>
public sealed class LabEnvironment
{
    /// <summary>The files that are read, the stronger one first.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [".env.docker", ".env.benchmark-models"];

    /// <summary>Where variables are set, for messages.</summary>
    internal static string Where { get; } = $"in the environment, {string.Join(" or ", FileNames)}";

    // DotNetEnv would expand any '$' from the process alone and so mangle keys that hold one; it is hidden from it and expanded here.
    // Its grammar takes no control character, so a private one stands in.
    private const char HiddenDollar = '\uE000';

    private const string OfProcess = "environment";

    private readonly Dictionary<string, (string Text, string Source)> _values;

    private LabEnvironment(Dictionary<string, (string, string)> values, ModelsFile models) => (_values, Models) = (values, models);

    /// <summary>What the models file tells; nothing until <see cref="With"/> takes it.</summary>
    public ModelsFile Models { get; }

    /// <summary>Takes variables as they are, without files.</summary>
    public static LabEnvironment From(IEnumerable<KeyValuePair<string, string>> values)
    {
        var merged = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
            if (!string.IsNullOrWhiteSpace(value))
                merged.TryAdd(name, (value.Trim(), OfProcess));
        return new LabEnvironment(merged, ModelsFile.None);
    }

    /// <summary>The same variables with a models file.</summary>
    /// <exception cref="BadInputException">One of its models is of no provider that is known with these variables.</exception>
    public LabEnvironment With(ModelsFile models)
    {
        var whole = new LabEnvironment(_values, models);
        models.Check(new ProviderCatalog(whole).IsProvider);
        return whole;
    }

    /// <summary>Reads the process environment and the two files of a folder, where they exist.</summary>
    /// <exception cref="BadInputException">A file is not an env file.</exception>
    public static LabEnvironment Load(string folder)
    {
        var process = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value ?? ""));
        return Load(folder, process);
    }

    /// <summary>Reads the two files of a folder below the given process variables.</summary>
    /// <exception cref="BadInputException">A file is not an env file.</exception>
    public static LabEnvironment Load(string folder, IEnumerable<KeyValuePair<string, string>> process)
    {
        var files = FileNames
            .Select(name => (Path: Path.Combine(folder, name), Name: name))
            .Where(f => File.Exists(f.Path))
            .Select(f => (f.Name, Values: (IReadOnlyDictionary<string, string>)Parse(f.Path, f.Name)))
            .ToList();
        var layers = new Layers(From(process)._values, files);
        var values = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var name in files.SelectMany(f => f.Values.Keys).Concat(layers.Process.Keys))
            if (layers.Find(name) is { } value)
                values[name] = value;
        return new LabEnvironment(values, ModelsFile.None);
    }

    /// <summary>The value of a variable, or null when it is not set or blank.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) ? value.Text : null;

    /// <summary>Where the value of a variable comes from: <c>environment</c>, or the file; null when it is not set.</summary>
    public string? SourceOf(string name) => _values.TryGetValue(name, out var value) ? value.Source : null;

    /// <summary>A text of the models file with the values of the variables that it refers to.</summary>
    /// <param name="text">The text.</param>
    /// <param name="missing">A variable that is not set; null when all are.</param>
    public string Expand(string text, out string? missing)
    {
        var unset = VariableName.ReferredTo(text).FirstOrDefault(name => this[name] is null);
        missing = unset;
        return VariableName.Replace(text, name => this[name] ?? "");
    }

    /// <summary>The names of all variables that are set.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>A scrubber for every value that a variable named like a key holds.</summary>
    public SecretScrubber CreateScrubber(IEnumerable<string> furtherKeyVariables)
    {
        var named = furtherKeyVariables.Concat(Models.SecretVariables).ToHashSet(StringComparer.Ordinal);
        return new SecretScrubber(_values.Where(v => named.Contains(v.Key) || LooksLikeKey(v.Key)).Select(v => v.Value.Text));
    }

    private static bool LooksLikeKey(string name) =>
        name.EndsWith("_API_KEY", StringComparison.Ordinal)
        || name is "MISTRAL_API" or "JUDGE_API"
        || KnownProviders.All.Any(p => p.UsualKeyVariables.Contains(name, StringComparer.Ordinal));

    private static Dictionary<string, string> Parse(string path, string fileName)
    {
        try
        {
            var text = File.ReadAllText(path).Replace('$', HiddenDollar);
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            // Of several lines for one name the last one counts, as in a shell.
            foreach (var (name, value) in DotNetEnv.Env.LoadContents(text, new DotNetEnv.LoadOptions(setEnvVars: false)))
                if (!string.IsNullOrWhiteSpace(value))
                    values[name] = value.Replace(HiddenDollar, '$');
            return values;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The parser's message quotes the line, which may be a key.
            throw new BadInputException(
                $"{fileName}: not an env file ({e.GetType().Name}): write one NAME=value a line, values with spaces or # in quotes"
            );
        }
    }

    /// <summary>
    /// The process and the files, the strongest first. The process is taken literally; only what a file says is expanded.
    /// </summary>
    private sealed record Layers(
        IReadOnlyDictionary<string, (string Text, string Source)> Process,
        IReadOnlyList<(string Name, IReadOnlyDictionary<string, string> Values)> Files
    )
    {
        private readonly HashSet<(int File, string Name)> _open = [];

        public (string Text, string Source)? Find(string name)
        {
            if (Process.TryGetValue(name, out var literal))
                return literal;
            for (var file = 0; file < Files.Count; file++)
            {
                // A value that refers to itself, as X=${X} does, means the value that a weaker layer gives.
                if (!Files[file].Values.TryGetValue(name, out var text) || !_open.Add((file, name)))
                    continue;
                var value = VariableName.Replace(text, other => Find(other)?.Text ?? "").Trim();
                _open.Remove((file, name));
                if (value.Length > 0)
                    return (value, Files[file].Name);
            }
            return null;
        }
    }
}
