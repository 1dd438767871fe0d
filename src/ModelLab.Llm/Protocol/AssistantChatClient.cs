using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// The user's own assistant as a model: the user's text is the question, the system's text the context. It makes one request a call and
/// tries nothing again. Replies come whole.
/// </summary>
/// <param name="http">Posts to it.</param>
/// <param name="url">Its address.</param>
/// <param name="name">Its name as flags have it, for messages.</param>
/// <param name="form">How it is asked.</param>
internal sealed class AssistantChatClient(EndpointHttp http, Uri url, string name, AssistantForm form) : IChatClient
{
    private const int NamesTold = 12;

    private readonly ChatClientMetadata _metadata = new("assistant", url, name);

    /// <exception cref="EndpointException">It answered with an error, or with no answer where one should be.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var asked = messages.ToList();
        string Of(ChatRole role) => string.Join("\n\n", asked.Where(m => m.Role == role).Select(m => m.Text));
        using var response = await http.SendAsync(form.Ask(Of(ChatRole.User), Of(ChatRole.System)), cancellationToken)
            .ConfigureAwait(false);
        var (reply, sources) = response.Read(await response.BytesAsync(cancellationToken).ConfigureAwait(false), Read);
        reply.AdditionalProperties = (response.Facts with { Sources = sources }).AsProperties();
        return reply;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var reply = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in reply.ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() { }

    private (ChatResponse Reply, IReadOnlyList<string>? Sources) Read(JsonElement reply)
    {
        var parts = form.Answer.In(reply).ToList();
        if (parts.Count == 0)
            throw new FormatException($"{name}: its 'answer' path {form.Answer} finds nothing in the reply, {What(reply)}");
        var texts = parts.Select(p =>
            TextOf(p)
            ?? throw new FormatException($"{name}: its 'answer' path {form.Answer} finds {KindOf(p)}, not a text: let it go further in")
        );
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, string.Join("\n\n", texts)))
        {
            Usage = new UsageDetails
            {
                InputTokenCount = Count(form.InputTokens, reply),
                OutputTokenCount = Count(form.OutputTokens, reply),
            },
        };
        return (response, SourcesOf(reply));
    }

    // A list that is there and empty says that nothing was used; one that is not there says nothing.
    private IReadOnlyList<string>? SourcesOf(JsonElement reply)
    {
        if (form.Sources is not { } path)
            return null;
        var found = path.In(reply)
            .SelectMany(s => s.ValueKind == JsonValueKind.Array ? s.EnumerateArray() : Enumerable.Repeat(s, 1))
            .ToList();
        if (found.Count == 0 && !path.EndsAtList(reply))
            return null;
        return
        [
            .. found
                .Select(s =>
                    TextOf(s)?.Trim()
                    ?? throw new FormatException(
                        $"{name}: its 'sources' path {path} finds {KindOf(s)}, not addresses or ids: let it go further in"
                    )
                )
                .Where(s => s.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static long? Count(ReplyPath? path, JsonElement reply)
    {
        var counts = (path?.In(reply) ?? []).Where(c => c.ValueKind == JsonValueKind.Number && c.TryGetInt64(out _)).ToList();
        return counts.Count == 0 ? null : counts.Sum(c => c.GetInt64());
    }

    private static string? TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True or JsonValueKind.False => value.GetBoolean().ToString(CultureInfo.InvariantCulture),
            _ => null,
        };

    private static string KindOf(JsonElement value) => value.ValueKind == JsonValueKind.Array ? "a list" : "an object";

    private static string What(JsonElement reply)
    {
        if (reply.ValueKind != JsonValueKind.Object)
            return $"which is {(reply.ValueKind == JsonValueKind.Array ? "a list" : "no object")}";
        var names = reply.EnumerateObject().Select(m => m.Name).Take(NamesTold).ToList();
        return names.Count == 0 ? "which is empty" : $"which has {string.Join(", ", names)}";
    }
}
