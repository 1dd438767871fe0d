using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ModelLab.Exchange.Reading;

namespace ModelLab.Exchange.Columns;

/// <summary>Reads a value as people and tools write it.</summary>
public static partial class Cell
{
    private static readonly HashSet<string> Yes = new(StringComparer.Ordinal)
    {
        "yes",
        "true",
        "да",
        "показать",
        "показывать",
        "show",
        "1",
        "+",
        "верно",
        "правильно",
        "good",
        "pass",
        "passed",
        "ok",
        "хорошо",
        "correct",
        "истина",
    };
    private static readonly HashSet<string> No = new(StringComparer.Ordinal)
    {
        "no",
        "false",
        "нет",
        "не показывать",
        "скрыть",
        "hide",
        "0",
        "-",
        "неверно",
        "неправильно",
        "bad",
        "fail",
        "failed",
        "плохо",
        "incorrect",
        "ложь",
    };
    private static readonly string[] TextNames = ["text", "page_content", "content", "contents", "chunk_text", "value"];
    private static readonly string[] Dates =
    [
        "dd.MM.yyyy HH:mm:ss",
        "dd.MM.yyyy HH:mm",
        "dd.MM.yyyy",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mm",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd",
        "dd.MM.yyyy H:mm",
        "d.M.yyyy",
        "dd.MM.yy",
    ];

    /// <summary>A text; of a list its texts, a blank line between them; null where there is none.</summary>
    public static string? Text(JsonElement? value) =>
        value switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } text => string.IsNullOrWhiteSpace(text.GetString()) ? null : text.GetString()!.Trim(),
            { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } other => other.GetRawText(),
            _ => Texts(value) is { Count: > 0 } texts ? string.Join("\n\n", texts) : null,
        };

    /// <summary>The texts of a list, however it is written; a plain text is a list of one. None is blank.</summary>
    public static IReadOnlyList<string> Texts(JsonElement? value) =>
        [.. Flat(value).Select(t => t.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>The first of some texts; null where there are none.</summary>
    public static string? First(IReadOnlyList<string> texts) => texts is [var first, ..] ? first : null;

    /// <summary>Whether a value is a list, or an object with one, that holds nothing.</summary>
    public static bool IsEmptyList(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array or JsonValueKind.Object } && Texts(value).Count == 0
        || value is { ValueKind: JsonValueKind.String } text && EmptyAnswers().IsMatch(text.GetString()!);

    /// <summary>A number with a decimal point or comma; null where it is none.</summary>
    public static double? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : value.ValueKind == JsonValueKind.String
        && double.TryParse(value.GetString()!.Trim().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
        : null;

    /// <summary>Yes or no in one of many words; null where it is neither.</summary>
    public static bool? Mark(JsonElement value)
    {
        var word = (Text(value) ?? "").ToLowerInvariant();
        if (Number(value) is 0 or 1)
            return Number(value) == 1;
        return Yes.Contains(word) ? true
            : No.Contains(word) ? false
            : null;
    }

    /// <summary>A date, as 01.09.2026 or 2026-09-01, with or without time; null where it is none.</summary>
    public static DateTime? Date(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && DateTime.TryParseExact(
            value.GetString()!.Trim(),
            Dates,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal,
            out var date
        )
            ? date
            : null;

    private static IEnumerable<string> Flat(JsonElement? given)
    {
        if (given is not { } value)
            return [];
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                return value.EnumerateArray().SelectMany(e => Flat(e));
            case JsonValueKind.Object:
                // SQuAD's {"text": […], "answer_start": […]}, and documents of retrievers.
                return TextNames.Where(n => value.TryGetProperty(n, out _)).Take(1).SelectMany(n => Flat(value.GetProperty(n)));
            case JsonValueKind.String:
                return Written(value.GetString()!);
            case JsonValueKind.Number:
                return [value.GetRawText()];
            default:
                return [];
        }
    }

    private static IEnumerable<string> Written(string cell)
    {
        var text = cell.Trim();
        if (text is ['[', .., ']'] or ['{', .., '}'])
        {
            try
            {
                using var json = JsonDocument.Parse(text);
                return [.. Flat(json.RootElement)];
            }
            catch (JsonException)
            {
                var list = Answers().Match(text) is { Success: true } answers ? answers.Groups["texts"].Value.Trim() : text;
                if (list.StartsWith("array(", StringComparison.Ordinal))
                    list = $"[{list}]";
                if (PythonLiteral.List(list) is { } texts)
                    return texts;
            }
        }
        return [cell];
    }

    // {'text': ['…'], 'answer_start': [5]} and its array(…) forms, as pandas writes SQuAD's answers into a cell.
    [GeneratedRegex(@"^\{'text':\s*(?<texts>.*),\s*'answer_start':.*\}$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Answers();

    [GeneratedRegex(@"^\s*(?:\[\s*\]|\{['""]text['""]:\s*(?:array\()?\[\s*\].*\})\s*$", RegexOptions.Singleline)]
    private static partial Regex EmptyAnswers();
}
