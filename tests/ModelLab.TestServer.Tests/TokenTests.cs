using System.Net.Http.Headers;
using System.Text.Json;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Testing.Tests;

/// <summary>The server as GigaChat's shop of tokens.</summary>
public sealed class TokenTests : ServerTest
{
    private readonly ManualTime _time = new();

    protected override TimeProvider Time => _time;

    [Fact]
    public async Task A_token_opens_the_models_that_want_one_until_it_ends()
    {
        Server.Model("m1").Tokens = Server.Tokens;
        Server.Tokens.Lifetime = TimeSpan.FromSeconds(20);

        var sold = await JsonOf(await BuyAsync("Basic a2V5", Guid.NewGuid().ToString(), "S"));
        var token = sold.GetProperty("access_token").GetString()!;
        Assert.Equal(20_000, sold.GetProperty("expires_at").GetInt64()); // the clock stands at 1970-01-01

        Assert.Equal(200, await StatusAsync(token));
        Assert.Equal(401, await StatusAsync("another"));
        Assert.Equal(401, await StatusAsync(null));
        _time.Advance(TimeSpan.FromSeconds(19.999));
        Assert.Equal(200, await StatusAsync(token));
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(401, await StatusAsync(token));
        Assert.Equal(1, Server.Tokens.Sold);
    }

    [Theory]
    [InlineData(null, "9c3e7a4e-0000-4000-8000-000000000000", "S", 400)]
    [InlineData("Bearer a2V5", "9c3e7a4e-0000-4000-8000-000000000000", "S", 400)]
    [InlineData("Basic b3RoZXI=", "9c3e7a4e-0000-4000-8000-000000000000", "S", 401)]
    [InlineData("Basic a2V5", "7", "S", 400)]
    [InlineData("Basic a2V5", "9c3e7a4e-0000-4000-8000-000000000000", "", 400)]
    public async Task A_request_that_lacks_something_buys_nothing(string? authorization, string id, string scope, int expected)
    {
        Server.Tokens.RequiredKey = "a2V5";
        using var response = await BuyAsync(authorization, id, scope);
        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal(JsonValueKind.String, (await JsonOf(response)).GetProperty("message").ValueKind);
        Assert.Equal((0, 1), (Server.Tokens.Sold, Server.Tokens.Requests.Count));
    }

    private Task<HttpResponseMessage> BuyAsync(string? authorization, string id, string scope)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.Root, "/oauth"))
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("scope", scope)]),
        };
        request.Headers.Add("RqUID", id);
        if (authorization is not null)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        return Http.SendAsync(request, Stop);
    }

    private async Task<int> StatusAsync(string? token)
    {
        using var response = await PostAsync(Ask("?"), key: token);
        return (int)response.StatusCode;
    }
}
