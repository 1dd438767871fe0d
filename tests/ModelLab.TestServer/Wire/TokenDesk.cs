using System.Globalization;

namespace ModelLab.Testing.Wire;

/// <summary>Sells tokens over HTTP, with GigaChat's refusals.</summary>
internal static class TokenDesk
{
    public static async Task SellAsync(HttpContext context, TokenShop shop)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        string? authorization = context.Request.Headers.Authorization;
        var request = new TokenRequest(authorization, context.Request.Headers["RqUID"], form["scope"]);
        shop.Receive(request);
        if (shop.Latency > TimeSpan.Zero)
            await Task.Delay(shop.Latency, shop.Time, context.RequestAborted).ConfigureAwait(false);
        await Delivery.WholeAsync(context, shop.Instead(request) ?? Refuse(shop, request) ?? Token(shop), call: null).ConfigureAwait(false);
    }

    private static RawReply? Refuse(TokenShop shop, TokenRequest request) =>
        request.Authorization?.StartsWith("Basic ", StringComparison.Ordinal) != true ? Error(400, 4, "Can't decode 'Authorization' header")
        : !Guid.TryParse(request.RequestId, out _) ? Error(400, 1, "RqUID is not a valid UUID")
        : request.Scope is null or "" ? Error(400, 5, "scope is empty")
        : shop.RequiredKey is { } key && request.Authorization["Basic ".Length..] != key
            ? Error(401, 6, "credentials doesn't match db data")
        : null;

    private static RawReply Token(TokenShop shop)
    {
        var (token, ends) = shop.Sell();
        var json = JsonBytes.Of(
            (token, ends),
            static (json, sold) =>
            {
                json.WriteStartObject();
                json.WriteString("access_token"u8, sold.token);
                json.WriteNumber("expires_at"u8, sold.ends.ToUnixTimeMilliseconds());
                json.WriteEndObject();
            }
        );
        var headers = new Dictionary<string, string>
        {
            ["Date"] = (shop.Time.GetUtcNow() + shop.Skew).ToString("R", CultureInfo.InvariantCulture),
        };
        return new RawReply(200, ContentTypes.Json, json, headers);
    }

    private static RawReply Error(int status, int code, string message) =>
        new(
            status,
            ContentTypes.Json,
            JsonBytes.Of(
                (code, message),
                static (json, error) =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("code"u8, error.code);
                    json.WriteString("message"u8, error.message);
                    json.WriteEndObject();
                }
            )
        );
}
