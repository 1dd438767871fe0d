using Microsoft.Extensions.AI;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;

namespace ModelLab.Llm.Calls;

/// <summary>A call in the terms of a chat client, without what its endpoint refuses.</summary>
internal static class ChatRequest
{
    public static ChatMessage MessageOf(PromptMessage message) =>
        new(
            message.Role switch
            {
                PromptRole.System => ChatRole.System,
                PromptRole.Assistant => ChatRole.Assistant,
                _ => ChatRole.User,
            },
            message.Text
        );

    public static ChatOptions OptionsOf(ModelCall call, Adaptations adapted)
    {
        var options = new ChatOptions();
        if (call.Sampling.Temperature is { } temperature && !adapted.HasFlag(Adaptations.NoTemperature))
            options.Temperature = (float)temperature;
        if (call.Schema is { } schema && !adapted.HasFlag(Adaptations.NoResponseFormat))
            options.ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.Schema, schema.Name);
        if (call.Sampling.MaxTokens is { } maxTokens && !adapted.HasFlag(Adaptations.NoMaxTokens))
        {
            if (adapted.HasFlag(Adaptations.MaxCompletionTokens))
                options.AdditionalProperties = new() { ["max_completion_tokens"] = maxTokens };
            else
                options.MaxOutputTokens = maxTokens;
        }
        return options;
    }
}
