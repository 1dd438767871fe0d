using CsCheck;
using ModelLab.Core;
using ModelLab.Knowledge;
using ModelLab.Records.Analyses;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Sweeps.Analytics;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Sweeps.Tests.Analytics;

public sealed class UtilizationAnalysisTests : AnalyticsTest
{
    private static readonly (string, double?)[] FourWinds = [("a", 0), ("a", 90), ("b", 180), ("b", 270)];

    [Fact]
    public async Task Chunks_are_used_when_a_question_retrieves_them()
    {
        // At 10° and 20° the nearest of 0°, 90°, 180°, 270° is chunk 1, at 80° it is chunk 2: used 2 of 4, rate 0.5.
        await using var knowledge = await BaseAsync(FourWinds);
        var result = await UtilizationAnalysis.RunAsync(
            knowledge,
            Embedder,
            Questions("10°", "80°", "20°"),
            new UtilizationOptions(TopK: 1),
            Stop
        );
        Assert.Equal((4, 2, 2, 0.5), (result.TotalChunks, result.UsedChunks, result.UnusedChunks, result.UtilizationRate));
        Assert.Equal(
            (QuestionsSource.Synthetic, 3, 3, 1),
            (result.QuestionsSource, result.QuestionCount, result.AvailableQuestions, result.TopK)
        );
        Assert.Equal([new ChunkRetrievals(1, "a", 2), new ChunkRetrievals(2, "a", 1)], result.RetrievedChunks);
        Assert.Equal([new ChunkSource(3, "b"), new ChunkSource(4, "b")], result.NeverRetrieved);
    }

    [Fact]
    public async Task Past_questions_are_asked_with_their_stored_vectors_and_only_the_others_are_embedded()
    {
        // Stored, question 1 points to 170° whatever its text says; question 2 is embedded at 100°.
        await using var knowledge = await BaseAsync(FourWinds, new PastQuestion(1, "0°"), new PastQuestion(2, "100°"));
        await knowledge.WriteEmbeddingsAsync(KnowledgePart.PastQuestions, Embedder.Identity, [Compass.Vector(1, 170)], Stop);
        var result = await UtilizationAnalysis.RunAsync(
            knowledge,
            Embedder,
            Questions("270°"),
            new UtilizationOptions(QuestionsSource.Real, TopK: 1),
            Stop
        );
        Assert.Equal([new ChunkRetrievals(2, "a", 1), new ChunkRetrievals(3, "b", 1)], result.RetrievedChunks);
        Assert.Equal((QuestionsSource.Real, 2, 1), (result.QuestionsSource, result.QuestionCount, Embedder.Texts));
        Assert.Equal(1, (await knowledge.CountAsync(KnowledgePart.PastQuestions, Embedder.Identity, Stop)).Embedded);
    }

    [Fact]
    public async Task An_empty_base_has_no_rate_and_neither_has_one_that_nobody_asks()
    {
        await using var empty = await BaseAsync([]);
        var nothing = await UtilizationAnalysis.RunAsync(empty, Embedder, Questions("10°"), new UtilizationOptions(), Stop);
        Assert.Equal((0, 0, 0, null), (nothing.TotalChunks, nothing.UsedChunks, nothing.UnusedChunks, nothing.UtilizationRate));
        Assert.Equal((1, 1), (nothing.QuestionCount, nothing.QuestionsWithoutResults));
        await using var knowledge = await BaseAsync(FourWinds);
        var unasked = await UtilizationAnalysis.RunAsync(knowledge, Embedder, [], new UtilizationOptions(QuestionsSource.Real), Stop);
        Assert.Equal(
            (4, 0, 4, null, 0),
            (unasked.TotalChunks, unasked.UsedChunks, unasked.UnusedChunks, unasked.UtilizationRate, unasked.QuestionCount)
        );
    }

    [Fact]
    public async Task Chunks_without_an_embedding_and_questions_without_a_direction_are_counted()
    {
        await using var knowledge = await BaseAsync([("a", 0), ("a", null)]);
        var result = await UtilizationAnalysis.RunAsync(knowledge, Embedder, Questions("0°", "?!"), new UtilizationOptions(), Stop);
        Assert.Equal((2, 1, 1L, 1), (result.TotalChunks, result.UsedChunks, result.ChunksWithoutEmbedding, result.QuestionsWithoutResults));
        Assert.Equal(0.5, result.UtilizationRate);
    }

    [Fact]
    public async Task A_base_whose_chunks_were_never_embedded_is_refused_with_the_fix()
    {
        await using var knowledge = await BaseAsync([("a", null)]);
        var error = await Assert.ThrowsAsync<BadInputException>(() =>
            UtilizationAnalysis.RunAsync(knowledge, Embedder, Questions("0°"), new UtilizationOptions(), Stop)
        );
        Assert.Contains("kb embed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_questions_than_the_limit_are_sampled_by_the_seed()
    {
        await using var knowledge = await BaseAsync([.. Enumerable.Range(0, 36).Select(i => ("a", (double?)(i * 10)))]);
        var questions = Questions([.. Enumerable.Range(0, 36).Select(i => FormattableString.Invariant($"{i * 10}°"))]);
        async Task<long[]> Used(int seed) =>
            [
                .. (
                    await UtilizationAnalysis.RunAsync(
                        knowledge,
                        Embedder,
                        questions,
                        new UtilizationOptions(QuestionLimit: 6, TopK: 1, Seed: seed),
                        Stop
                    )
                ).RetrievedChunks.Select(c => c.ChunkId),
            ];
        Assert.Equal(6, (await Used(1)).Length);
        Assert.Equal(await Used(1), await Used(1));
        Assert.NotEqual(await Used(1), await Used(2));
    }

    [Fact]
    public void A_sample_keeps_the_order_and_has_no_item_twice() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[1, 50], Gen.Int[0, 100])
            .Sample(
                (count, limit, seed) =>
                {
                    var items = Enumerable.Range(0, count).ToList();
                    var sample = RandomSample.Of(items, limit, seed);
                    Assert.Equal(Math.Min(count, limit), sample.Count);
                    Assert.Equal(sample.Order().Distinct(), sample);
                    Assert.All(sample, i => Assert.InRange(i, 0, count - 1));
                }
            );

    [Fact]
    public void Every_item_is_as_likely_to_be_sampled() =>
        // 2 of 4 in 2,000 samples: each item 1,000 times, with a standard deviation of √(2000·½·½) = 22.4; six of them are 134.
        Assert.All(
            Enumerable.Range(0, 2000).SelectMany(seed => RandomSample.Of([0, 1, 2, 3], 2, seed)).CountBy(i => i),
            c => Assert.InRange(c.Value, 866, 1134)
        );

    [Fact]
    [OneCulture]
    public async Task The_sample_is_retrieved_in_part_and_more_of_it_with_a_greater_k()
    {
        var (knowledge, embedder, items) = await SampleAsync();
        await using var _ = knowledge;
        using var __ = embedder;
        var one = await UtilizationAnalysis.RunAsync(knowledge, embedder, items, new UtilizationOptions(TopK: 1), Stop);
        var ten = await UtilizationAnalysis.RunAsync(knowledge, embedder, items, new UtilizationOptions(TopK: 10), Stop);
        Assert.Equal(items.Count, one.RetrievedChunks.Sum(c => c.Retrievals));
        Assert.Equal(items.Count * 10, ten.RetrievedChunks.Sum(c => c.Retrievals));
        Assert.True(one.UtilizationRate < ten.UtilizationRate);
        Assert.Equal(ten.TotalChunks, ten.UsedChunks + ten.NeverRetrieved.Count);
    }

    [Fact]
    public async Task The_fields_are_those_of_the_contract_and_undefined_is_null()
    {
        await using var empty = await BaseAsync([]);
        var json = AnalyticsJson.Node(
            await UtilizationAnalysis.RunAsync(empty, Embedder, [], new UtilizationOptions(QuestionsSource.Real), Stop)
        );
        Assert.Equal(
            ["total_chunks", "used_chunks", "unused_chunks", "utilization_rate", "questions_source", "question_count", "top_k"],
            Fields(json).Take(7)
        );
        Assert.Equal("real", (string?)json["questions_source"]);
        Assert.Null(json["utilization_rate"]);
        await using var knowledge = await BaseAsync(FourWinds);
        var full = AnalyticsJson.Node(
            await UtilizationAnalysis.RunAsync(knowledge, Embedder, Questions("0°"), new UtilizationOptions(TopK: 1), Stop)
        );
        Assert.Equal("""{"chunk_id":1,"confluence_url":"a","retrievals":1}""", full["retrieved_chunks"]![0]!.ToJsonString());
        Assert.Equal("""{"chunk_id":2,"confluence_url":"a"}""", full["never_retrieved"]![0]!.ToJsonString());
    }
}
