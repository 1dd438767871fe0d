using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ModelLab.Llm.Configuration;

/// <summary>How an assistant of the user's own is asked, and where its replies say what.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Body">The request, in whose texts the question and the context are put in the place of their marks.</param>
/// <param name="Answer">Where the answer stands; several texts are parts of one.</param>
public sealed partial record AssistantForm(HttpMethod Method, JsonObject Body, ReplyPath Answer)
{
    /// <summary>The mark of the question.</summary>
    public const string Question = "{{question}}";

    /// <summary>The mark of the context.</summary>
    public const string Context = "{{context}}";

    /// <summary>Where the sources stand that it says it used: addresses of pages or ids of chunks; null where it tells none.</summary>
    public ReplyPath? Sources { get; init; }

    /// <summary>Where the number of its input tokens stands; null where it tells none.</summary>
    public ReplyPath? InputTokens { get; init; }

    /// <summary>Where the number of its output tokens stands; null where it tells none.</summary>
    public ReplyPath? OutputTokens { get; init; }

    /// <summary>Whether it can be given the context that it shall answer from.</summary>
    public bool TakesContext => Texts(Body).Any(t => t.Contains(Context, StringComparison.Ordinal));

    /// <summary>Whether a request has a place for the question.</summary>
    public static bool AsksQuestion(JsonObject body) => Texts(body).Any(t => t.Contains(Question, StringComparison.Ordinal));

    /// <summary>The request for a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="context">The context; empty for none.</param>
    public JsonNode Ask(string question, string context) => Filled(Body, question, context)!;

    /// <summary>
    /// All of it, as what stands in call keys and runs: another request asks for something else, and by another path
    /// something else is kept.
    /// </summary>
    public ModelParameters AsParameters()
    {
        var members = new JsonObject { ["body"] = Body.DeepClone(), ["answer"] = Answer.Text };
        if (Method != HttpMethod.Post)
            members["method"] = Method.Method;
        if (Sources is not null)
            members["sources"] = Sources.Text;
        if (InputTokens is not null || OutputTokens is not null)
            members["tokens"] = new JsonObject { ["input"] = InputTokens?.Text, ["output"] = OutputTokens?.Text };
        return new ModelParameters(members);
    }

    private static JsonNode? Filled(JsonNode? node, string question, string context) =>
        node switch
        {
            JsonObject json => new JsonObject(json.Select(m => KeyValuePair.Create(m.Key, Filled(m.Value, question, context)))),
            JsonArray array => new JsonArray([.. array.Select(item => Filled(item, question, context))]),
            // In one go: a mark within a question is part of the question.
            JsonValue value when value.TryGetValue<string>(out var text) => Mark()
                .Replace(text, m => m.Value == Question ? question : context),
            _ => node?.DeepClone(),
        };

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonObject json => json.SelectMany(m => Texts(m.Value)),
            JsonArray array => array.SelectMany(Texts),
            JsonValue value when value.TryGetValue<string>(out var text) => [text],
            _ => [],
        };

    [GeneratedRegex(@"\{\{(?:question|context)\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}

/// <summary>What the models file says of an assistant.</summary>
/// <param name="Name">Its name; flags name it <c>assistant:NAME</c>.</param>
/// <param name="Connection">How it is reached, as of a provider.</param>
/// <param name="Form">How it is asked.</param>
public sealed record AssistantEntry(string Name, ProviderEntry Connection, AssistantForm Form)
{
    /// <summary>What it costs; null to take that of the price list.</summary>
    public Core.Money.Price? Price { get; init; }
}
