using System.Globalization;
using ModelLab.Core;

namespace ModelLab.Records.Vocabulary;

/// <summary>
/// A flag of <c>run</c>: what it is called and takes, how its value is read into <typeparamref name="T"/>, how a run's spec is turned back
/// into it, and its part of the fingerprint. A new flag is one of these beside the property that it sets, and nothing else.
/// </summary>
/// <typeparam name="T">What it is read into.</typeparam>
public sealed record Flag<T>
{
    /// <summary>The name, <c>--top-k</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What it is for, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>The value that it has when it is not given, as the help shows it; null when it says nothing.</summary>
    public string? Preset { get; init; }

    /// <summary>Whether it takes no value.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>Whether it may be given several times; each value is read.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The words that it takes; empty when it takes any.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether it takes several of its words, separated by commas.</summary>
    public bool TakesList { get; init; }

    /// <summary>What is wrong with a value as it was typed, in one line that names flag, value and fix; null when nothing is.</summary>
    public Func<string, string?> Problem { get; init; } = _ => null;

    /// <summary>
    /// Takes a value over; the text is empty for a switch. Flags are read in their order, so that one may rest on those before it.
    /// </summary>
    /// <exception cref="BadInputException">The value does not fit the others.</exception>
    public required Func<T, string, T> Read { get; init; }

    /// <summary>The value that makes a run of the same spec, empty for a switch; null when the flag is left out.</summary>
    public Func<SweepSpec, string?> Write { get; init; } = _ => null;

    /// <summary>What it adds to the fingerprint; null when runs are comparable whatever its value.</summary>
    public FingerprintPart? Part { get; init; }

    /// <summary>The flag on a kind of <typeparamref name="T"/>.</summary>
    public Flag<TKind> For<TKind>()
        where TKind : T =>
        new()
        {
            Name = Name,
            Aliases = Aliases,
            Description = Description,
            Preset = Preset,
            IsSwitch = IsSwitch,
            IsRepeated = IsRepeated,
            Words = Words,
            TakesList = TakesList,
            Problem = Problem,
            Read = (target, value) => (TKind)Read(target, value)!,
            Write = Write,
            Part = Part,
        };
}

/// <summary>Makes flags by the kind of their values.</summary>
public static class Flag
{
    /// <summary>A flag without a value.</summary>
    public static Flag<T> Switch<T>(string name, string description, Func<T, T> set) =>
        new()
        {
            Name = name,
            Description = description,
            IsSwitch = true,
            Read = (target, _) => set(target),
        };

    /// <summary>Any text.</summary>
    public static Flag<T> Text<T>(string name, string description, Func<T, string, T> set, string? preset = null) =>
        new()
        {
            Name = name,
            Description = description,
            Preset = preset,
            Read = set,
        };

    /// <summary>One of some words.</summary>
    public static Flag<T> Word<T>(string name, string description, string preset, string[] words, Func<T, string, T> set) =>
        new()
        {
            Name = name,
            Description = description,
            Preset = preset,
            Words = words,
            Problem = text => words.Contains(text) ? null : Unknown(name, text, words),
            Read = set,
        };

    /// <summary>Some of some words, separated by commas.</summary>
    public static Flag<T> WordList<T>(string name, string description, string preset, string[] words, Func<T, string[], T> set) =>
        new()
        {
            Name = name,
            Description = $"{description}: {string.Join(", ", words)}; several separated by commas",
            Preset = preset,
            Words = words,
            TakesList = true,
            Problem = text =>
                text.Split(',', StringSplitOptions.TrimEntries)
                    .Where(w => !words.Contains(w))
                    .Select(w => Unknown(name, w, words))
                    .FirstOrDefault(),
            Read = (target, text) => set(target, Split(text)),
        };

    /// <summary>A whole number within bounds.</summary>
    public static Flag<T> Whole<T>(string name, string description, int least, int? preset, Func<T, int, T> set, int most = int.MaxValue) =>
        new()
        {
            Name = name,
            Description = description,
            Preset = preset?.ToString(CultureInfo.InvariantCulture),
            Problem = text => NumberProblem(name, text, whole: true, least, most),
            Read = (target, text) => set(target, int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
        };

    /// <summary>A number within bounds.</summary>
    public static Flag<T> Number<T>(
        string name,
        string description,
        double least,
        double? preset,
        Func<T, double, T> set,
        double most = int.MaxValue
    ) =>
        new()
        {
            Name = name,
            Description = description,
            Preset = preset?.ToString(CultureInfo.InvariantCulture),
            Problem = text => NumberProblem(name, text, whole: false, least, most),
            Read = (target, text) => set(target, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        };

    /// <summary>What is wrong with a number as it was typed. It is read with the invariant culture whatever the user's is.</summary>
    /// <param name="name">The flag.</param>
    /// <param name="text">The number.</param>
    /// <param name="whole">Whether it is to be whole.</param>
    /// <param name="least">The least that is taken.</param>
    /// <param name="most">The most that is taken.</param>
    /// <returns>One line; null when nothing is wrong.</returns>
    public static string? NumberProblem(string name, string text, bool whole, double least, double most)
    {
        var style = whole ? NumberStyles.AllowLeadingSign : NumberStyles.Float;
        if (!double.TryParse(text, style, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return $"{name}: '{text}' is not a {(whole ? "whole number" : "number")}";
        if (number < least)
            return string.Create(CultureInfo.InvariantCulture, $"{name}: {text} is too small: give at least {least}");
        return number > most ? string.Create(CultureInfo.InvariantCulture, $"{name}: {text} is too large: give at most {most}") : null;
    }

    /// <summary>The parts of a list with commas.</summary>
    public static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A value as a flag takes it; null when it is null or the preset, so that the flag is left out.</summary>
    public static string? Unless<TValue>(TValue value, TValue preset) =>
        value is null || EqualityComparer<TValue>.Default.Equals(value, preset)
            ? null
            : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static string Unknown(string name, string text, string[] words) =>
        $"{name}: '{text}' is unknown: give {string.Join(", ", words)}";
}
