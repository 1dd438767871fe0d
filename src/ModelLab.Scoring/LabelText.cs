using System.Globalization;

namespace ModelLab.Scoring;

/// <summary>What the labels that people and programs write mean.</summary>
internal static class LabelText
{
    private static readonly HashSet<string> Missing = new(StringComparer.OrdinalIgnoreCase)
    {
        "none",
        "null",
        "nil",
        "na",
        "n/a",
        "#n/a",
        "#н/д",
        "н/д",
        "nan",
        "-nan",
        "<na>",
        "-",
        "–",
        "—",
        "?",
        "missing",
        "нет данных",
        "нет оценки",
    };

    /// <summary>Whether a cell says that there is no label, as Python, R, spreadsheets and people write it.</summary>
    public static bool IsMissing(string label) => Missing.Contains(label);

    /// <summary>A label as a number, also with a decimal comma; null when it is none.</summary>
    public static double? Number(string label)
    {
        if (label.Count(c => c == ',') == 1 && !label.Contains('.', StringComparison.Ordinal))
            label = label.Replace(',', '.');
        return double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;
    }

    /// <summary>Whether a label says yes (1, true, yes, да, in any case) or no; null when it says neither.</summary>
    public static bool? Verdict(string label) =>
        label.ToLowerInvariant() switch
        {
            "true" or "yes" or "да" => true,
            "false" or "no" or "нет" => false,
            _ => Number(label) switch
            {
                1 => true,
                0 => false,
                _ => null,
            },
        };
}
