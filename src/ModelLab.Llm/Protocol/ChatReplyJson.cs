using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// Reads replies in the form of OpenAI's <c>/chat/completions</c>, and in the forms of others: their words for why a model stopped, content
/// as a list with thinking in it (Mistral's reasoning models), reasoning under OpenRouter's name, cached tokens under DeepSeek's.
/// </summary>
internal static class ChatReplyJson
{
    /// <summary>A whole reply; of several choices the first.</summary>
    /// <exception cref="FormatException">It is no completion.</exception>
    public static ChatResponse Read(JsonElement reply)
    {
        if (First(Choices(reply)) is not { } choice)
            throw new FormatException("an empty list of choices");
        ThrowIfFailed(choice);
        if (Member(choice, "message") is not { ValueKind: JsonValueKind.Object } message)
            throw new FormatException("the choice has no message");
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, Contents(message)))
        {
            ModelId = Text(reply, "model"),
            FinishReason = Finish(choice) ?? ChatFinishReason.Stop,
            Usage = Usage(reply),
        };
    }

    /// <summary>A piece of a streamed reply, without its usage. It is without a choice where it tells usage alone.</summary>
    /// <exception cref="FormatException">It is no piece of a completion.</exception>
    public static ChatResponseUpdate ReadPiece(JsonElement piece)
    {
        var choice = First(Choices(piece));
        var contents = choice is { } part && Member(part, "delta") is { ValueKind: JsonValueKind.Object } delta ? Contents(delta) : [];
        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ModelId = Text(piece, "model"),
            FinishReason = choice is { } ended ? FinishOfPiece(ended) : null,
        };
    }

    private static JsonElement Choices(JsonElement reply)
    {
        if (reply.ValueKind != JsonValueKind.Object)
            throw new FormatException("it is no JSON object");
        if (Member(reply, "choices") is { ValueKind: JsonValueKind.Array } choices)
            return choices;
        throw new FormatException("it has no list 'choices'");
    }

    private static JsonElement? First(JsonElement choices)
    {
        foreach (var choice in choices.EnumerateArray())
            return choice.ValueKind == JsonValueKind.Object ? choice : throw new FormatException("a choice is no JSON object");
        return null;
    }

    private static List<AIContent> Contents(JsonElement message)
    {
        if (Text(message, "role") is not (null or "" or "assistant"))
            throw new FormatException("the message is not the assistant's");
        var contents = new List<AIContent>(1);
        switch (Member(message, "content"))
        {
            case { ValueKind: JsonValueKind.String } text:
                Add(text.GetString());
                break;
            case { ValueKind: JsonValueKind.Array } parts:
                foreach (var part in parts.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object))
                {
                    Add(Text(part, "text"));
                    Think(Member(part, "thinking"));
                }
                break;
            case not null:
                throw new FormatException("'content' is neither a text nor a list");
        }
        Think(Member(message, "reasoning_content") ?? Member(message, "reasoning"));
        if (Text(message, "refusal") is { Length: > 0 } refusal)
            contents.Add(new ErrorContent(refusal));
        return contents;

        void Add(string? text)
        {
            if (!string.IsNullOrEmpty(text))
                contents.Add(new TextContent(text));
        }

        void Think(JsonElement? thinking)
        {
            if (thinking is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } thought)
                contents.Add(new TextReasoningContent(thought));
            else if (thinking is { ValueKind: JsonValueKind.Array } parts)
                foreach (var part in parts.EnumerateArray())
                    Think(part.ValueKind == JsonValueKind.Object ? Member(part, "text") : null);
        }
    }

    // What providers say when they, or the model, declined. A text beside it is a stub of theirs.
    private static readonly FrozenSet<string> Declined = new[]
    {
        "content_filter",
        "content_filtered",
        "contentfilter",
        "blacklist",
        "blocklist",
        "safety",
        "recitation",
        "prohibited_content",
        "spii",
        "image_safety",
        "sensitive",
        "refusal",
        "refused",
        "guardrail_intervened",
        "moderation",
        "risk",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> CutOff = new[]
    {
        "length",
        "model_length",
        "max_tokens",
        "max_output_tokens",
        "max_new_tokens",
        "token_limit",
        "model_context_window_exceeded",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Failed = new[]
    {
        "error",
        "network_error",
        "abort",
        "aborted",
        "cancelled",
        "insufficient_system_resource",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static ChatFinishReason? FinishOfPiece(JsonElement choice)
    {
        ThrowIfFailed(choice);
        return Finish(choice);
    }

    // A word that is not known is kept as it is: beside a good text it is an answer all the same.
    private static ChatFinishReason? Finish(JsonElement choice) =>
        Member(choice, "finish_reason") switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } reason => reason.GetString() switch
            {
                null or "" => null,
                "stop" or "eos" or "eos_token" or "end_turn" or "stop_sequence" or "STOP" => ChatFinishReason.Stop,
                "tool_calls" or "function_call" => ChatFinishReason.ToolCalls,
                { } word when Declined.Contains(word) => ChatFinishReason.ContentFilter,
                { } word when CutOff.Contains(word) => ChatFinishReason.Length,
                { } word => new ChatFinishReason(word),
            },
            _ => throw new FormatException("finish_reason is no text"),
        };

    // A choice that failed is no reply, whatever stands beside it; what it says of itself is read like any other error.
    private static void ThrowIfFailed(JsonElement choice)
    {
        if (Member(choice, "error") is { ValueKind: JsonValueKind.Object or JsonValueKind.String } error)
            throw new FailedChoiceException(new JsonObject { ["error"] = JsonNode.Parse(error.GetRawText()) }.ToJsonString());
        if (Text(choice, "finish_reason") is { } word && Failed.Contains(word))
            throw new FailedChoiceException(
                new JsonObject { ["error"] = new JsonObject { ["message"] = $"the provider ended the reply with '{word}'" } }.ToJsonString()
            );
    }

    /// <summary>The tokens that a reply, or a piece of one, tells of; null where it tells of none.</summary>
    public static UsageDetails? Usage(JsonElement reply)
    {
        if (Member(reply, "usage") is not { ValueKind: JsonValueKind.Object } usage)
            return null;
        return new UsageDetails
        {
            InputTokenCount = Count(usage, "prompt_tokens"),
            OutputTokenCount = Count(usage, "completion_tokens"),
            TotalTokenCount = Count(usage, "total_tokens"),
            CachedInputTokenCount = Member(usage, "prompt_tokens_details") is { } input
                ? Count(input, "cached_tokens")
                : Count(usage, "prompt_cache_hit_tokens"),
            ReasoningTokenCount = Member(usage, "completion_tokens_details") is { } output ? Count(output, "reasoning_tokens") : null,
        };
    }

    private static long? Count(JsonElement counts, string name) =>
        Member(counts, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var count) && count >= 0
            ? count
            : null;

    private static string? Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    // A member that is null is one that is not there.
    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;
}
