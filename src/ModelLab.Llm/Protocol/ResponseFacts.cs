using System.Text.Json;
using Microsoft.Extensions.AI;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// What a response tells beside its text: what its headers say, and when it came. A client puts it into its reply or into its
/// <see cref="EndpointException"/>.
/// </summary>
internal sealed record ResponseFacts
{
    private const string Name = "modellab.response";

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>The name that the endpoint's support knows the request by.</summary>
    public string? RequestId { get; init; }

    /// <summary>The wait named by <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The wait until a used-up quota is filled again.</summary>
    public TimeSpan? QuotaReset { get; init; }

    /// <summary>The secret that was shown with the request, which the response may echo; null without one.</summary>
    public Secret? Shown { get; init; }

    /// <summary>Who answered behind the endpoint, where it hands requests on and says so (OpenRouter).</summary>
    public string? ServedBy { get; init; }

    /// <summary>What an assistant says it used: addresses of pages or ids of chunks, in its order; null where it does not say.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>What the reply says that it cost, in US dollars; null where it does not say.</summary>
    public decimal? ToldCost { get; init; }

    /// <summary>Where the endpoint says that it moved to; null where it does not.</summary>
    public string? Location { get; init; }

    /// <summary>From sending to the first piece of text or reasoning; null unless the reply was streamed.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>From sending to the whole response; null while it is not whole.</summary>
    public TimeSpan? Whole { get; init; }

    /// <summary>What the headers of a response say.</summary>
    public static ResponseFacts Of(HttpResponseMessage response, DateTimeOffset now)
    {
        string? Header(string name) => response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString().Trim() : null;
        return new ResponseFacts
        {
            Status = (int)response.StatusCode,
            RequestId = Header("x-request-id") ?? Header("request-id"),
            Location = Header("Location"),
            RetryAfter = RateLimitHeaders.RetryAfter(Header, now),
            QuotaReset = RateLimitHeaders.Exhausted(Header, now),
        };
    }

    /// <summary>This with what a reply, or a piece of one, says of who gave it and what it cost.</summary>
    public ResponseFacts With(JsonElement reply)
    {
        if (reply.ValueKind != JsonValueKind.Object)
            return this;
        var served =
            reply.TryGetProperty("provider", out var provider) && provider.ValueKind == JsonValueKind.String ? provider.GetString() : null;
        var told =
            reply.TryGetProperty("usage", out var usage)
            && usage.ValueKind == JsonValueKind.Object
            && usage.TryGetProperty("cost", out var cost)
                ? Dollars(cost)
                : null;
        return string.IsNullOrEmpty(served) && told is null
            ? this
            : this with
            {
                ServedBy = string.IsNullOrEmpty(served) ? ServedBy : served,
                ToldCost = told ?? ToldCost,
            };
    }

    // A number (OpenRouter), or the sum of its parts (Perplexity). Who does not count says 0, and nothing costs that.
    private static decimal? Dollars(JsonElement cost) =>
        cost.ValueKind == JsonValueKind.Object && cost.TryGetProperty("total_cost", out var total) ? Dollars(total)
        : cost.ValueKind == JsonValueKind.Number && cost.TryGetDecimal(out var dollars) && dollars is > 0 and < 10_000 ? dollars
        : null;

    /// <summary>What a reply carries; null when its client tells nothing.</summary>
    public static ResponseFacts? In(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue<ResponseFacts>(Name, out var facts) ? facts : null;

    /// <summary>This as the properties of a reply.</summary>
    public AdditionalPropertiesDictionary AsProperties() => new() { [Name] = this };
}
