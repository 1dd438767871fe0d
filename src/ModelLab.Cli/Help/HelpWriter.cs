using System.CommandLine;
using System.CommandLine.Completions;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Cli.Help;

/// <summary>
/// The help of a command in the reader's language: what it does, how it is called, examples, arguments, flags by what they are about, and
/// commands below it.
/// </summary>
/// <param name="language">The reader's language.</param>
/// <param name="width">How wide lines may be.</param>
internal sealed class HelpWriter(Language language, int width)
{
    // A column of names as wide as this leaves enough of 80 for what they mean.
    private const int WidestName = 34;

    public void Write(Command command, TextWriter to)
    {
        var path = PathOf(command);
        to.WriteLine(Wrapped(Say(command.Description), 0));
        Title(to, "Usage", "Вызов");
        to.WriteLine("  " + Usage(command));
        if (HelpExamples.Of(path) is { Count: > 0 } examples)
        {
            Title(to, "Examples", "Примеры");
            foreach (var example in examples)
                to.WriteLine("  " + example);
        }
        if (command.Arguments.Count > 0)
        {
            Title(to, "Arguments", "Аргументы");
            Rows(to, command.Arguments.Where(a => !a.Hidden).Select(a => ($"<{a.Name}>", Meaning(a))));
        }
        foreach (var (group, options) in HelpGroups.Of(path, [.. Options(command).Where(o => !o.Hidden)]))
        {
            to.WriteLine();
            to.WriteLine(group.In(language) + ":");
            Rows(to, options.Select(o => (Names(o), Meaning(o))));
        }
        if (command.Subcommands.Count > 0)
        {
            Title(to, "Commands", "Команды");
            Rows(to, command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, Say(c.Description))));
            to.WriteLine();
            to.WriteLine(
                language.Say(
                    $"'{Hosting.ProgramName.Installed}{Spaced(path)} COMMAND --help' says more of one.",
                    $"Подробнее о каждой: {Hosting.ProgramName.Installed}{Spaced(path)} КОМАНДА --help."
                )
            );
        }
    }

    /// <summary>The names of a command from the root on; empty for the root.</summary>
    public static string PathOf(Command command) =>
        string.Join(
            ' ',
            command
                .Parents.OfType<Command>()
                .Where(c => c is not RootCommand)
                .Select(c => c.Name)
                .Append(command is RootCommand ? "" : command.Name)
                .Where(n => n.Length > 0)
        );

    // Those of the root that hold everywhere come last.
    private static IEnumerable<Option> Options(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(c => c.Options.Where(o => o.Recursive)));

    private string Usage(Command command)
    {
        var parts = new List<string> { Hosting.ProgramName.Installed + Spaced(PathOf(command)) };
        if (command.Subcommands.Count > 0)
            parts.Add(language.Say("COMMAND", "КОМАНДА"));
        parts.AddRange(command.Arguments.Select(a => a.Arity.MinimumNumberOfValues == 0 ? $"[{a.Name}]" : a.Name));
        if (command.Subcommands.Count == 0)
            parts.Add(language.Say("[flags]", "[флаги]"));
        return string.Join(' ', parts);
    }

    private static string Spaced(string path) => path.Length == 0 ? "" : " " + path;

    private static string Names(Option option)
    {
        var aliases = option.Aliases.Where(a => a.StartsWith('-') && a != "-?").ToLookup(a => a.StartsWith("--", StringComparison.Ordinal));
        var names = string.Join(", ", [.. aliases[false], option.Name, .. aliases[true]]);
        return MetaVariable.Of(option) is { } value ? $"{names} {value}" : names;
    }

    private string Meaning(Option option)
    {
        var text = Say(option.Description);
        var preset =
            option.HasDefaultValue && MetaVariable.TakesValue(option) ? Convert.ToString(option.GetDefaultValue(), Invariant) : null;
        return (preset is { Length: > 0 } ? $"{text} [{preset}]" : text)
            + (option.Required ? language.Say(" (required)", " (обязателен)") : "");
    }

    private string Meaning(Argument argument)
    {
        var text = Say(argument.Description);
        return argument.HasDefaultValue && Convert.ToString(argument.GetDefaultValue(), Invariant) is { Length: > 0 } preset
            ? $"{text} [{preset}]"
            : text;
    }

    private string Say(string? english) =>
        english is null ? "" : language.Say(english, HelpCatalog.Russian.GetValueOrDefault(english) ?? english);

    private void Title(TextWriter to, string english, string russian)
    {
        to.WriteLine();
        to.WriteLine(language.Say(english, russian) + ":");
    }

    private void Rows(TextWriter to, IEnumerable<(string Name, string Meaning)> rows)
    {
        var all = rows.ToList();
        var indent = Math.Min(WidestName, all.Max(r => r.Name.Length) + 4);
        foreach (var (name, meaning) in all)
        {
            var text = Wrapped(meaning, indent);
            // A name that is too long has a line of its own.
            to.WriteLine(name.Length + 4 <= indent ? ("  " + name).PadRight(indent) + text : $"  {name}\n{new string(' ', indent)}{text}");
        }
    }

    private string Wrapped(string text, int indent)
    {
        var (lines, line) = (new List<string>(), "");
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && indent + line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = word;
            }
            else
                line = line.Length == 0 ? word : $"{line} {word}";
        }
        return string.Join("\n" + new string(' ', indent), lines.Append(line));
    }

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;
}

/// <summary>What stands for the value of a flag.</summary>
internal static class MetaVariable
{
    // Words that are chosen from, while they are few enough to read.
    private const int MostWords = 5;

    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["--generation-models"] = "A,B,…",
        ["--judge-models"] = "A,B,…",
        ["--production-judge-models"] = "A,B,…",
        ["--generation-model-source"] = "PROVIDER,…",
        ["--judge-model-source"] = "PROVIDER,…",
        ["--production-judge-model-source"] = "PROVIDER,…",
        ["--knowledge-base"] = "FILE|URL",
        ["--embedding-model"] = "NAME",
        ["--fail-under"] = "METRIC=X",
        ["--objective"] = "METRIC",
        ["--metric"] = "METRIC",
        ["--shortlist-from"] = "RUN",
        ["--refresh"] = "ROLE",
        ["--tier"] = "TIER,…",
        ["--rubrics"] = "RUBRIC,…",
        ["--host"] = "ADDRESS",
        ["--token"] = "TEXT",
        ["--tag"] = "TAG",
        ["--model"] = "NAME",
        ["--raters"] = "A,B,…",
        ["--truth"] = "RATER",
        ["--positive"] = "LABEL",
        ["--categories"] = "A,B,…",
        ["--budget"] = "MONEY",
        ["--timeout"] = "SECONDS",
        ["--load-timeout"] = "SECONDS",
        ["--map"] = "FIELD=COLUMN",
        ["--older-than"] = "DAYS",
    };

    private static readonly string[] Files =
    [
        "--dataset",
        "--sessions",
        "--baselines",
        "--pricing",
        "--out",
        "--output",
        "--qrels",
        "--run",
        "--slang",
        "--models-file",
        "--manual-dataset",
        "--judge-pipeline-dataset",
    ];

    /// <summary>Whether a flag takes a value.</summary>
    public static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    /// <summary>Its value in the help; null for a switch.</summary>
    public static string? Of(Option option)
    {
        if (!TakesValue(option))
            return null;
        if (Known.TryGetValue(option.Name, out var known))
            return known;
        var words = option.GetCompletions(CompletionContext.Empty).Select(c => c.Label).ToList();
        if (words.Count is > 0 and <= MostWords)
            return string.Join('|', words);
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        return type == typeof(int) || type == typeof(long) ? "N"
            : type == typeof(double) || type == typeof(decimal) ? "X"
            : Files.Contains(option.Name) ? "FILE"
            : option.Name.EndsWith("-dir", StringComparison.Ordinal) || option.Name is "--folder" or "--prompts" ? "FOLDER"
            : option.Name.EndsWith("-var", StringComparison.Ordinal) ? "VARIABLE"
            : IsNumber(option) ? "N"
            : "VALUE";
    }

    // Numbers of 'run' are read from texts, so that a mistake is told in one line.
    private static bool IsNumber(Option option) =>
        option.HasDefaultValue
            && double.TryParse(option.GetDefaultValue() as string, System.Globalization.CultureInfo.InvariantCulture, out _)
        || option.Name.EndsWith("-limit", StringComparison.Ordinal)
        || option.Name.EndsWith("-tokens", StringComparison.Ordinal)
        || option.Name.EndsWith("-temperature", StringComparison.Ordinal)
        || option.Name is "--limit" or "--race-batch" or "--shortlist-top";
}
