using System.Text.Json;
using Xunit;

namespace ModelLab.Testing.Tests;

public sealed class StreamTests : ServerTest
{
    private static string AskStream(bool usage) =>
        usage
            ? Json(
                new
                {
                    model = "m1",
                    stream = true,
                    stream_options = new { include_usage = true },
                    messages = new[] { new { role = "user", content = "Вопрос?" } },
                }
            )
            : Json(
                new
                {
                    model = "m1",
                    stream = true,
                    messages = new[] { new { role = "user", content = "Вопрос?" } },
                }
            );

    private async Task<List<string>> EventsAsync(string body)
    {
        using var response = await PostAsync(body);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(e => e["data: ".Length..])];
    }

    private static string Joined(IEnumerable<JsonElement> chunks, string field) =>
        string.Concat(
            chunks
                .Where(c => c.GetProperty("choices").GetArrayLength() == 1)
                .Select(c => c.GetProperty("choices")[0].GetProperty("delta"))
                .Select(d => d.TryGetProperty(field, out var text) ? text.GetString() : "")
        );

    [Fact]
    public async Task The_pieces_join_to_the_reply_and_usage_comes_last_when_asked_for()
    {
        const string content = "Справку выдают 🎓🎓🎓🎓🎓🎓🎓 в деканате, в день обращения.";
        Server.Model("m1").Reply = _ => Scripted.Text(content, "Сначала подумаю о сроках.", "length");

        var events = await EventsAsync(AskStream(usage: true));

        Assert.Equal("[DONE]", events[^1]);
        var chunks = events[..^1].ConvertAll(e => JsonElement.Parse(e));
        Assert.All(chunks, c => Assert.Equal("chat.completion.chunk", c.GetProperty("object").GetString()));
        Assert.True(chunks.Count > 6);
        Assert.Equal("assistant", Joined(chunks, "role"));
        Assert.Equal(content, Joined(chunks, "content"));
        Assert.Equal("Сначала подумаю о сроках.", Joined(chunks, "reasoning_content"));
        Assert.Equal("length", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Assert.Equal(2, chunks[^1].GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task Usage_is_not_sent_unasked()
    {
        var events = await EventsAsync(AskStream(usage: false));

        Assert.All(events[..^1], e => Assert.False(JsonElement.Parse(e).TryGetProperty("usage", out _)));
    }

    [Fact]
    public async Task A_refusal_streams_in_its_own_field()
    {
        Server.Model("m1").Reply = _ => Scripted.Refusal("Не могу.");

        var chunks = (await EventsAsync(AskStream(usage: false)))[..^1].ConvertAll(e => JsonElement.Parse(e));

        Assert.Equal(("Не могу.", ""), (Joined(chunks, "refusal"), Joined(chunks, "content")));
    }

    [Fact]
    public async Task A_cut_stream_ends_without_its_end_mark()
    {
        Server.Model("m1").Reply = _ => Scripted.Cut();
        var seen = "";

        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Server.BaseUrl}/chat/completions")
        {
            Content = new StringContent(AskStream(usage: true)),
        };
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        var error = await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync(Stop) is { } line)
                seen += line;
        });

        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(error).HttpRequestError);
        Assert.Contains("delta", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", seen, StringComparison.Ordinal);
    }
}
