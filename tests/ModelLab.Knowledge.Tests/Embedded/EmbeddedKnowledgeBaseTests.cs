using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Embedded;
using ModelLab.Testing.Support;

namespace ModelLab.Knowledge.Tests.Embedded;

public sealed class EmbeddedKnowledgeBaseTests : KnowledgeBaseContract, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<IKnowledgeBase> CreateAsync(IReadOnlyList<KnowledgeChunk> chunks, IReadOnlyList<PastQuestion> pastQuestions) =>
        Task.FromResult<IKnowledgeBase>(
            EmbeddedKnowledgeBase.Import(
                _folder[$"{Guid.NewGuid():N}.db"],
                new KnowledgeContent(chunks, pastQuestions),
                replace: false,
                Stop
            )
        );

    [Fact]
    public async Task Each_embedder_has_vectors_of_its_own()
    {
        await using var knowledge = await CreateAsync([new(1, "https://wiki.example", "Текст.")], []);
        await knowledge.WriteEmbeddingsAsync(KnowledgePart.Chunks, "one", [Vector(1, 1, 0)], Stop);
        await knowledge.WriteEmbeddingsAsync(KnowledgePart.Chunks, "two", [Vector(1, 1, 0, 0, 0)], Stop);
        Assert.Equal(2, (await knowledge.CountAsync(KnowledgePart.Chunks, "one", Stop)).Dimensions);
        Assert.Equal(4, (await knowledge.CountAsync(KnowledgePart.Chunks, "two", Stop)).Dimensions);
        Assert.Equal(0, (await knowledge.CountAsync(KnowledgePart.Chunks, "three", Stop)).Embedded);
    }

    [Fact]
    public async Task What_was_written_is_there_after_opening_the_file_anew()
    {
        var path = _folder["base.db"];
        await using (
            var written = EmbeddedKnowledgeBase.Import(
                path,
                new KnowledgeContent([new(7, "https://wiki.example", "Текст.", "a-7")], []),
                replace: false,
                Stop
            )
        )
            await written.WriteEmbeddingsAsync(KnowledgePart.Chunks, "e", [Vector(7, 0, 1)], Stop);
        await using var opened = EmbeddedKnowledgeBase.Open(path);
        Assert.Equal("a-7", (await opened.FindChunksAsync([7], Stop))[7].SourceId);
        Assert.Equal(7, (await opened.SearchAsync(KnowledgePart.Chunks, "e", [new float[] { 0, 3 }], 1, Stop))[0][0].Id);
    }

    [Fact]
    public async Task An_import_that_repeats_an_id_changes_nothing()
    {
        var path = _folder["base.db"];
        await EmbeddedKnowledgeBase.Import(path, new KnowledgeContent([new(1, "u", "Первый.")], []), replace: false, Stop).DisposeAsync();
        var error = Assert.Throws<BadInputException>(() =>
            EmbeddedKnowledgeBase.Import(
                path,
                new KnowledgeContent([new(2, "u", "Второй."), new(1, "u", "Другой.")], [new(1, "Где?")]),
                replace: false,
                Stop
            )
        );
        Assert.Equal(
            $"{path}: chunk 1 is there already: nothing was imported; give --replace to start afresh, or other ids",
            error.Message
        );
        await using var knowledge = EmbeddedKnowledgeBase.Open(path);
        Assert.Equal(["Первый."], await knowledge.ChunksAsync(Stop).Select(c => c.Text).ToListAsync(Stop));
        Assert.Empty(await knowledge.PastQuestionsAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public void A_failed_import_leaves_no_new_file()
    {
        var path = _folder["new.db"];
        Assert.Throws<BadInputException>(() =>
            EmbeddedKnowledgeBase.Import(path, new KnowledgeContent([new(1, "u", "a"), new(1, "u", "b")], []), replace: false, Stop)
        );
        Assert.ThrowsAny<OperationCanceledException>(() =>
            EmbeddedKnowledgeBase.Import(
                path,
                new KnowledgeContent([new(1, "u", "a")], []),
                replace: false,
                new CancellationToken(canceled: true)
            )
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Ids_that_only_give_an_order_are_counted_on()
    {
        var path = _folder["base.db"];
        await EmbeddedKnowledgeBase.Import(path, new KnowledgeContent([new(40, "u", "Первый.")], []), replace: false, Stop).DisposeAsync();
        await using var knowledge = EmbeddedKnowledgeBase.Import(
            path,
            new KnowledgeContent([new(1, "u", "Второй."), new(2, "u", "Третий.")], [new(9, "Где?")], AssignIds: true),
            replace: false,
            Stop
        );
        Assert.Equal([40, 41, 42], await knowledge.ChunksAsync(Stop).Select(c => c.Id).ToListAsync(Stop));
        Assert.Equal([1], await knowledge.PastQuestionsAsync(Stop).Select(q => q.Id).ToListAsync(Stop));
    }

    [Fact]
    public async Task Replacing_removes_all_that_was_there_embeddings_too()
    {
        var path = _folder["base.db"];
        await using (
            var old = EmbeddedKnowledgeBase.Import(
                path,
                new KnowledgeContent([new(1, "u", "Старый.")], [new(1, "Где?")]),
                replace: false,
                Stop
            )
        )
            await old.WriteEmbeddingsAsync(KnowledgePart.Chunks, "e", [Vector(1, 1, 0)], Stop);
        await using var knowledge = EmbeddedKnowledgeBase.Import(
            path,
            new KnowledgeContent([new(1, "u", "Новый.")], []),
            replace: true,
            Stop
        );
        Assert.Equal(new PartCounts(1, 0, null), await knowledge.CountAsync(KnowledgePart.Chunks, "e", Stop));
        Assert.Equal(new PartCounts(0, 0, null), await knowledge.CountAsync(KnowledgePart.PastQuestions, "e", Stop));
    }

    [Fact]
    public void A_file_that_is_no_knowledge_base_is_refused()
    {
        Assert.Contains(
            "no such knowledge base",
            Assert.Throws<BadInputException>(() => EmbeddedKnowledgeBase.Open(_folder["absent.db"])).Message,
            StringComparison.Ordinal
        );
        var text = _folder.Write("text.db", "This is no database, whatever its name says. It is long enough to have a header.");
        Assert.Contains(
            "cannot be used as a knowledge base",
            Assert.Throws<BadInputException>(() => EmbeddedKnowledgeBase.Open(text)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<BadInputException>(() =>
            EmbeddedKnowledgeBase.Import(text, new KnowledgeContent([new(1, "u", "a")], []), replace: true, Stop)
        );
        Assert.StartsWith("This is no database", File.ReadAllText(text), StringComparison.Ordinal);
    }
}
