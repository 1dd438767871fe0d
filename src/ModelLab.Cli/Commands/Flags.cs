using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Cli.Commands;

/// <summary>Flags whose mistakes are told in one line that names the flag, the value and the fix.</summary>
internal static class Flags
{
    /// <summary>The language of screens and reports.</summary>
    public static Option<string?> Lang() => OneOf<string?>("--lang", "Language of screens and reports [the system's]", null, "en", "ru");

    /// <summary>Where providers and short names of models are described.</summary>
    public static Option<string?> ModelsFile() =>
        new("--models-file") { Description = $"Providers and short names of models [{Llm.Configuration.ModelsFile.Default}]" };

    /// <summary>Markdown in place of tables, to keep and to send.</summary>
    public static Option<bool> Markdown() => new("--markdown") { Description = "Print Markdown in place of tables" };

    /// <summary>What an inconclusive gate is worth.</summary>
    public static Option<bool> Strict() => new("--strict") { Description = "Exit code 5 where a gate is inconclusive" };

    /// <summary>One of some words.</summary>
    public static Option<T> OneOf<T>(string name, string description, T preset, params string[] words)
        where T : class?
    {
        var option = new Option<T>(name) { Description = description };
        if (preset is not null)
            option.DefaultValueFactory = _ => preset;
        option.AcceptOnlyFromAmong(words);
        option.Validators.Clear(); // the library's own message spreads over lines and does not name the flag
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!words.Contains(token.Value, StringComparer.Ordinal))
                    result.AddError($"{name}: '{token.Value}' is unknown: give {string.Join(", ", words)}");
        });
        return option;
    }

    /// <summary>A whole number within bounds.</summary>
    public static Option<int> AtLeast(string name, string description, double least, int preset, double most = int.MaxValue)
    {
        var option = Within(name, description, whole: true, least, most, number => (int)number);
        option.DefaultValueFactory = _ => preset;
        return option;
    }

    /// <summary>A number within bounds.</summary>
    public static Option<double> AtLeast(string name, string description, double least, double preset, double most = int.MaxValue)
    {
        var option = Within(name, description, whole: false, least, most, number => number);
        option.DefaultValueFactory = _ => preset;
        return option;
    }

    /// <summary>A number within bounds, or none.</summary>
    public static Option<double?> NumberIfAny(string name, string description, double least, double most = int.MaxValue) =>
        Within(name, description, whole: false, least, most, number => (double?)number);

    private static Option<T> Within<T>(string name, string description, bool whole, double least, double most, Func<double, T> convert)
    {
        var option = new Option<T>(name) { Description = description };
        // Flags are read with the invariant culture whatever the user's is; the library would take the current one.
        option.CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Flag.NumberProblem(name, text, whole, least, most) is not { } problem)
                return convert(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
            result.AddError(problem);
            return default;
        };
        return option;
    }
}
