using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Embedded;
using ModelLab.Knowledge.Postgres;
using ModelLab.Testing.Support;

namespace ModelLab.Knowledge.Tests.Postgres;

[Collection(PostgresServer.Collection)]
public sealed class PostgresKnowledgeBaseTests(PostgresServer server) : KnowledgeBaseContract
{
    private const KnowledgePart Chunks = KnowledgePart.Chunks;

    protected override async Task<IKnowledgeBase> CreateAsync(
        IReadOnlyList<KnowledgeChunk> chunks,
        IReadOnlyList<PastQuestion> pastQuestions
    )
    {
        server.Require();
        await server.ExecuteAsync(HelpDesk.Tables("vector(3)"));
        await HelpDesk.FillAsync(server, chunks, pastQuestions);
        return await OpenAsync(mayWrite: true);
    }

    [Fact]
    public async Task Both_backends_give_the_same_neighbours_for_the_same_vectors()
    {
        server.Require();
        const int Rows = 300,
            Dimensions = 24;
        var random = new Random(11);
        float[] Vector() => [.. Enumerable.Range(0, Dimensions).Select(_ => random.NextSingle() - 0.5f)];
        var chunks = Enumerable.Range(1, Rows).Select(i => new KnowledgeChunk(i, "https://wiki.example", $"Пункт {i}.")).ToList();
        var vectors = chunks.Select(c => new ItemVector(c.Id, Vector())).ToList();
        for (var i = 0; i < Rows; i += 10)
            vectors[i] = vectors[i] with { Values = vectors[0].Values }; // thirty equal ones
        IReadOnlyList<ReadOnlyMemory<float>> queries =
        [
            vectors[0].Values,
            .. Enumerable.Range(0, 20).Select(_ => (ReadOnlyMemory<float>)Vector()),
        ];

        using var folder = new TempFolder();
        await using var embedded = EmbeddedKnowledgeBase.Import(folder["base.db"], new KnowledgeContent(chunks, []), replace: false, Stop);
        await server.ExecuteAsync(HelpDesk.Tables($"vector({Dimensions})"));
        await HelpDesk.FillAsync(server, chunks, []);
        await using var postgres = await OpenAsync(mayWrite: true);
        await embedded.WriteEmbeddingsAsync(Chunks, "e", vectors, Stop);
        await postgres.WriteEmbeddingsAsync(Chunks, "e", vectors, Stop);

        Assert.Equal(await embedded.ContentHashAsync(Stop), await postgres.ContentHashAsync(Stop));
        var (ours, theirs) = (
            await embedded.SearchAsync(Chunks, "e", queries, 40, Stop),
            await postgres.SearchAsync(Chunks, "e", queries, 40, Stop)
        );
        for (var q = 0; q < queries.Count; q++)
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(ours[q][i].Similarity, theirs[q][i].Similarity, 1e-6);
            // With other ids the two must be as similar as makes no difference; this seed has no such pair, and the thirty equal ones come
            // by id.
            Assert.Equal(ours[q][i].Id, theirs[q][i].Id);
        }
    }

    [Fact]
    [OneCulture]
    public async Task An_exact_search_leaves_an_HNSW_index_alone_and_an_approximate_one_uses_it()
    {
        // So many rows that the planner would rather ask the index; (i, 1000, 0) is the nearer to (1, 0, 0) the larger i is.
        await using var exact = await CreateAsync([], []);
        await server.ExecuteAsync(
            """
            INSERT INTO chunk (id, confluence_url, text, embedding) SELECT i, 'u', 'Пункт', ('[' || i || ',1000,0]')::vector FROM generate_series(1, 3000) i;
            CREATE INDEX nearest ON chunk USING hnsw (embedding vector_cosine_ops);
            ANALYZE chunk;
            """
        );
        float[] query = [1, 0, 0];
        var before = await ScansAsync();
        Assert.Equal([3000, 2999, 2998], (await exact.SearchAsync(Chunks, "e", [query], 3, Stop))[0].Select(n => n.Id));
        Assert.Equal(before, await ScansAsync());
        await using var approximate = await OpenAsync(mayWrite: false, SearchMode.Approximate);
        var found = (await approximate.SearchAsync(Chunks, "e", [query], 150, Stop))[0];
        Assert.True(await ScansAsync() > before);
        Assert.Equal(150, found.Count);
        Assert.Equal(3 / Math.Sqrt(10), found[0].Similarity, 1e-3); // (3000, 1000, 0)
        Assert.Equal((SearchMode.Exact, SearchMode.Approximate), (exact.SearchMode, approximate.SearchMode));

        async Task<long> ScansAsync()
        {
            await server.ExecuteAsync("SELECT pg_stat_force_next_flush()");
            return (long)(await server.ExecuteAsync("SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'nearest'"))!;
        }
    }

    [Fact]
    public async Task A_base_opened_for_reading_is_never_written()
    {
        await using (await CreateAsync([new(1, "u", "Текст.")], [])) { }
        await using var knowledge = await OpenAsync(mayWrite: false);
        await Assert.ThrowsAsync<InvalidOperationException>(() => knowledge.WriteEmbeddingsAsync(Chunks, "e", [Vector(1, 1, 0, 0)], Stop));
        Assert.Equal(0L, await server.ExecuteAsync("SELECT count(embedding) FROM chunk"));
    }

    [Fact]
    public async Task Writing_embeddings_changes_no_other_column_and_no_table()
    {
        await using var knowledge = await CreateAsync(
            [new(1, "https://wiki.example", "Текст.")],
            [new(1, "Где?", "Тут.", "https://wiki.example", 4, new DateTime(2025, 1, 2, 3, 4, 5))]
        );
        const string All =
            "SELECT (SELECT json_agg(json_build_array(id, confluence_url, text)) FROM chunk)::text || (SELECT json_agg(json_build_array(id, question, answer, confluence_url, score, user_id, created_at)) FROM question_answer)::text"
            + " || (SELECT json_agg(relname ORDER BY relname) FROM pg_class WHERE relkind IN ('r', 'i', 'S') AND relnamespace = 'public'::regnamespace)::text";
        var before = (string?)await server.ExecuteAsync(All);
        Assert.Contains("77", before, StringComparison.Ordinal); // the user's id is there, and stays
        await knowledge.WriteEmbeddingsAsync(Chunks, "e", [Vector(1, 1, 0, 0)], Stop);
        await knowledge.WriteEmbeddingsAsync(KnowledgePart.PastQuestions, "e", [Vector(1, 1, 0, 0)], Stop);
        await knowledge.SearchAsync(Chunks, "e", [new float[] { 1, 0, 0 }], 1, Stop);
        Assert.Equal(before, await server.ExecuteAsync(All));
    }

    [Fact]
    public async Task A_missing_table_and_a_missing_column_are_named()
    {
        server.Require();
        await server.ExecuteAsync(HelpDesk.Drop);
        await using var knowledge = await OpenAsync(mayWrite: false);
        await Refused(
            "relation \"chunk\" does not exist: expected chunk(id, confluence_url, text, embedding vector)",
            () => knowledge.CountAsync(Chunks, "e", Stop)
        );
        await server.ExecuteAsync("CREATE TABLE chunk (id integer, text text)");
        await Refused(
            "column \"confluence_url\" does not exist: expected chunk(",
            async () => await knowledge.ChunksAsync(Stop).ToListAsync(Stop)
        );
    }

    [Fact]
    public async Task A_column_of_another_type_is_refused()
    {
        server.Require();
        await server.ExecuteAsync(
            $"{HelpDesk.Drop}; CREATE EXTENSION IF NOT EXISTS vector; CREATE TABLE chunk (id integer, confluence_url text, text text, embedding float4[]); INSERT INTO chunk VALUES (1, 'u', 't', '{{1,2,3}}')"
        );
        await using var knowledge = await OpenAsync(mayWrite: false);
        await Refused(
            "the column 'embedding' must be of pgvector's type vector",
            () => knowledge.SearchAsync(Chunks, "e", [new float[] { 1, 0, 0 }], 1, Stop)
        );
    }

    [Fact]
    public async Task The_wrong_embedder_is_found_out()
    {
        await using var knowledge = await CreateAsync(
            [.. Enumerable.Range(1, 7).Select(i => new KnowledgeChunk(i, "u", $"Текст {i}"))],
            []
        );
        var right = new FixedEmbedder(t => [t[^1], 1, 0]);
        Assert.Equal(7, await EmbeddingJob.RunAsync(knowledge, Chunks, right, null, "right", overwrite: false, batchSize: 3, null, Stop));
        await EmbedderCheck.RunAsync(knowledge, right, "right", Stop);
        // The first text ends in '1', code 49: against (0,1,0), (49,1,0) has cosine 1/√(49² + 1) = 0.0204.
        await Refused(
            "wrong did not make its embeddings: chunk 1 embedded again has cosine 0.020",
            () => EmbedderCheck.RunAsync(knowledge, new FixedEmbedder(_ => [0, 1, 0]), "wrong", Stop)
        );
        await Refused(
            "its embeddings have 3 dimensions, those of wrong have 2",
            () => EmbedderCheck.RunAsync(knowledge, new FixedEmbedder(_ => [0, 1]), "wrong", Stop)
        );
    }

    [Fact]
    public async Task Mixed_dimensions_are_refused()
    {
        server.Require();
        await server.ExecuteAsync(
            HelpDesk.Tables("vector") + "INSERT INTO chunk (text, embedding) VALUES ('a', '[1,2,3]'), ('b', '[1,2]')"
        );
        await using var knowledge = await OpenAsync(mayWrite: false);
        await Refused(
            "table 'chunk' mixes embeddings of 2, 3 dimensions",
            () => knowledge.SearchAsync(Chunks, "e", [new float[] { 1, 0, 0 }], 1, Stop)
        );
    }

    [Fact]
    public async Task A_text_that_is_null_is_named_and_a_page_that_is_null_is_empty()
    {
        await using var knowledge = await CreateAsync([], []);
        await server.ExecuteAsync("INSERT INTO chunk (id, text) VALUES (8, 'Без страницы.')");
        Assert.Equal([new KnowledgeChunk(8, "", "Без страницы.")], await knowledge.ChunksAsync(Stop).ToListAsync(Stop));
        await server.ExecuteAsync("INSERT INTO chunk (id, confluence_url) VALUES (9, 'u')");
        await Refused("table 'chunk': row 9: column 'text' is null", async () => await knowledge.ChunksAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Times_with_a_zone_are_read_as_UTC()
    {
        await using var knowledge = await CreateAsync([], []);
        await server.ExecuteAsync(
            "ALTER TABLE question_answer ALTER COLUMN created_at TYPE timestamptz; INSERT INTO question_answer (id, question, created_at) VALUES (1, 'Где?', '2025-09-01T09:12:00+03:00')"
        );
        Assert.Equal(
            new DateTime(2025, 9, 1, 6, 12, 0),
            Assert.Single(await knowledge.PastQuestionsAsync(Stop).ToListAsync(Stop)).CreatedAt
        );
    }

    private async Task<IKnowledgeBase> OpenAsync(bool mayWrite, SearchMode mode = SearchMode.Exact) =>
        await PostgresKnowledgeBase.OpenAsync(server.Settings(), mode, mayWrite, Stop);
}
