using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Import;
using ModelLab.Knowledge.Opening;
using ModelLab.Testing.Support;

namespace ModelLab.Knowledge.Tests;

/// <summary>The sample that the repository ships.</summary>
public sealed class SampleTests
{
    private static readonly string Data = Path.Combine(Repository.Root, "benchmarks", "data");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_opens_with_its_past_questions()
    {
        using var folder = new TempFolder();
        await using var knowledge = await KnowledgeBases.OpenAsync(
            Path.Combine(Data, "knowledge_base.jsonl"),
            new KnowledgeBaseOptions { IndexFolder = folder.Path, Environment = _ => null },
            Stop
        );
        var pages = (await knowledge.ChunksAsync(Stop).ToListAsync(Stop)).Select(c => c.ConfluenceUrl).ToHashSet();
        var past = await knowledge.PastQuestionsAsync(Stop).ToListAsync(Stop);
        Assert.Equal(402, past.Count);
        Assert.Equal([1, 2, 3, 4, 5], past.Select(q => q.Score).OfType<double>().Distinct().Order());
        Assert.Contains(past, q => q.Answer is null);
        Assert.All(
            past,
            q =>
                Assert.True(
                    q.ConfluenceUrl is null || pages.Contains(q.ConfluenceUrl),
                    $"past question {q.Id} names a page that no chunk comes from"
                )
        );
        Assert.All(past, q => Assert.NotNull(q.CreatedAt));
    }

    [Fact]
    public void Sessions_are_a_data_set_whose_turns_count_up_and_whose_chunks_are_in_the_base()
    {
        var items = GoldDatasetReader.Read(File.ReadAllBytes(Path.Combine(Data, "sessions.json")), "sessions.json").Items;
        var chunks = KnowledgeImport
            .Read(Path.Combine(Data, "knowledge_base.jsonl"), null, 1000, 100, ImportLimits.Default, Stop)
            .Content.Chunks.ToDictionary(c => c.Id);
        Assert.Equal(30, items.Count);
        foreach (var session in items.GroupBy(i => i.SessionId!))
        {
            Assert.Equal(Enumerable.Range(1, session.Count()), session.Select(i => i.Turn!.Value));
            var rephrased = Assert.Single(session, i => i.RephrasesTurn is not null);
            Assert.InRange(rephrased.RephrasesTurn!.Value, 1, rephrased.Turn!.Value - 1);
        }
        Assert.All(items, i => Assert.Equal(chunks[i.ChunkId!.Value].Text, i.ChunkText));
    }
}
