using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModelLab.Core.Judging;
using ModelLab.Core.Roles;

namespace ModelLab.Performance;

/// <summary>The least that a program can do: the same requests through one <see cref="HttpClient"/> in a parallel loop, and nothing kept.</summary>
internal static class BareClient
{
    private static readonly JsonSerializerOptions Letters = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="HttpRequestException">A call failed.</exception>
    /// <exception cref="InvalidOperationException">A reply without text.</exception>
    public static async Task RunAsync(Uri baseUrl, int questions, int concurrency)
    {
        using var http = new HttpClient();
        var address = new Uri($"{baseUrl}/chat/completions");
        await Parallel
            .ForEachAsync(
                Calls(questions),
                new ParallelOptions { MaxDegreeOfParallelism = concurrency },
                async (call, stop) =>
                {
                    using var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(call, Letters));
                    body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                    using var response = await http.PostAsync(address, body, stop).ConfigureAwait(false);
                    response.EnsureSuccessStatusCode();
                    using var reply = await response.Content.ReadFromJsonAsync<JsonDocument>(stop).ConfigureAwait(false);
                    if (string.IsNullOrEmpty(Text(reply!.RootElement)))
                        throw new InvalidOperationException("an empty reply");
                }
            )
            .ConfigureAwait(false);
    }

    private static string? Text(JsonElement reply) =>
        reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();

    private static IEnumerable<object> Calls(int questions)
    {
        var schema = ReplySchemas.Score(JudgeEvalMode.Direct);
        var form = new { type = "json_schema", json_schema = new { name = schema.Name, schema = schema.Schema } };
        foreach (var item in Questions.Make(questions))
        {
            foreach (var generator in Sweep.Generators)
            {
                var asked = PromptSet.Default.GenerationMessages(new GenerationRequest(item.Id, item.Question, item.ChunkText!));
                yield return new
                {
                    model = generator,
                    messages = Messages(asked),
                    temperature = 0.7,
                    max_tokens = 200,
                };
                var answer = $"{item.GroundTruthAnswer} ({generator})";
                var score = new ScoreRequest(item.Id, Rubric.Faithfulness, item.Question, item.ChunkText!, answer, item.References);
                foreach (var judge in Sweep.Judges)
                    yield return new
                    {
                        model = judge,
                        messages = Messages(PromptSet.Default.ScoreMessages(score, JudgeEvalMode.Direct)),
                        temperature = 0,
                        max_tokens = 800,
                        response_format = form,
                    };
            }
        }
    }

    private static IEnumerable<object> Messages(IEnumerable<PromptMessage> messages) =>
        messages.Select(m => new { role = m.Role == PromptRole.System ? "system" : "user", content = m.Text });
}
