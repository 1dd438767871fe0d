using System.Collections;
using System.Text.RegularExpressions;
using ModelLab.Core;

namespace ModelLab.Llm.Configuration;

/// <summary>
/// The variables a run is configured with: the process environment, then <c>.env.docker</c>, then <c>.env.benchmark-models</c>;
/// the first that sets a variable to something other than blank wins. <c>${VAR}</c> in a file is expanded from all three; a variable
/// that is not set expands to nothing.
/// </summary>
public sealed partial class LabEnvironment
{
    /// <summary>The files that are read, the stronger one first.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [".env.docker", ".env.benchmark-models"];

    // DotNetEnv would expand any '$' from the process alone and so mangle keys that hold one; it is hidden from it and expanded here.
    // Its grammar takes no control character, so a private one stands in.
    private const char HiddenDollar = '\uE000';

    private readonly Dictionary<string, string> _values;

    private LabEnvironment(Dictionary<string, string> values) => _values = values;

    /// <summary>Takes variables as they are, without files.</summary>
    public static LabEnvironment From(IEnumerable<KeyValuePair<string, string>> values)
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
            if (!string.IsNullOrWhiteSpace(value))
                merged.TryAdd(name, value.Trim());
        return new LabEnvironment(merged);
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
            .Select(f => Parse(f.Path, f.Name))
            .ToList();
        var layers = new Layers(From(process)._values, files);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in files.SelectMany(f => f.Keys).Concat(layers.Process.Keys))
            if (layers.Find(name) is { } value)
                values[name] = value;
        return new LabEnvironment(values);
    }

    /// <summary>The value of a variable, or null when it is not set or blank.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) ? value : null;

    /// <summary>The names of all variables that are set.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>A scrubber for every value that a variable named like a key holds.</summary>
    public SecretScrubber CreateScrubber(IEnumerable<string> furtherKeyVariables)
    {
        var named = furtherKeyVariables.ToHashSet(StringComparer.Ordinal);
        return new SecretScrubber(_values.Where(v => named.Contains(v.Key) || LooksLikeKey(v.Key)).Select(v => v.Value));
    }

    private static bool LooksLikeKey(string name) =>
        name.EndsWith("_API_KEY", StringComparison.Ordinal) || name is "MISTRAL_API" or "JUDGE_API";

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

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    /// <summary>
    /// The process and the files, the strongest first. The process is taken literally; only what a file says is expanded.
    /// </summary>
    private sealed record Layers(IReadOnlyDictionary<string, string> Process, IReadOnlyList<IReadOnlyDictionary<string, string>> Files)
    {
        private readonly HashSet<(int File, string Name)> _open = [];

        public string? Find(string name)
        {
            if (Process.TryGetValue(name, out var literal))
                return literal;
            for (var file = 0; file < Files.Count; file++)
            {
                // A value that refers to itself, as X=${X} does, means the value that a weaker layer gives.
                if (!Files[file].TryGetValue(name, out var text) || !_open.Add((file, name)))
                    continue;
                var value = Reference().Replace(text, m => Find(m.Groups[1].Value) ?? "").Trim();
                _open.Remove((file, name));
                if (value.Length > 0)
                    return value;
            }
            return null;
        }
    }
}
