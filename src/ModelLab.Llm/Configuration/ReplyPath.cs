using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelLab.Llm.Configuration;

/// <summary>
/// Where something stands in a JSON reply: names with dots between them, places in lists by number from 0, <c>[*]</c> for all of a list:
/// <c>data.answers[0].text</c>, <c>sources[*].url</c>. A <c>$.</c> before it may stand there and means nothing.
/// </summary>
public sealed partial class ReplyPath
{
    private readonly IReadOnlyList<Step> _steps;

    private ReplyPath(string text, IReadOnlyList<Step> steps) => (Text, _steps) = (text, steps);

    /// <summary>The path as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a path; null where it is none.</summary>
    public static ReplyPath? Parse(string text)
    {
        var rest = text.StartsWith("$.", StringComparison.Ordinal) ? text[2..] : text.TrimStart('$');
        if (!Form().IsMatch(rest))
            return null;
        return new ReplyPath(
            text,
            [
                .. Steps()
                    .Matches(rest)
                    .Select(m =>
                        m.Value == "[*]" ? new Step(null, null)
                        : m.Value[0] == '[' ? new Step(null, int.Parse(m.Value[1..^1], System.Globalization.CultureInfo.InvariantCulture))
                        : new Step(m.Value, null)
                    ),
            ]
        );
    }

    /// <summary>What stands there, in its order; nothing where the reply has no such place. A null in the reply is nothing.</summary>
    public IEnumerable<JsonElement> In(JsonElement reply) =>
        _steps.Aggregate<Step, IEnumerable<JsonElement>>([reply], (found, step) => found.SelectMany(step.From)).Where(IsThere);

    /// <summary>Whether the reply has the list that the first <c>[*]</c> goes through, or the path leads to, be it empty.</summary>
    public bool EndsAtList(JsonElement reply)
    {
        var all = _steps.TakeWhile(s => s is not { Name: null, Place: null });
        return all.Aggregate<Step, IEnumerable<JsonElement>>([reply], (found, step) => found.SelectMany(step.From))
            .Any(v => v.ValueKind == JsonValueKind.Array);
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    private static bool IsThere(JsonElement value) => value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    // Nine digits are a number of any list, and always one of 32 bits.
    [GeneratedRegex(@"^(?:[^.\[\]\s$]+|\[(?:\d{1,9}|\*)\])(?:\.[^.\[\]\s]+|\[(?:\d{1,9}|\*)\])*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"[^.\[\]]+|\[[^\]]*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Steps();

    /// <summary>A member by its name, a place by its number, or all of a list.</summary>
    private sealed record Step(string? Name, int? Place)
    {
        public IEnumerable<JsonElement> From(JsonElement json) =>
            (Name, Place, json.ValueKind) switch
            {
                ({ } name, _, JsonValueKind.Object) => json.TryGetProperty(name, out var member) ? [member] : [],
                (null, { } place, JsonValueKind.Array) => place < json.GetArrayLength() ? [json[place]] : [],
                (null, null, JsonValueKind.Array) => json.EnumerateArray(),
                _ => [],
            };
    }
}
