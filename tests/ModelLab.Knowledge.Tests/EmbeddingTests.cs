using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Embedded;
using ModelLab.Knowledge.Statistics;
using ModelLab.Testing.Support;

namespace ModelLab.Knowledge.Tests;

/// <summary><see cref="EmbeddingJob"/>, <see cref="EmbedderCheck"/> and <see cref="KnowledgeStats"/> on a real embedded base.</summary>
public sealed class EmbeddingTests : IDisposable
{
    private const string Id = "test:fixed";
    private const KnowledgePart Chunks = KnowledgePart.Chunks;

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_job_embeds_what_is_missing_in_batches_and_tells_how_far_it_is()
    {
        await using var knowledge = Base(5);
        await knowledge.WriteEmbeddingsAsync(Chunks, Id, [new(3, new float[] { 9, 9 })], Stop);
        var embedder = new FixedEmbedder(t => [t[^1] - '0', 1]);
        var progress = new Reports();
        Assert.Equal(4, await EmbeddingJob.RunAsync(knowledge, Chunks, embedder, null, Id, overwrite: false, batchSize: 2, progress, Stop));
        Assert.Equal(
            [
                ["Текст 1", "Текст 2"],
                ["Текст 4", "Текст 5"],
            ],
            embedder.Batches
        );
        Assert.Equal([new(Chunks, 0, 4), new(Chunks, 2, 4), new(Chunks, 4, 4)], progress.All);
        var stored = await knowledge.EmbeddingsAsync(Chunks, Id, Stop).ToListAsync(Stop);
        Assert.Equal([1, 2, 9, 4, 5], stored.Select(v => v.Values.Span[0]));
    }

    [Fact]
    public async Task A_stopped_job_keeps_its_batches_and_the_next_one_does_the_rest()
    {
        await using var knowledge = Base(6);
        using var stop = new CancellationTokenSource();
        var embedder = new FixedEmbedder(t => [t[^1] - '0', 1]);
        var stopping = new Reports(p =>
        {
            if (p.Done == 4)
                stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            EmbeddingJob.RunAsync(knowledge, Chunks, embedder, null, Id, false, 2, stopping, stop.Token)
        );
        Assert.Equal(4, (await knowledge.CountAsync(Chunks, Id, Stop)).Embedded);
        embedder.Batches.Clear();
        Assert.Equal(2, await EmbeddingJob.RunAsync(knowledge, Chunks, embedder, null, Id, false, 2, null, Stop));
        Assert.Equal(
            [
                ["Текст 5", "Текст 6"],
            ],
            embedder.Batches
        );
    }

    [Fact]
    public async Task Overwriting_embeds_everything_anew()
    {
        await using var knowledge = Base(3);
        await knowledge.WriteEmbeddingsAsync(Chunks, Id, [new(1, new float[] { 9, 9 }), new(2, new float[] { 9, 9 })], Stop);
        Assert.Equal(
            3,
            await EmbeddingJob.RunAsync(
                knowledge,
                Chunks,
                new FixedEmbedder(_ => [1, 2]),
                null,
                Id,
                overwrite: true,
                batchSize: 10,
                null,
                Stop
            )
        );
        Assert.All(await knowledge.EmbeddingsAsync(Chunks, Id, Stop).ToListAsync(Stop), v => Assert.Equal([1, 2], v.Values.ToArray()));
    }

    [Fact]
    public async Task A_vector_that_is_not_finite_stops_the_job_and_its_batch_is_not_stored()
    {
        await using var knowledge = Base(4);
        var error = await Assert.ThrowsAsync<BadInputException>(() =>
            EmbeddingJob.RunAsync(
                knowledge,
                Chunks,
                new FixedEmbedder(t => [t == "Текст 4" ? float.NaN : 1, 1]),
                null,
                Id,
                false,
                2,
                null,
                Stop
            )
        );
        Assert.Contains("the embedding of 4 holds a number that is not finite", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await knowledge.CountAsync(Chunks, Id, Stop)).Embedded);
    }

    [Fact]
    public async Task The_embedder_that_made_the_vectors_passes_and_five_chunks_from_first_to_last_are_asked_for()
    {
        await using var knowledge = Base(9);
        var embedder = new FixedEmbedder(t => [t[^1] - '0', 1]);
        await EmbeddingJob.RunAsync(knowledge, Chunks, embedder, null, Id, false, 10, null, Stop);
        embedder.Batches.Clear();
        await EmbedderCheck.RunAsync(knowledge, embedder, Id, Stop);
        Assert.Equal(
            [
                ["Текст 1", "Текст 3", "Текст 5", "Текст 7", "Текст 9"],
            ],
            embedder.Batches
        ); // 0, 2, 4, 6, 8 of 9
    }

    [Fact]
    public async Task Another_embedder_is_refused_with_the_cosine()
    {
        await using var knowledge = Base(3);
        await knowledge.WriteEmbeddingsAsync(
            Chunks,
            Id,
            [.. Enumerable.Range(1, 3).Select(i => new ItemVector(i, new float[] { 1, 0 }))],
            Stop
        );
        await EmbedderCheck.RunAsync(knowledge, new FixedEmbedder(_ => [10, 1]), Id, Stop); // 10/√101 = 0.995
        // 7/√50 = 0.98995, just under the bound.
        var error = await Assert.ThrowsAsync<BadInputException>(() =>
            EmbedderCheck.RunAsync(knowledge, new FixedEmbedder(t => t == "Текст 3" ? [7, 1] : [1, 0]), Id, Stop)
        );
        Assert.EndsWith(
            "test:fixed did not make its embeddings: chunk 3 embedded again has cosine 0.9899 to the stored one, under 0.99: give the embedder that made them, or make new ones with 'kb embed --overwrite'",
            error.Message,
            StringComparison.Ordinal
        );
        error = await Assert.ThrowsAsync<BadInputException>(() =>
            EmbedderCheck.RunAsync(knowledge, new FixedEmbedder(_ => [1, 0, 0]), Id, Stop)
        );
        Assert.Contains("its embeddings have 2 dimensions, those of test:fixed have 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_tell_pages_exact_and_near_duplicates()
    {
        await using var knowledge = EmbeddedKnowledgeBase.Import(
            _folder["kb.db"],
            new KnowledgeContent(
                [
                    new(1, "a", "Мест нет."),
                    new(2, "a", "Мест  нет.\n"),
                    new(3, "b", "Мест совсем нет."),
                    new(4, "c", "Зал открыт."),
                    new(5, "c", "мест нет."),
                ],
                [new(1, "Где?")]
            ),
            replace: false,
            Stop
        );
        Assert.Null((await KnowledgeStats.OfAsync(knowledge, Id, Stop)).NearDuplicates);
        // 1 and 2 are one text. 3 is near 1: 0.98 = 0.98/√(0.98² + 0.199²) by its own length of 1. 5 is not: 0.96.
        await knowledge.WriteEmbeddingsAsync(
            Chunks,
            Id,
            [
                new(1, new float[] { 1, 0 }),
                new(2, new float[] { 1, 0 }),
                new(3, new float[] { 0.98f, 0.19899749f }),
                new(4, new float[] { -1, 0 }),
                new(5, new float[] { 0.96f, -0.28f }),
            ],
            Stop
        );
        var stats = await KnowledgeStats.OfAsync(knowledge, Id, Stop);
        Assert.Equal((new PartCounts(5, 5, 2), new PartCounts(1, 0, null), 3), (stats.Chunks, stats.PastQuestions, stats.Pages));
        Assert.Equal(
            [
                [1, 2],
            ],
            stats.ExactDuplicates
        );
        var near = Assert.Single(stats.NearDuplicates!);
        Assert.Equal((1, 3), (near.First, near.Second));
        Assert.Equal(0.98, near.Similarity, 1e-6);
    }

    private EmbeddedKnowledgeBase Base(int chunks) =>
        EmbeddedKnowledgeBase.Import(
            _folder[$"{Guid.NewGuid():N}.db"],
            new KnowledgeContent([.. Enumerable.Range(1, chunks).Select(i => new KnowledgeChunk(i, "u", $"Текст {i}"))], []),
            replace: false,
            Stop
        );

    private sealed class Reports(Action<EmbeddingProgress>? also = null) : IProgress<EmbeddingProgress>
    {
        public List<EmbeddingProgress> All { get; } = [];

        public void Report(EmbeddingProgress value)
        {
            All.Add(value);
            also?.Invoke(value);
        }
    }
}
