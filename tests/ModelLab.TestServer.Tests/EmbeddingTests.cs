using System.Buffers.Binary;
using System.Text.Json;
using Xunit;

namespace ModelLab.Testing.Tests;

public sealed class EmbeddingTests : ServerTest
{
    private async Task<JsonElement> EmbedAsync(object body)
    {
        using var response = await PostAsync(Json(body), endpoint: "embeddings");
        Assert.Equal(200, (int)response.StatusCode);
        return await JsonOf(response);
    }

    private static float[] Vector(JsonElement reply, int index) =>
        [.. reply.GetProperty("data")[index].GetProperty("embedding").EnumerateArray().Select(x => x.GetSingle())];

    private static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();

    [Fact]
    public async Task A_batch_comes_back_in_order_with_unit_vectors()
    {
        var reply = await EmbedAsync(
            new { model = "e", input = new[] { "Расписание экзаменов", "Адрес деканата", "экзаменов расписание!" } }
        );

        Assert.Equal([0, 1, 2], reply.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("index").GetInt32()));
        var (a, b, c) = (Vector(reply, 0), Vector(reply, 1), Vector(reply, 2));
        Assert.All([a, b, c], v => Assert.Equal(64, v.Length));
        Assert.All([a, b, c], v => Assert.Equal(1, Dot(v, v), 1e-6));
        // The same words in another order and case are the same bag of words.
        Assert.Equal(a, c);
        Assert.NotEqual(a, b);
        // 20, 14 and 21 characters, 55 together: 14 tokens.
        Assert.Equal(14, reply.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task One_word_is_one_coordinate()
    {
        var vector = Vector(
            await EmbedAsync(
                new
                {
                    model = "e",
                    input = "деканат",
                    dimensions = 16,
                }
            ),
            0
        );

        Assert.Equal(16, vector.Length);
        Assert.Equal(1, Math.Abs(Assert.Single(vector, x => x != 0)));
    }

    [Fact]
    public async Task Base64_holds_the_same_numbers()
    {
        var floats = Vector(await EmbedAsync(new { model = "e", input = "Когда сдать отчёт по практике?" }), 0);

        var bytes = (
            await EmbedAsync(
                new
                {
                    model = "e",
                    input = "Когда сдать отчёт по практике?",
                    encoding_format = "base64",
                }
            )
        ).GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();

        Assert.Equal(
            floats,
            Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i)))
        );
    }

    [Fact]
    public async Task The_script_sets_the_usual_length()
    {
        Server.Model("e").EmbeddingDimensions = 5;

        Assert.Equal(5, Vector(await EmbedAsync(new { model = "e", input = "x" }), 0).Length);
    }

    [Fact]
    public async Task A_text_without_words_has_a_direction_too()
    {
        var vector = Vector(await EmbedAsync(new { model = "e", input = "?!" }), 0);

        Assert.Equal(1, Dot(vector, vector), 1e-6);
    }

    [Theory]
    [InlineData("""{"model":"e","input":""}""")]
    [InlineData("""{"model":"e","input":[]}""")]
    [InlineData("""{"model":"e","input":["x",""]}""")]
    [InlineData("""{"model":"e","input":[1,2]}""")]
    [InlineData("""{"model":"e"}""")]
    [InlineData("""{"model":"e","input":"x","dimensions":0}""")]
    public async Task Bad_input_is_400(string body)
    {
        using var response = await PostAsync(body, endpoint: "embeddings");

        Assert.Equal(400, (int)response.StatusCode);
    }
}
