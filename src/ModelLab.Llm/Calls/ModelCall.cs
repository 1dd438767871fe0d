using System.Text.Json;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Protocol;

namespace ModelLab.Llm.Calls;

/// <summary>One ask of one model, as data: what is sent does not depend on who runs it or when.</summary>
public sealed record ModelCall
{
    /// <summary>Where it goes.</summary>
    public required ModelEndpoint Endpoint { get; init; }

    /// <summary>The conversation; empty where texts are to be embedded.</summary>
    public required IReadOnlyList<PromptMessage> Messages { get; init; }

    /// <summary>The texts to embed, at least one and none empty; null for a conversation.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>How the model samples.</summary>
    public required Sampling Sampling { get; init; }

    /// <summary>The most output tokens that can come and be paid for; null where nothing limits them.</summary>
    public long? MostOutput =>
        Endpoint.Protocol == EndpointProtocol.Anthropic
            ? AnthropicRequestJson.LimitOf(Sampling.MaxTokens, Endpoint.Parameters.Members.FirstOrDefault(m => m.Key == "thinking").Value)
            : Sampling.MaxTokens;

    /// <summary>The JSON schema asked for, where the endpoint accepts one; null for free text.</summary>
    public ReplySchema? Schema { get; init; }

    /// <summary>0 for the first call of its kind, 1 … for repeats that measure consistency.</summary>
    public int Repeat { get; init; }

    /// <summary>0 for the first ask, 1 for the re-ask after an unreadable reply.</summary>
    public int ReAsk { get; init; }

    /// <summary>A call that asks for the vectors of texts.</summary>
    public static ModelCall ForEmbedding(ModelEndpoint endpoint, IReadOnlyList<string> inputs, int repeat = 0) =>
        new()
        {
            Endpoint = endpoint,
            Messages = [],
            Sampling = new Sampling(null, null),
            Inputs = inputs,
            Repeat = repeat,
        };
}

/// <summary>The parts of a request that some endpoints refuse and that are then left out or renamed.</summary>
[Flags]
public enum Adaptations
{
    /// <summary>The request goes as it is.</summary>
    None = 0,

    /// <summary>Sent without <c>temperature</c>.</summary>
    NoTemperature = 1,

    /// <summary><c>max_completion_tokens</c> in place of <c>max_tokens</c>.</summary>
    MaxCompletionTokens = 2,

    /// <summary>Sent without any token limit.</summary>
    NoMaxTokens = 4,

    /// <summary>Sent without <c>response_format</c>; the prompt alone asks for JSON.</summary>
    NoResponseFormat = 8,

    /// <summary>Asked for the whole reply at once; the time to its first token stays unknown.</summary>
    NoStreaming = 16,

    /// <summary>A temperature of 0 is sent as the smallest that such endpoints accept.</summary>
    LeastTemperature = 32,

    /// <summary>JSON is asked for without its schema.</summary>
    JsonObject = 64,

    /// <summary>The system's text goes before the user's.</summary>
    SystemInUser = 128,

    /// <summary>Streamed without asking for the tokens used.</summary>
    NoStreamOptions = 256,

    /// <summary>Streamed, for the endpoint answers no other way.</summary>
    Streaming = 512,
}
