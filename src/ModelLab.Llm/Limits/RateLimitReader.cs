using System.ClientModel.Primitives;

namespace ModelLab.Llm.Limits;

/// <summary>What the headers of one attempt's response said about waiting.</summary>
public sealed class RateLimitSign
{
    /// <summary>The wait named by <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The wait until a used-up quota is filled again.</summary>
    public TimeSpan? Exhausted { get; set; }
}

/// <summary>
/// Reads rate-limit headers where they pass by: the client above hands on bodies alone. The sign of an attempt travels with its
/// asynchronous flow.
/// </summary>
internal sealed class RateLimitReader(TimeProvider time) : PipelinePolicy
{
    private static readonly AsyncLocal<RateLimitSign?> Current = new();

    /// <summary>Begins an attempt: what its response says will stand in the sign that is returned.</summary>
    public static RateLimitSign Begin() => Current.Value = new RateLimitSign();

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        throw new NotSupportedException("calls are asynchronous");

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        await ProcessNextAsync(message, pipeline, currentIndex).ConfigureAwait(false);
        if (Current.Value is not { } sign || message.Response?.Headers is not { } headers) return;
        string? Header(string name) => headers.TryGetValue(name, out var value) ? value?.Trim() : null;
        var now = time.GetUtcNow();
        sign.RetryAfter = RateLimitHeaders.RetryAfter(Header, now);
        sign.Exhausted = RateLimitHeaders.Exhausted(Header, now);
    }
}
