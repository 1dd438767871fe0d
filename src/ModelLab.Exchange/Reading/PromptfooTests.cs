using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelLab.Exchange.Reading;

/// <summary>
/// The tests of a promptfoo configuration: the variables of each are its fields, and what an assertion compares the output with is the
/// reference answer. A rubric is no answer, nor is a script.
/// </summary>
internal static partial class PromptfooTests
{
    /// <summary>The field that a reference answer becomes.</summary>
    public const string Expected = "__expected";

    private static readonly HashSet<string> Compared = new(StringComparer.Ordinal)
    {
        "equals",
        "similar",
        "factuality",
        "model-graded-factuality",
        "model-graded-closedqa",
        "contains",
        "icontains",
        "contains-any",
        "icontains-any",
        "contains-all",
        "icontains-all",
        "starts-with",
        "rouge-n",
        "bleu",
        "levenshtein",
        "answer-correctness",
    };

    /// <summary>A row of fields for each test, or null where there are no tests.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, JsonElement>>? Of(JsonElement root)
    {
        var tests =
            root.ValueKind == JsonValueKind.Array ? root
            : root.ValueKind == JsonValueKind.Object && root.TryGetProperty("tests", out var inside) ? inside
            : default;
        if (tests.ValueKind != JsonValueKind.Array || tests.GetArrayLength() == 0 || !tests.EnumerateArray().All(IsTest))
            return null;
        var shared =
            root.ValueKind == JsonValueKind.Object && root.TryGetProperty("defaultTest", out var common) && IsTest(common)
                ? Fields(common)
                : [];
        return [.. tests.EnumerateArray().Select(t => Merge(shared, Fields(t)))];
    }

    /// <summary>The answer that a cell of a column <c>__expected</c> compares with; null where it is a rubric or a script.</summary>
    public static string? Answer(string cell)
    {
        if (Prefix().Match(cell) is not { Success: true } match)
            return cell;
        return Compared.Contains(match.Groups["type"].Value) ? cell[match.Length..].Trim()
            : Known().IsMatch(cell) ? null
            : cell;
    }

    private static bool IsTest(JsonElement test) =>
        test.ValueKind == JsonValueKind.Object && test.TryGetProperty("vars", out var vars) && vars.ValueKind == JsonValueKind.Object;

    private static Dictionary<string, JsonElement> Fields(JsonElement test)
    {
        var fields = test.GetProperty("vars")
            .EnumerateObject()
            .Where(v => v.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(v => v.Name, v => v.Value.Clone(), StringComparer.Ordinal);
        var answers = (test.TryGetProperty("assert", out var assert) && assert.ValueKind == JsonValueKind.Array ? assert : default)
            is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(IsComparison).SelectMany(Values).Distinct(StringComparer.Ordinal).ToList()
            : [];
        if (answers.Count > 0)
            fields[Expected] = JsonSerializer.SerializeToElement(answers);
        if (test.TryGetProperty("description", out var description) && description.ValueKind == JsonValueKind.String)
            fields.TryAdd("notes", description.Clone());
        return fields;
    }

    private static bool IsComparison(JsonElement assertion) =>
        assertion.ValueKind == JsonValueKind.Object
        && assertion.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
        && Compared.Contains(type.GetString()!);

    private static IEnumerable<string> Values(JsonElement assertion) =>
        !assertion.TryGetProperty("value", out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(v => v.ToString())
        : value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? [value.ToString()]
        : [];

    private static Dictionary<string, JsonElement> Merge(Dictionary<string, JsonElement> shared, Dictionary<string, JsonElement> own)
    {
        var all = new Dictionary<string, JsonElement>(shared, StringComparer.Ordinal);
        foreach (var (name, value) in own)
            all[name] = value;
        return all;
    }

    [GeneratedRegex(@"^(?<type>[a-z][a-z-]*)(?:\([^)]*\))?:\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    [GeneratedRegex(
        @"^(?:not-|llm-rubric|grade|javascript|fn|eval|python|file|is-|regex|context-|answer-|cost|latency|perplexity|webhook)"
    )]
    private static partial Regex Known();
}
