using System.Collections;
using System.Text.RegularExpressions;
using ModelLab.Core;

namespace ModelLab.Llm.Configuration;

/// <summary>
/// The variables a run is configured with: the process environment, then <c>.env.docker</c>, then <c>.env.benchmark-models</c>;
/// the first that sets a variable to something other than blank wins. <c>${VAR}</c> in a file is expanded from all three.
/// </summary>
public sealed partial class LabEnvironment
{
    /// <summary>The files that are read, the stronger one first.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [".env.docker", ".env.benchmark-models"];

    // DotNetEnv would expand any '$' from the process alone and so mangle keys that hold one; it is hidden from it and expanded here.
    private const char HiddenDollar = '\u0001';

    private readonly Dictionary<string, string> _values;

    private LabEnvironment(Dictionary<string, string> values) => _values = values;

    /// <summary>Takes variables as they are, without files.</summary>
    public static LabEnvironment From(IEnumerable<KeyValuePair<string, string>> values)
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values) Add(merged, name, value);
        return new LabEnvironment(merged);
    }

    /// <summary>Reads the process environment and the two files of a folder, where they exist.</summary>
    /// <exception cref="BadInputException">A file is not an env file.</exception>
    public static LabEnvironment Load(string folder)
    {
        var process = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value ?? ""));
        return Load(folder, process);
    }

    /// <summary>Reads the two files of a folder below the given process variables.</summary>
    /// <exception cref="BadInputException">A file is not an env file.</exception>
    public static LabEnvironment Load(string folder, IEnumerable<KeyValuePair<string, string>> process)
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in process) Add(merged, name, value);
        var fromFiles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fileName in FileNames)
        {
            var path = Path.Combine(folder, fileName);
            if (!File.Exists(path)) continue;
            foreach (var (name, value) in Parse(path, fileName))
                if (Add(merged, name, value.Replace(HiddenDollar, '$'))) fromFiles.Add(name);
        }
        // A value of the process is taken literally; only what a file says is expanded.
        foreach (var name in fromFiles) merged[name] = Expand(merged, merged[name], depth: 0);
        return new LabEnvironment(merged);
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

    private static bool Add(Dictionary<string, string> merged, string name, string value) =>
        !string.IsNullOrWhiteSpace(value) && merged.TryAdd(name, value.Trim());

    private static List<KeyValuePair<string, string>> Parse(string path, string fileName)
    {
        try
        {
            var text = File.ReadAllText(path).Replace('$', HiddenDollar);
            return [.. DotNetEnv.Env.LoadContents(text, new DotNetEnv.LoadOptions(setEnvVars: false))];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The parser's message quotes the line, which may be a key.
            throw new BadInputException($"{fileName}: not an env file ({e.GetType().Name}): write one NAME=value a line, values with spaces or # in quotes");
        }
    }

    private static string Expand(Dictionary<string, string> values, string text, int depth) =>
        depth > 8 ? text : Reference().Replace(text, m =>
            values.TryGetValue(m.Groups[1].Value, out var value) ? Expand(values, value, depth + 1) : "");

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
