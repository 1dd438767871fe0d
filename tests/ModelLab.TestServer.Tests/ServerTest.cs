using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Xunit;

namespace ModelLab.Testing.Tests;

/// <summary>A server, a real HTTP client, and the requests that clients send.</summary>
public abstract class ServerTest : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected TestServer Server { get; private set; } = null!;

    protected HttpClient Http { get; } = new();

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected virtual TimeProvider Time => TimeProvider.System;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(0, Time, Stop);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        await Server.DisposeAsync();
    }

    protected static string Ask(string text, string model = "m1") =>
        Json(new { model, messages = new[] { new { role = "user", content = text } } });

    protected static string Json<T>(T value) => JsonSerializer.Serialize(value, Readable);

    protected Task<HttpResponseMessage> PostAsync(
        string body,
        Uri? baseUrl = null,
        string? key = null,
        string endpoint = "chat/completions",
        CancellationToken? stop = null
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{baseUrl ?? Server.BaseUrl}/{endpoint}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return Http.SendAsync(request, stop ?? Stop);
    }

    protected async Task<JsonElement> ReplyAsync(string body, Uri? baseUrl = null)
    {
        using var response = await PostAsync(body, baseUrl);
        Assert.Equal(200, (int)response.StatusCode);
        return await JsonOf(response);
    }

    protected async Task<string?> ContentAsync(string body, Uri? baseUrl = null) =>
        Message(await ReplyAsync(body, baseUrl)).GetProperty("content").GetString();

    protected static JsonElement Message(JsonElement reply) => reply.GetProperty("choices")[0].GetProperty("message");

    protected static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(Stop));

    protected static async Task<JsonElement> ErrorOf(HttpResponseMessage response) => (await JsonOf(response)).GetProperty("error");
}
