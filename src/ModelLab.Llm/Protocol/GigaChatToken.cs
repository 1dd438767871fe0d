using System.Net.Http.Headers;
using System.Text.Json;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// GigaChat's OAuth token, bought with the key and shown as a bearer's. All who need one wait for one purchase. It is renewed a little
/// before it ends, when it is next needed, and when the endpoint no longer takes it.
/// </summary>
/// <param name="http">The connection pool.</param>
/// <param name="order">Where it is bought, and with what.</param>
/// <param name="time">The clock.</param>
internal sealed class GigaChatToken(HttpMessageInvoker http, TokenOrder order, TimeProvider time) : ICredential
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // A call is under way for a while before the endpoint looks at its token.
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(30);

    // GigaChat's own, for answers that tell none that can be true.
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromMinutes(30);

    // Below this the clocks agree, as far as a date in whole seconds shows.
    private static readonly TimeSpan LeastSkew = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Token? _token;
    private Task<Token>? _purchase;

    public async ValueTask<ShownCredential?> ShowAsync(CancellationToken cancellationToken)
    {
        Task<Token> purchase;
        lock (_lock)
        {
            if (_token is { } token && time.GetTimestamp() < token.RenewAt)
                return token.Shown;
            purchase = _purchase ??= BuyAsync();
        }
        return (await purchase.WaitAsync(cancellationToken).ConfigureAwait(false)).Shown;
    }

    public bool Refused(ShownCredential shown)
    {
        lock (_lock)
        {
            // Many calls are refused with the same token; it is thrown away once.
            if (ReferenceEquals(_token?.Shown, shown))
                _token = null;
        }
        return true;
    }

    // Belongs to no caller: who goes away does not take the token from the others.
    private async Task<Token> BuyAsync()
    {
        await Task.Yield(); // the lock is left before anything ends
        try
        {
            var token = await OrderAsync().ConfigureAwait(false);
            lock (_lock)
                (_token, _purchase) = (token, null);
            return token;
        }
        catch (Exception e)
        {
            lock (_lock)
                _purchase = null;
            var why =
                e is OperationCanceledException
                    ? new TimeoutException(FormattableString.Invariant($"no answer within {Timeout.TotalSeconds:0} s"))
                    : e;
            throw new TokenException(order.KeyVariable, order.Url, why);
        }
    }

    private async Task<Token> OrderAsync()
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var request = new HttpRequestMessage(HttpMethod.Post, order.Url)
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("scope", order.Scope)]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", order.Key.Reveal());
        request.Headers.TryAddWithoutValidation("RqUID", Guid.NewGuid().ToString());
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        var sent = time.GetTimestamp();
        using var response = new EndpointResponse(await http.SendAsync(request, limit.Token).ConfigureAwait(false), sent, time);
        if (response.Facts.Status != 200)
            throw await response.ErrorAsync(limit.Token).ConfigureAwait(false);
        var bytes = await response.BytesAsync(limit.Token).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var skew = response.Date is { } date && (date - now).Duration() > LeastSkew ? date - now : TimeSpan.Zero;
        var (secret, lifetime) = response.Read(bytes, reply => Read(reply, now + skew));
        var margin = lifetime / 10 < LongestMargin ? lifetime / 10 : LongestMargin;
        // Counted from the order: what the answer took is gone of its life.
        var renewAt = sent + (long)((lifetime - margin).TotalSeconds * time.TimestampFrequency);
        return new Token(new ShownCredential("Authorization", "Bearer ", secret), renewAt);
    }

    private static (Secret Token, TimeSpan Lifetime) Read(JsonElement reply, DateTimeOffset now)
    {
        if (
            reply.ValueKind != JsonValueKind.Object
            || !reply.TryGetProperty("access_token", out var token)
            || token.ValueKind != JsonValueKind.String
            || token.GetString() is not { Length: > 0 } text
        )
            throw new FormatException("it has no text 'access_token'");
        // GigaChat tells a moment in milliseconds; some gateways one in seconds, or the seconds that are left.
        double?[] told =
        [
            Number(reply, "expires_at") - now.ToUnixTimeMilliseconds(),
            Number(reply, "expires_at") * 1000 - now.ToUnixTimeMilliseconds(),
            Number(reply, "expires_in") * 1000,
        ];
        var left = told.FirstOrDefault(ms => ms > 0 && ms < TimeSpan.FromDays(1).TotalMilliseconds);
        return (new Secret(text), left is { } known ? TimeSpan.FromMilliseconds(known) : UsualLifetime);
    }

    private static double? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number ? member.GetDouble() : null;

    private sealed record Token(ShownCredential Shown, long RenewAt);
}

/// <summary>What a token is bought with. Endpoints of equal orders share a token.</summary>
/// <param name="Url">Where.</param>
/// <param name="Scope">For which of the provider's offers.</param>
/// <param name="Key">The key that pays, as it is sent behind <c>Basic</c>.</param>
/// <param name="KeyVariable">The variable that the key comes from, for messages.</param>
internal sealed record TokenOrder(Uri Url, string Scope, Secret Key, string KeyVariable)
{
    /// <summary>Where GigaChat sells its tokens, and the scope of personal accounts.</summary>
    private static readonly Uri GigaChat = new("https://ngw.devices.sberbank.ru:9443/api/v2/oauth");

    private const string PersonalScope = "GIGACHAT_API_PERS";

    /// <summary>What an endpoint's tokens are bought with.</summary>
    public static TokenOrder Of(ModelEndpoint endpoint, Secret key) =>
        new(endpoint.Connection.TokenUrl ?? GigaChat, endpoint.Connection.TokenScope ?? PersonalScope, key, endpoint.KeyVariable);
}
