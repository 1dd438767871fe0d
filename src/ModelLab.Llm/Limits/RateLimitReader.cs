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
public sealed class RateLimitReader(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    private static readonly AsyncLocal<RateLimitSign?> Current = new();

    /// <summary>Begins an attempt: what its response says will stand in the sign that is returned.</summary>
    public static RateLimitSign Begin() => Current.Value = new RateLimitSign();

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sign = Current.Value;
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (sign is not null)
        {
            var now = time.GetUtcNow();
            sign.RetryAfter = RateLimitHeaders.RetryAfter(response.Headers, now);
            sign.Exhausted = RateLimitHeaders.Exhausted(response.Headers, now);
        }
        return response;
    }
}
