namespace ModelLab.Llm.Limits;

/// <summary>What is known of one attempt's response before anything was read out of it.</summary>
internal sealed class ArrivalSign
{
    /// <summary>The wait named by <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The wait until a used-up quota is filled again.</summary>
    public TimeSpan? Exhausted { get; set; }

    /// <summary>When the whole reply was there, as a timestamp; null when it was streamed, or never came.</summary>
    public long? ArrivedAt { get; set; }
}

/// <summary>
/// What happens where a response is whole but not yet read: its time is taken, its rate-limit headers are kept (clients hand on bodies
/// alone), and the place at the endpoint is given back, so that the next call is sent before this reply is parsed. What an attempt asks
/// for travels with its asynchronous flow.
/// </summary>
internal static class ReplyArrival
{
    private static readonly AsyncLocal<ArrivalSign?> Sign = new();
    private static readonly AsyncLocal<Action?> Handback = new();

    /// <summary>Begins an attempt: what is known of its response will stand in the sign that is returned.</summary>
    public static ArrivalSign Begin() => Sign.Value = new ArrivalSign();

    /// <summary>Says what to do once a good reply is whole.</summary>
    public static void WhenWhole(Action handBack) => Handback.Value = handBack;

    /// <summary>The headers of a response came.</summary>
    public static void Headers(HttpResponseMessage response, TimeProvider time)
    {
        if (Sign.Value is not { } sign)
            return;
        string? Header(string name) => response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString().Trim() : null;
        var now = time.GetUtcNow();
        sign.RetryAfter = RateLimitHeaders.RetryAfter(Header, now);
        sign.Exhausted = RateLimitHeaders.Exhausted(Header, now);
    }

    /// <summary>A response is whole.</summary>
    /// <param name="good">Whether it is a reply and no error.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Whether the place was given back.</returns>
    public static bool Whole(bool good, TimeProvider time)
    {
        if (Sign.Value is not { } sign)
            return false;
        sign.ArrivedAt = time.GetTimestamp();
        if (!good || sign.Exhausted is not null || Handback.Value is not { } handBack)
            return false;
        handBack();
        return true;
    }
}
