using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ModelLab.Dashboard.Hosting;

/// <summary>
/// Lets in who knows the token: once as <c>?token=</c>, which is exchanged for a cookie so that it leaves the address bar, or as a bearer
/// token.
/// </summary>
internal sealed class TokenGate(string? token)
{
    private const string CookieName = "modellab-token";
    private const string Parameter = "token";

    // The cookie is good for this process alone and does not tell the token.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public bool IsOpen => token is null;

    public bool Admits(HttpRequest request)
    {
        if (token is null)
            return true;
        if (
            request.Headers.Authorization.ToString() is { Length: > 7 } bearer
            && bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        )
            return Same(bearer[7..].Trim(), token);
        return request.Cookies.TryGetValue(CookieName, out var cookie) && Same(cookie, CookieValue());
    }

    /// <summary>Exchanges a right token in the address for a cookie and the same address without it.</summary>
    /// <returns>Whether the response is complete.</returns>
    public bool Exchange(HttpContext context)
    {
        var request = context.Request;
        if (token is null || !HttpMethods.IsGet(request.Method) || request.Query[Parameter] is not [{ } shown] || !Same(shown, token))
            return false;
        context.Response.Cookies.Append(
            CookieName,
            CookieValue(),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Path = "/",
                IsEssential = true,
            }
        );
        var rest = QueryString.Create(
            request.Query.Where(q => q.Key != Parameter).SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)))
        );
        // One leading slash alone: "//host" would lead elsewhere.
        context.Response.Redirect("/" + request.Path.Value?.TrimStart('/', '\\') + rest);
        return true;
    }

    private string CookieValue() => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(token!)));

    private static bool Same(string shown, string expected) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(shown)),
            SHA256.HashData(Encoding.UTF8.GetBytes(expected))
        );
}
