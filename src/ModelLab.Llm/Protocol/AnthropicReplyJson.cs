using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ModelLab.Llm.Protocol;

/// <summary>Reads replies of Anthropic's <c>/v1/messages</c>, whole or as the events of a stream.</summary>
internal static class AnthropicReplyJson
{
    /// <summary>A whole reply.</summary>
    /// <exception cref="FormatException">It is no message.</exception>
    public static ChatResponse Read(JsonElement reply)
    {
        if (Member(reply, "content") is not { ValueKind: JsonValueKind.Array } blocks)
            throw new FormatException("it has no list 'content'");
        var contents = blocks.EnumerateArray().SelectMany(Contents).ToList();
        contents.AddRange(Declined(reply));
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ModelId = Text(reply, "model"),
            FinishReason = Finish(reply) ?? ChatFinishReason.Stop,
            Usage = AnthropicUsage.In(reply)?.AsDetails(),
        };
    }

    /// <summary>
    /// An event of a stream. Kinds that are not known are empty, as the protocol wants: it grows.
    /// </summary>
    /// <exception cref="FormatException">It is no event, or an error.</exception>
    public static AnthropicEvent ReadEvent(JsonElement json) =>
        Text(json, "type") switch
        {
            "message_start" when Member(json, "message") is { } message => new(
                new ChatResponseUpdate(ChatRole.Assistant, []) { ModelId = Text(message, "model") },
                AnthropicUsage.In(message)
            ),
            "content_block_start" when Member(json, "content_block") is { } block => new(Update(Contents(block))),
            "content_block_delta" when Member(json, "delta") is { } delta => new(Update(Contents(delta))),
            "message_delta" when Member(json, "delta") is { } delta => new(Update(Declined(delta), Finish(delta)), AnthropicUsage.In(json)),
            "message_stop" => new(Update([])) { IsLast = true },
            "error" => throw new FormatException("it is an error"),
            not null => new(Update([])),
            null => throw new FormatException("the event has no 'type'"),
        };

    private static ChatResponseUpdate Update(IEnumerable<AIContent> contents, ChatFinishReason? finish = null) =>
        new(ChatRole.Assistant, [.. contents]) { FinishReason = finish };

    // A block, or a piece of one.
    private static IEnumerable<AIContent> Contents(JsonElement block)
    {
        if (Text(block, "type") is "text" or "text_delta" && Text(block, "text") is { Length: > 0 } text)
            yield return new TextContent(text);
        else if (Text(block, "type") is "thinking" or "thinking_delta" && Text(block, "thinking") is { Length: > 0 } thought)
            yield return new TextReasoningContent(thought);
    }

    // Why the model declined, in words for people, where it says so.
    private static IEnumerable<AIContent> Declined(JsonElement message) =>
        Member(message, "stop_details") is { } details && Text(details, "explanation") is { Length: > 0 } why
            ? [new ErrorContent(why)]
            : [];

    private static ChatFinishReason? Finish(JsonElement message) =>
        Text(message, "stop_reason") switch
        {
            null => null,
            "end_turn" or "stop_sequence" => ChatFinishReason.Stop,
            "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
            "tool_use" => ChatFinishReason.ToolCalls,
            "refusal" => ChatFinishReason.ContentFilter,
            { } word => new ChatFinishReason(word),
        };

    private static string? Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;
}

/// <summary>An event of a stream.</summary>
/// <param name="Update">What it adds to the reply.</param>
/// <param name="Usage">The tokens that it tells of; null where it tells of none.</param>
internal sealed record AnthropicEvent(ChatResponseUpdate Update, AnthropicUsage? Usage = null)
{
    /// <summary>Whether the reply is whole with it.</summary>
    public bool IsLast { get; init; }
}

/// <summary>The tokens of a reply, each null where it is not told. What the cache gave or took is not in <paramref name="Input"/>.</summary>
internal sealed record AnthropicUsage(long? Input, long? CacheRead, long? CacheWritten, long? Output, long? Thinking)
{
    /// <summary>What a message, or an event, tells of; null where it has no usage.</summary>
    public static AnthropicUsage? In(JsonElement json)
    {
        if (!json.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
            return null;
        var details = usage.TryGetProperty("output_tokens_details", out var output) ? output : default;
        return new AnthropicUsage(
            Count(usage, "input_tokens"),
            Count(usage, "cache_read_input_tokens"),
            Count(usage, "cache_creation_input_tokens"),
            Count(usage, "output_tokens"),
            Count(details, "thinking_tokens")
        );
    }

    /// <summary>This with what a later event tells: each count is of the whole reply so far.</summary>
    public AnthropicUsage Then(AnthropicUsage? later) =>
        later is null
            ? this
            : new(
                later.Input ?? Input,
                later.CacheRead ?? CacheRead,
                later.CacheWritten ?? CacheWritten,
                later.Output ?? Output,
                later.Thinking ?? Thinking
            );

    public UsageDetails AsDetails() =>
        new()
        {
            InputTokenCount = Input + (CacheRead ?? 0) + (CacheWritten ?? 0),
            CachedInputTokenCount = CacheRead,
            OutputTokenCount = Output,
            ReasoningTokenCount = Thinking,
        };

    private static long? Count(JsonElement counts, string name) =>
        counts.ValueKind == JsonValueKind.Object
        && counts.TryGetProperty(name, out var number)
        && number.ValueKind == JsonValueKind.Number
        && number.TryGetInt64(out var count)
        && count is >= 0 and < 1L << 40
            ? count
            : null;
}
