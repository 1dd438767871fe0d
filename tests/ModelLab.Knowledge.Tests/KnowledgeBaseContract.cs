using System.Security.Cryptography;
using System.Text;
using ModelLab.Core;
using ModelLab.Core.Datasets;

namespace ModelLab.Knowledge.Tests;

/// <summary>What every knowledge base does, whatever keeps it. Each backend inherits this class.</summary>
public abstract class KnowledgeBaseContract
{
    private const string Embedder = "test:three";
    private const KnowledgePart Chunks = KnowledgePart.Chunks;
    private const KnowledgePart Past = KnowledgePart.PastQuestions;

    private static readonly KnowledgeChunk[] ThreeChunks =
    [
        new(30, "https://wiki.example/c", "Читальный зал открыт до 20:00."),
        new(10, "https://wiki.example/a", "Общежитие № 3: пропуск в каб. 12."),
        new(20, "https://wiki.example/a", "Мест нет.\nСовсем 🙂"),
    ];

    private static readonly PastQuestion[] TwoQuestions =
    [
        new(2, "где общага", null, null, null, null),
        new(1, "до скольки читалка?", "До 20:00.", "https://wiki.example/c", 4.5, new DateTime(2025, 9, 1, 9, 12, 30)),
    ];

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A base of three dimensions with such content, without embeddings.</summary>
    protected abstract Task<IKnowledgeBase> CreateAsync(IReadOnlyList<KnowledgeChunk> chunks, IReadOnlyList<PastQuestion> pastQuestions);

    [Fact]
    public async Task Chunks_and_past_questions_come_back_whole_and_by_id()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, TwoQuestions);
        Assert.Equal(ThreeChunks.OrderBy(c => c.Id), await knowledge.ChunksAsync(Stop).ToListAsync(Stop));
        Assert.Equal(TwoQuestions.OrderBy(q => q.Id), await knowledge.PastQuestionsAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Chunks_are_found_by_id_and_unknown_ids_are_not_there()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, []);
        var found = await knowledge.FindChunksAsync([20, 999, 30], Stop);
        Assert.Equal([20, 30], found.Keys.Order());
        Assert.Equal("Мест нет.\nСовсем 🙂", found[20].Text);
        Assert.Empty(await knowledge.FindChunksAsync([], Stop));
    }

    [Fact]
    public async Task The_content_hash_is_SHA_256_over_ids_pages_and_texts_by_id()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, TwoQuestions);
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes)) // BinaryWriter is little-endian
            foreach (var chunk in ThreeChunks.OrderBy(c => c.Id))
            {
                writer.Write(chunk.Id);
                foreach (var text in new[] { chunk.ConfluenceUrl, chunk.Text })
                {
                    writer.Write(Encoding.UTF8.GetByteCount(text));
                    writer.Write(Encoding.UTF8.GetBytes(text));
                }
            }
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())), await knowledge.ContentHashAsync(Stop));
    }

    [Fact]
    public async Task Counts_tell_items_embeddings_and_dimensions()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, TwoQuestions);
        Assert.Equal(new PartCounts(3, 0, null), await knowledge.CountAsync(Chunks, Embedder, Stop));
        await knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(10, 1, 0, 0), Vector(30, 0, 2, 0)], Stop);
        Assert.Equal(new PartCounts(3, 2, 3), await knowledge.CountAsync(Chunks, Embedder, Stop));
        Assert.Equal(new PartCounts(2, 0, null), await knowledge.CountAsync(Past, Embedder, Stop));
    }

    [Fact]
    public async Task Embeddings_are_kept_as_they_were_written_and_replaced_by_later_ones()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, TwoQuestions);
        await knowledge.WriteEmbeddingsAsync(Past, Embedder, [Vector(2, 0.1f, -2, 3), Vector(1, 5, 5, 5)], Stop);
        await knowledge.WriteEmbeddingsAsync(Past, Embedder, [Vector(1, 7, 0, 0.25f)], Stop);
        var stored = await knowledge.EmbeddingsAsync(Past, Embedder, Stop).ToListAsync(Stop);
        Assert.Equal([1, 2], stored.Select(v => v.Id));
        Assert.Equal([7, 0, 0.25f], stored[0].Values.ToArray());
        Assert.Equal([0.1f, -2, 3], stored[1].Values.ToArray());
    }

    [Fact]
    public async Task Texts_to_embed_come_in_pages_by_id()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, TwoQuestions);
        Assert.Equal([10, 20], await Ids(Chunks, null, 2, false));
        Assert.Equal([30], await Ids(Chunks, 20, 2, false));
        Assert.Equal(
            [new ItemText(1, "до скольки читалка?"), new ItemText(2, "где общага")],
            await knowledge.TextsToEmbedAsync(Past, Embedder, null, 10, true, Stop)
        );
        await knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(20, 1, 0, 0)], Stop);
        Assert.Equal([10, 30], await Ids(Chunks, null, 5, true));
        Assert.Equal([10, 20, 30], await Ids(Chunks, null, 5, false));

        async Task<IEnumerable<long>> Ids(KnowledgePart part, long? after, int count, bool onlyMissing) =>
            (await knowledge.TextsToEmbedAsync(part, Embedder, after, count, onlyMissing, Stop)).Select(t => t.Id);
    }

    [Fact]
    public async Task Neighbours_come_by_cosine_and_not_by_length_ties_by_id()
    {
        await using var knowledge = await CreateAsync(
            [.. new long[] { 5, 4, 3, 2, 1 }.Select(id => new KnowledgeChunk(id, "https://wiki.example", $"Пункт {id}."))],
            []
        );
        await knowledge.WriteEmbeddingsAsync(
            Chunks,
            Embedder,
            [Vector(1, 0, 0, 9), Vector(2, 3, 4, 0), Vector(3, 30, 40, 0), Vector(4, -1, 0, 0), Vector(5, 1, 0, 0)],
            Stop
        );
        var found = await knowledge.SearchAsync(Chunks, Embedder, [new float[] { 2, 0, 0 }, new float[] { 0, 0, 1 }], 4, Stop);

        // Against (2,0,0): 5 points the same way, 2 and 3 give 3/√(9+16) = 0.6 both, 1 is at a right angle, 4 points the other way.
        Assert.Equal([5, 2, 3, 1], found[0].Select(n => n.Id));
        double[] expected = [1, 0.6, 0.6, 0];
        for (var i = 0; i < 4; i++)
            Assert.Equal(expected[i], found[0][i].Similarity, 1e-6);
        // Against (0,0,1): 1, and then all at a right angle, by id.
        Assert.Equal([1, 2, 3, 4], found[1].Select(n => n.Id));
    }

    [Fact]
    public async Task More_neighbours_than_there_are_give_all_that_are_embedded()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, TwoQuestions);
        await knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(10, 1, 0, 0), Vector(30, 1, 1, 0)], Stop);
        var found = await knowledge.SearchAsync(Chunks, Embedder, [new float[] { 1, 0, 0 }], 100, Stop);
        Assert.Equal([10, 30], Assert.Single(found).Select(n => n.Id));
        Assert.Empty(await knowledge.SearchAsync(Chunks, Embedder, [], 1, Stop));
    }

    [Fact]
    public async Task A_vector_of_zeros_is_never_found_and_finds_nothing()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, []);
        await knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(10, 0, 0, 0), Vector(20, 0, 1, 0), Vector(30, 0, -1, 0)], Stop);
        var found = await knowledge.SearchAsync(Chunks, Embedder, [new float[] { 0, 1, 0 }, new float[3]], 3, Stop);
        Assert.Equal([20, 30], found[0].Select(n => n.Id));
        Assert.Empty(found[1]);
    }

    [Fact]
    public async Task A_search_sees_embeddings_written_after_an_earlier_search()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, []);
        await knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(10, 1, 0, 0)], Stop);
        Assert.Equal(10, (await knowledge.SearchAsync(Chunks, Embedder, [new float[] { 0, 1, 0 }], 1, Stop))[0][0].Id);
        await knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(20, 0, 1, 0)], Stop);
        Assert.Equal(20, (await knowledge.SearchAsync(Chunks, Embedder, [new float[] { 0, 1, 0 }], 1, Stop))[0][0].Id);
    }

    [Fact]
    public async Task An_empty_base_and_a_base_without_embeddings_say_what_to_do()
    {
        await using (var empty = await CreateAsync([], []))
        {
            Assert.Equal(new PartCounts(0, 0, null), await empty.CountAsync(Chunks, Embedder, Stop));
            await Refused(
                "holds no chunks: bring some in with 'kb import'",
                () => empty.SearchAsync(Chunks, Embedder, [new float[3]], 1, Stop)
            );
        }
        await using var bare = await CreateAsync(ThreeChunks, TwoQuestions);
        await Refused(
            "none of its past questions has an embedding of test:three: make them with 'kb embed'",
            () => bare.SearchAsync(Past, Embedder, [new float[3]], 1, Stop)
        );
    }

    [Fact]
    public async Task A_query_of_another_length_is_refused()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, []);
        await knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(10, 1, 0, 0)], Stop);
        await Refused(
            "has 2 dimensions, but the embeddings have 3",
            () => knowledge.SearchAsync(Chunks, Embedder, [new float[2]], 1, Stop)
        );
    }

    [Fact]
    public async Task A_query_that_is_not_finite_is_refused()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, []);
        await knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(10, 1, 0, 0)], Stop);
        await Refused("not finite", () => knowledge.SearchAsync(Chunks, Embedder, [new float[] { 1, float.NaN, 0 }], 1, Stop));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task Vectors_that_are_not_finite_are_refused_and_nothing_is_written(float bad)
    {
        await using var knowledge = await CreateAsync(ThreeChunks, []);
        await Refused(
            "the embedding of 20 holds a number that is not finite",
            () => knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(10, 1, 0, 0), Vector(20, 0, bad, 0)], Stop)
        );
        Assert.Equal(0, (await knowledge.CountAsync(Chunks, Embedder, Stop)).Embedded);
    }

    [Fact]
    public async Task Vectors_of_mixed_lengths_are_refused_and_nothing_of_the_batch_is_written()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, []);
        await knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(10, 1, 0, 0)], Stop);
        await Refused(
            "the embedding of 30 has 2 dimensions, but those stored have 3",
            () => knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(20, 0, 1, 0), Vector(30, 0, 1)], Stop)
        );
        Assert.Equal(1, (await knowledge.CountAsync(Chunks, Embedder, Stop)).Embedded);
    }

    [Fact]
    public async Task An_embedding_of_nothing_is_refused_and_nothing_of_the_batch_is_written()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, []);
        await Refused(
            "999 is not there",
            () => knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(10, 0, 1, 0), Vector(999, 0, 1, 0)], Stop)
        );
        Assert.Equal(0, (await knowledge.CountAsync(Chunks, Embedder, Stop)).Embedded);
    }

    [Fact]
    public async Task A_cancelled_search_ends_so()
    {
        await using var knowledge = await CreateAsync(ThreeChunks, []);
        await knowledge.WriteEmbeddingsAsync(Chunks, Embedder, [Vector(10, 1, 0, 0)], Stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            knowledge.SearchAsync(Chunks, Embedder, [new float[] { 1, 0, 0 }], 1, new CancellationToken(canceled: true))
        );
    }

    protected static ItemVector Vector(long id, params float[] values) => new(id, values);

    protected static async Task Refused(string part, Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<BadInputException>(action);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
