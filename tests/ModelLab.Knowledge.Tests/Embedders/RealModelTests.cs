using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using ModelLab.Knowledge.Embedders;

namespace ModelLab.Knowledge.Tests.Embedders;

/// <summary>
/// Real sentence-transformers on chunks of Markdown, of English and Russian. <c>markdown_ids.jsonl</c> holds each chunk with its first 254
/// ids by the published algorithm (google-research/bert, tokenization.py, words of at most 100 characters) run with the models' own
/// <c>vocab.txt</c>; here they go straight through ONNX Runtime.
/// </summary>
public sealed class RealModelTests(RealModels models)
{
    private static (string Text, long[] Ids)[] Chunks()
    {
        using var reader = new StreamReader(typeof(RealModelTests).Assembly.GetManifestResourceStream("markdown_ids.jsonl")!);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonElement.Parse(line))
                .Select(chunk =>
                    (
                        chunk.GetProperty("text").GetString()!,
                        chunk.GetProperty("ids").EnumerateArray().Select(id => id.GetInt64()).ToArray()
                    )
                ),
        ];
    }

    [Theory]
    [InlineData(RealModels.MiniLM, 1, 56)]
    [InlineData(RealModels.ArcticXs, 4, 14)] // they differ in weights and pooling alone
    public async Task Chunks_of_markdown_have_the_vectors_of_the_reference(string model, int every, int count)
    {
        var folder = models.Require(model);
        var chunks = Chunks().Where((_, i) => i % every == 0).ToArray();
        Assert.Equal(count, chunks.Length);
        using var embedder = OnnxEmbedder.Load(folder);
        using var session = new InferenceSession(Path.Combine(folder, "model.onnx"));

        var vectors = await embedder.ManyAsync([.. chunks.Select(chunk => chunk.Text)]);

        Assert.All(
            chunks.Zip(vectors),
            pair =>
            {
                var reference = Reference(session, [101, .. pair.First.Ids, 102], model == RealModels.ArcticXs);
                var cosine = Vectors.Dot(reference, pair.Second) / Math.Sqrt(Vectors.Dot(reference, reference));
                Assert.True(cosine >= 0.9999, FormattableString.Invariant($"cosine {cosine} of {pair.First.Text}"));
            }
        );
    }

    private static float[] Reference(InferenceSession session, long[] ids, bool firstToken)
    {
        long[] shape = [1, ids.Length];
        var ones = Enumerable.Repeat(1L, ids.Length).ToArray();
        using var input = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var mask = OrtValue.CreateTensorValueFromMemory(ones, shape);
        using var types = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        using var options = new RunOptions();
        using var outputs = session.Run(
            options,
            ["input_ids", "attention_mask", "token_type_ids"],
            [input, mask, types],
            ["last_hidden_state"]
        );
        var states = outputs[0].GetTensorDataAsSpan<float>();
        var sum = states[..384].ToArray();
        for (var i = 384; i < states.Length && !firstToken; i++)
            sum[i % 384] += states[i];
        return sum;
    }
}
