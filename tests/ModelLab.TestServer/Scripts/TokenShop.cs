using System.Collections.Concurrent;

namespace ModelLab.Testing;

/// <summary>Sells the tokens of GigaChat's OAuth, and knows which of them live.</summary>
public sealed class TokenShop(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _sold = new();
    private readonly ConcurrentQueue<TokenRequest> _requests = new();
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How long a token lives.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the shop takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>How far its clock is ahead of the buyer's.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>What must come behind <c>Basic</c>; null to accept anything.</summary>
    public string? RequiredKey { get; set; }

    /// <summary>What the shop does in place of selling; null to sell.</summary>
    public Func<TokenRequest, RawReply?> Instead { get; set; } = _ => null;

    /// <summary>The requests so far.</summary>
    public IReadOnlyList<TokenRequest> Requests => [.. _requests];

    /// <summary>Completes when the first request has come.</summary>
    public Task WhenReceived => _received.Task;

    /// <summary>How many tokens were sold.</summary>
    public int Sold => _sold.Count;

    /// <summary>The tokens that were sold, in no order.</summary>
    public IReadOnlyCollection<string> Tokens => [.. _sold.Keys];

    /// <summary>Ends all tokens before their time, as a provider may.</summary>
    public void Revoke()
    {
        foreach (var token in _sold.Keys)
            _sold[token] = DateTimeOffset.MinValue;
    }

    internal TimeProvider Time => time;

    internal int Receive(TokenRequest request)
    {
        _requests.Enqueue(request);
        _received.TrySetResult();
        return _requests.Count;
    }

    internal (string Token, DateTimeOffset EndsAt) Sell()
    {
        var (token, ends) = ($"eyJ.lab-token.{Guid.NewGuid():N}{Guid.NewGuid():N}", time.GetUtcNow() + Lifetime);
        _sold[token] = ends;
        return (token, ends + Skew);
    }

    internal bool IsLive(string token) => _sold.TryGetValue(token, out var ends) && time.GetUtcNow() < ends;
}

/// <summary>A request for a token.</summary>
/// <param name="Authorization">The header of that name, or null.</param>
/// <param name="RequestId">The header <c>RqUID</c>, or null.</param>
/// <param name="Scope">What the form asks for.</param>
public sealed record TokenRequest(string? Authorization, string? RequestId, string? Scope);
