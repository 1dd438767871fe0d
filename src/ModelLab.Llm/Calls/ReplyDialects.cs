using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelLab.Llm.Calls;

/// <summary>
/// Brings good replies that differ from OpenAI's form into it, where the SDK would discard them: other words for why a model stopped,
/// content as a list with thinking in it (Mistral's reasoning models), reasoning under OpenRouter's name.
/// An error that comes with status 200 is one.
/// </summary>
internal sealed class ReplyDialects : PipelinePolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        throw new NotSupportedException("calls are asynchronous");

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        await ProcessNextAsync(message, pipeline, currentIndex).ConfigureAwait(false);
        if (message.Response is not { Status: 200, ContentStream: not null } response || IsStream(response)) return;
        var body = await response.BufferContentAsync(message.CancellationToken).ConfigureAwait(false);
        switch (Look(body))
        {
            case Finding.Error: throw new ClientResultException("an error with status 200", response);
            case Finding.Dialect when Translate(body) is { } translated:
                response.ContentStream = new MemoryStream(translated, 0, translated.Length, writable: false, publiclyVisible: true);
                break;
        }
    }

    // Buffering a stream of events would take away what it is for.
    private static bool IsStream(PipelineResponse response) =>
        response.Headers.TryGetValue("Content-Type", out var type) && type is not null && type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

    // Nearly every reply is in OpenAI's form: reading it once decides that, without building a tree to change.
    private static Finding Look(BinaryData body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var reply = json.RootElement;
            if (reply.ValueKind != JsonValueKind.Object) return Finding.Plain;
            if (!reply.TryGetProperty("choices", out var choices))
                // OpenRouter reports what went wrong behind it under status 200.
                return reply.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null ? Finding.Error : Finding.Plain;
            if (choices.ValueKind != JsonValueKind.Array) return Finding.Plain;
            foreach (var choice in choices.EnumerateArray())
                if (choice.ValueKind == JsonValueKind.Object && IsDialect(choice)) return Finding.Dialect;
            return Finding.Plain;
        }
        catch (JsonException)
        {
            return Finding.Plain; // the SDK reads it again and says what is wrong
        }
    }

    private static bool IsDialect(JsonElement choice)
    {
        if (choice.TryGetProperty("finish_reason", out var reason) && !(reason.ValueKind == JsonValueKind.String && (reason.ValueEquals("stop"u8) || reason.ValueEquals("length"u8)))) return true;
        return choice.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object
            && ((message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array)
                || (message.TryGetProperty("reasoning", out var reasoning) && reasoning.ValueKind == JsonValueKind.String));
    }

    private enum Finding
    {
        Plain,
        Error,
        Dialect,
    }

    /// <summary>The reply in OpenAI's form, or null when there is nothing to change or to understand.</summary>
    private static byte[]? Translate(BinaryData body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject reply || reply["choices"] is not JsonArray choices) return null;
            var changed = false;
            foreach (var choice in choices.OfType<JsonObject>())
            {
                changed |= NameFinish(choice);
                if (choice["message"] is JsonObject message) changed |= JoinParts(message) | NameReasoning(message);
            }
            return changed ? JsonSerializer.SerializeToUtf8Bytes(reply) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null; // the SDK reads it again and says what is wrong
        }
    }

    // A reason that is not known stays as it is and makes the reply malformed: it may mean that the model was interrupted.
    private static bool NameFinish(JsonObject choice)
    {
        if (!choice.TryGetPropertyValue("finish_reason", out var reason)) return false;
        var name = reason is null ? "stop" : reason.GetValueKind() == JsonValueKind.String ? reason.GetValue<string>() switch
        {
            "eos" or "eos_token" or "end_turn" or "stop_sequence" or "STOP" or "" => "stop",
            "model_length" or "max_tokens" or "MAX_TOKENS" => "length",
            _ => null,
        } : null;
        if (name is not null) choice["finish_reason"] = name;
        return name is not null;
    }

    private static bool JoinParts(JsonObject message)
    {
        if (message["content"] is not JsonArray parts) return false;
        var text = string.Concat(parts.OfType<JsonObject>().Select(part => Text(part["text"])));
        var thinking = string.Concat(parts.OfType<JsonObject>().Select(part => Thinking(part["thinking"])));
        message["content"] = text;
        if (thinking.Length > 0) message["reasoning_content"] = thinking;
        return true;
    }

    private static bool NameReasoning(JsonObject message)
    {
        if (message["reasoning_content"] is not null || Text(message["reasoning"]) is not { Length: > 0 } reasoning) return false;
        message["reasoning_content"] = reasoning;
        return true;
    }

    private static string Thinking(JsonNode? node) =>
        node is JsonArray parts ? string.Concat(parts.OfType<JsonObject>().Select(part => Text(part["text"]))) : Text(node);

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
