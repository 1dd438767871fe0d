using System.ClientModel.Primitives;

namespace ModelLab.Llm.Limits;

/// <summary>What is known of one attempt's response before anything was read out of it.</summary>
public sealed class ArrivalSign
{
    /// <summary>The wait named by <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The wait until a used-up quota is filled again.</summary>
    public TimeSpan? Exhausted { get; set; }

    /// <summary>When the whole reply was there, as a timestamp; null when it was streamed, or never came.</summary>
    public long? ArrivedAt { get; set; }
}

/// <summary>
/// Stands next to the wire, where a response is whole but not yet read: takes its time, reads its rate-limit headers (the client above
/// hands on bodies alone), and gives the place at the endpoint back, so that the next call is sent before this reply is parsed. What an
/// attempt asks for travels with its asynchronous flow.
/// </summary>
internal sealed class ReplyArrival(TimeProvider time) : PipelinePolicy
{
    private static readonly AsyncLocal<ArrivalSign?> Sign = new();
    private static readonly AsyncLocal<Action?> Handback = new();

    /// <summary>Begins an attempt: what is known of its response will stand in the sign that is returned.</summary>
    public static ArrivalSign Begin() => Sign.Value = new ArrivalSign();

    /// <summary>Says what to do once a good reply is whole.</summary>
    public static void WhenWhole(Action handBack) => Handback.Value = handBack;

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        throw new NotSupportedException("calls are asynchronous");

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        await ProcessNextAsync(message, pipeline, currentIndex).ConfigureAwait(false);
        if (Sign.Value is not { } sign || message.Response is not { } response) return;
        string? Header(string name) => response.Headers.TryGetValue(name, out var value) ? value?.Trim() : null;
        var now = time.GetUtcNow();
        sign.RetryAfter = RateLimitHeaders.RetryAfter(Header, now);
        sign.Exhausted = RateLimitHeaders.Exhausted(Header, now);
        if (!message.BufferResponse) return;
        sign.ArrivedAt = time.GetTimestamp();
        if (response.Status != 200 || sign.Exhausted is not null || Handback.Value is not { } handBack) return;
        handBack();
        // Whoever got the place goes first; reading this reply can wait.
        await Task.Yield();
    }
}
