using System.Text.Json.Nodes;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedded;
using ModelLab.Knowledge.Embedders;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Sweeps.Tests.Analytics;

/// <summary>A knowledge base in a file, with vectors given in degrees.</summary>
public abstract class AnalyticsTest : IDisposable
{
    private readonly TempFolder _folder = new();

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal Compass Embedder { get; } = new();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Embedder.Dispose();
        _folder.Dispose();
    }

    protected string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Chunks 1, 2, … of pages at some degrees; null is a chunk without an embedding.</summary>
    protected async Task<IKnowledgeBase> BaseAsync((string Page, double? Degrees)[] chunks, params PastQuestion[] pastQuestions)
    {
        var content = new KnowledgeContent(
            [.. chunks.Select((c, i) => new KnowledgeChunk(i + 1, c.Page, $"Текст {i + 1}."))],
            pastQuestions
        );
        var knowledge = EmbeddedKnowledgeBase.Import(_folder[$"{Guid.NewGuid():N}.db"], content, replace: false, Stop);
        var vectors = chunks
            .Select((c, i) => (Id: i + 1, c.Degrees))
            .Where(c => c.Degrees is not null)
            .Select(c => Compass.Vector(c.Id, c.Degrees!.Value))
            .ToList();
        if (vectors.Count > 0)
            await knowledge.WriteEmbeddingsAsync(KnowledgePart.Chunks, Embedder.Identity, vectors, Stop);
        return knowledge;
    }

    /// <summary>The repository's sample, embedded by builtin:lexical, with the data set's questions as past questions.</summary>
    private protected async Task<(IKnowledgeBase Knowledge, LexicalEmbedder Embedder, IReadOnlyList<GoldItem> Items)> SampleAsync()
    {
        var items = GoldDatasetReader
            .Read(await File.ReadAllBytesAsync(Repository.Data("dataset_synthetic_20261101_120000.json"), Stop), "sample")
            .Items;
        var chunks = SampleChunks();
        var questions = items
            .Select(
                (item, i) =>
                    new PastQuestion(
                        i + 1,
                        item.Question,
                        item.Answerable ? item.GroundTruthAnswer : null,
                        item.ConfluenceUrl,
                        i % 6 is > 0 and var score ? score : null
                    )
            )
            .ToList();
        var knowledge = EmbeddedKnowledgeBase.Import(_folder["sample.db"], new KnowledgeContent(chunks, questions), replace: false, Stop);
        var embedder = new LexicalEmbedder([.. chunks.Select(c => c.Text)], "sample");
        var vectors = await embedder.EmbedAsync([.. chunks.Select(c => c.Text)], TextKind.Passage, Stop);
        await knowledge.WriteEmbeddingsAsync(
            KnowledgePart.Chunks,
            embedder.Identity,
            [.. vectors.Select((v, i) => new ItemVector(chunks[i].Id, v))],
            Stop
        );
        return (knowledge, embedder, items);
    }

    private protected static IReadOnlyList<KnowledgeChunk> SampleChunks() =>
        [
            .. File.ReadLines(Repository.Data("knowledge_base.jsonl"))
                .Where(l => l.Length > 0)
                .Select(l => JsonNode.Parse(l)!)
                .Select(c => new KnowledgeChunk((long)c["id"]!, (string)c["confluence_url"]!, (string)c["text"]!)),
        ];

    protected static GoldItem[] Questions(params string[] texts) =>
        [.. texts.Select((t, i) => Make.Gold(FormattableString.Invariant($"q{i}")) with { Question = t })];

    protected static IEnumerable<string> Fields(JsonNode node) => node.AsObject().Select(f => f.Key);
}
