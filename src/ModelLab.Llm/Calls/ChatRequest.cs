using Microsoft.Extensions.AI;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Llm.Protocol;

namespace ModelLab.Llm.Calls;

/// <summary>A call in the terms of a chat client, without what its endpoint refuses.</summary>
internal static class ChatRequest
{
    public static IEnumerable<ChatMessage> MessagesOf(ModelCall call, Adaptations adapted)
    {
        if (!adapted.HasFlag(Adaptations.SystemInUser))
            return call.Messages.Select(MessageOf);
        var system = string.Join("\n\n", call.Messages.Where(m => m.Role == PromptRole.System).Select(m => m.Text));
        var others = call.Messages.Where(m => m.Role != PromptRole.System).ToList();
        return others.Select((m, i) => MessageOf(i == 0 ? m with { Text = system + "\n\n" + m.Text } : m));
    }

    private static ChatMessage MessageOf(PromptMessage message) =>
        new(
            message.Role switch
            {
                PromptRole.System => ChatRole.System,
                PromptRole.Assistant => ChatRole.Assistant,
                _ => ChatRole.User,
            },
            message.Text
        );

    public static EmbeddingGenerationOptions? EmbeddingOptionsOf(ModelCall call)
    {
        if (call.Endpoint.Parameters.Canonical.Length == 0)
            return null;
        var options = new EmbeddingGenerationOptions { AdditionalProperties = [] };
        foreach (var (name, value) in call.Endpoint.Parameters.Members)
            options.AdditionalProperties[name] = value;
        return options;
    }

    public static ChatOptions OptionsOf(ModelCall call, Adaptations adapted)
    {
        var options = new ChatOptions();
        foreach (var (name, value) in call.Endpoint.Parameters.Members)
            (options.AdditionalProperties ??= [])[name] = value;
        if (call.Sampling.Temperature is { } temperature && !adapted.HasFlag(Adaptations.NoTemperature))
            options.Temperature = (float)(
                temperature == 0 && adapted.HasFlag(Adaptations.LeastTemperature) ? EndpointAdaptations.LeastTemperature : temperature
            );
        if (call.Schema is { } schema && !adapted.HasFlag(Adaptations.NoResponseFormat))
            options.ResponseFormat = adapted.HasFlag(Adaptations.JsonObject)
                ? ChatResponseFormat.Json
                : ChatResponseFormat.ForJsonSchema(schema.Schema, schema.Name);
        if (adapted.HasFlag(Adaptations.NoStreamOptions))
            (options.AdditionalProperties ??= [])[ChatRequestJson.NoStreamOptions] = true;
        if (call.Sampling.MaxTokens is { } maxTokens && !adapted.HasFlag(Adaptations.NoMaxTokens))
        {
            if (adapted.HasFlag(Adaptations.MaxCompletionTokens))
                (options.AdditionalProperties ??= [])["max_completion_tokens"] = maxTokens;
            else
                options.MaxOutputTokens = maxTokens;
        }
        return options;
    }
}
