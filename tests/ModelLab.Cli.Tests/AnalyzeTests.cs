using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ModelLab.Cli.Commands;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedded;
using ModelLab.Knowledge.Embedders;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests;

public sealed class AnalyzeTests : IDisposable
{
    private static readonly KnowledgeChunk[] Chunks =
    [
        new(1, "a", "Общежитие заселяет с августа."),
        new(2, "b", "Стипендия приходит в конце месяца."),
        new(3, "c", "Библиотека выдаёт книги."),
    ];
    private readonly TempFolder _folder = new();
    private readonly StringWriter _out = new() { NewLine = "\n" };

    private AnalyzedKnowledge? _wanted;

    public void Dispose()
    {
        _folder.Dispose();
        _out.Dispose();
    }

    [Fact]
    public async Task Utilization_asks_the_data_sets_questions()
    {
        var dataset = _folder.Write("d.json", """[{"question": "Когда заселяет общежитие?", "ground_truth_answer": "В августе."}]""");
        var json = await JsonAsync("utilization", "--dataset", dataset, "--top-k", "1", "--json");
        Assert.Equal(
            ("synthetic", 1, 1, 3),
            (
                json.GetProperty("questions_source").GetString(),
                json.GetProperty("question_count").GetInt32(),
                json.GetProperty("used_chunks").GetInt32(),
                json.GetProperty("total_chunks").GetInt32()
            )
        );
        Assert.Equal(1, json.GetProperty("retrieved_chunks")[0].GetProperty("chunk_id").GetInt64());
        Assert.Equal(new AnalyzedKnowledge(null, null, dataset, NeedsEmbeddings: true), _wanted);
    }

    [Fact]
    public async Task Utilization_asks_past_questions_when_told()
    {
        var json = await JsonAsync(
            "utilization",
            "--questions-source",
            "real",
            "--question-limit",
            "2",
            "--knowledge-base",
            "kb.db",
            "--embedding-model",
            "builtin:lexical",
            "--json"
        );
        Assert.Equal(
            ("real", 2, 10),
            (
                json.GetProperty("questions_source").GetString(),
                json.GetProperty("question_count").GetInt32(),
                json.GetProperty("top_k").GetInt32()
            )
        );
        Assert.Equal(("kb.db", "builtin:lexical"), (_wanted!.KnowledgeBase, _wanted.EmbeddingModel));
    }

    [Fact]
    public async Task Topics_and_domain_are_printed_as_JSON_and_as_reports()
    {
        var topics = await JsonAsync("topics", "--topics-count", "2", "--topics-top-k", "1", "--seed", "5", "--json");
        Assert.Equal(
            (2, 1, 5),
            (topics.GetProperty("n_topics").GetInt32(), topics.GetProperty("top_k").GetInt32(), topics.GetProperty("seed").GetInt32())
        );
        var domain = await JsonAsync("domain", "--limit", "2", "--slang", _folder.Write("s.txt", "универ"), "--json");
        Assert.False(_wanted!.NeedsEmbeddings);
        Assert.Equal(2, domain.GetProperty("total_questions").GetInt32());
        Assert.Equal("универ", Assert.Single(domain.GetProperty("slang_indicator_counts").EnumerateObject()).Name);
        Assert.StartsWith("## Как спрашивают пользователи", await TextAsync("domain", "--lang", "ru"), StringComparison.Ordinal);
        Assert.StartsWith("## Topics of past questions", await TextAsync("topics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_flags_and_files_are_told()
    {
        Assert.Contains(
            "--top-k: 0 is too small",
            Assert.Single(Command().Parse(["utilization", "--top-k", "0"]).Errors).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "--questions-source: 'all' is unknown",
            Assert.Single(Command().Parse(["utilization", "--questions-source", "all"]).Errors).Message,
            StringComparison.Ordinal
        );
        await Assert.ThrowsAsync<BadInputException>(() => TextAsync("utilization", "--dataset", "absent.json"));
        await Assert.ThrowsAsync<BadInputException>(() => TextAsync("domain", "--slang", "absent.txt"));
        Assert.Null(_wanted); // nothing was opened
    }

    private async Task<JsonElement> JsonAsync(params string[] args) => JsonElement.Parse(await TextAsync(args));

    private async Task<string> TextAsync(params string[] args)
    {
        _out.GetStringBuilder().Clear();
        Assert.Equal(
            0,
            await Command()
                .Parse(args)
                .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken)
        );
        return _out.ToString();
    }

    private Command Command() =>
        AnalyzeCommand.Create(new Surroundings { RawOut = _out, Culture = CultureInfo.InvariantCulture }, OpenAsync);

    private async Task<(IKnowledgeBase, IEmbedder)> OpenAsync(AnalyzedKnowledge wanted, CancellationToken cancellationToken)
    {
        _wanted = wanted;
        var content = new KnowledgeContent(
            Chunks,
            [new(1, "Когда заселяют в общежитие?"), new(2, "Где стипендия?"), new(3, "Стипендия когда приходит?")]
        );
        var knowledge = EmbeddedKnowledgeBase.Import(_folder[$"{Guid.NewGuid():N}.db"], content, replace: false, cancellationToken);
        var embedder = new LexicalEmbedder([.. Chunks.Select(c => c.Text)], "test");
        var vectors = await embedder.EmbedAsync([.. Chunks.Select(c => c.Text)], TextKind.Passage, cancellationToken);
        await knowledge.WriteEmbeddingsAsync(
            KnowledgePart.Chunks,
            embedder.Identity,
            [.. vectors.Select((v, i) => new ItemVector(Chunks[i].Id, v))],
            cancellationToken
        );
        return (knowledge, embedder);
    }
}
