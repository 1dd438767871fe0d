namespace ModelLab.Sweeps.Checking;

/// <summary>How a model is asked for JSON.</summary>
public enum JsonMode
{
    /// <summary>By a schema that the endpoint holds the model to.</summary>
    Schema,

    /// <summary>As an object of any form.</summary>
    Object,

    /// <summary>By the prompt alone.</summary>
    Prompt,
}

/// <summary>What a call told of a model.</summary>
/// <param name="Name">The model as flags name it.</param>
/// <param name="Model">The model as its endpoint knows it; null when it has no endpoint.</param>
/// <param name="Endpoint">The endpoint; null when it is not known.</param>
/// <param name="KeyVariable">The variable with the key; null when no endpoint is known.</param>
public sealed record ModelCheck(string Name, string? Model, string? Endpoint, string? KeyVariable)
{
    /// <summary>Whether the model can be used.</summary>
    public bool Ok => Fault is null;

    /// <summary>Why it cannot be used, and what to do, in one line; null when it can.</summary>
    public string? Fault { get; init; }

    /// <summary>How it took the request for JSON; null without a reply.</summary>
    public JsonMode? JsonMode { get; init; }

    /// <summary>Whether its reply was the JSON that was asked for; null without a reply.</summary>
    public bool? AnswersJson { get; init; }

    /// <summary>Whether its reply came in pieces; null without a reply.</summary>
    public bool? Streams { get; init; }

    /// <summary>What was done in place of what the endpoint refused; empty for nothing.</summary>
    public string Adapted { get; init; } = "";

    /// <summary>Milliseconds to the whole reply.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Milliseconds to its first piece; null unless it came in pieces.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>The model that the endpoint says it used.</summary>
    public string? ReturnedModel { get; init; }

    /// <summary>Input tokens that the endpoint reported; null when it reported none.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Output tokens that it reported; null when it reported none.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Whether it is an assistant of the user's own, which is not asked for JSON.</summary>
    public bool IsAssistant { get; init; }

    /// <summary>How many sources an assistant named; null where it named none, and for models.</summary>
    public int? Sources { get; init; }

    /// <summary>Whether the model reasoned before it answered.</summary>
    public bool Reasons { get; init; }

    /// <summary>What this call cost; null when tokens or price are unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The currency; null when the price is unknown.</summary>
    public string? Currency { get; init; }

    /// <summary>What is not as it should be although the model can be used, each with what to do.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
