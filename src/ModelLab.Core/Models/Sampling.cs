namespace ModelLab.Core.Models;

/// <summary>How a model samples.</summary>
/// <param name="Temperature">0 to 2; null leaves it to the endpoint.</param>
/// <param name="MaxTokens">The most output tokens; null leaves it to the endpoint.</param>
public sealed record Sampling(double? Temperature, int? MaxTokens)
{
    /// <summary>That of generators unless told otherwise: 0.7 and 200 tokens.</summary>
    public static Sampling OfGenerators { get; } = new(0.7, 200);

    /// <summary>That of judges of both kinds unless told otherwise: temperature 0, and room for evidence.</summary>
    public static Sampling OfJudges { get; } = new(0, 800);
}
