// How well builtin:lexical finds the chunk that answers a question, by exact cosine, and how fast it embeds:
//   dotnet run -c Release --project perf/LexicalRetrieval -- squad.json
//   dotnet run -c Release --project perf/LexicalRetrieval -- knowledge_base.jsonl dataset.json
using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Embedders;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length is not (1 or 2))
{
    Console.Error.WriteLine("usage: LexicalRetrieval SQUAD.json | KNOWLEDGE_BASE.jsonl DATASET.json");
    return 2;
}

var (chunks, items) = args.Length == 1 ? Squad(args[0]) : Sample(args[0], args[1]);
string[] passages = [.. chunks.Select(c => c.Text)];
string[] questions = [.. items.Select(i => i.Question)];
Console.WriteLine($"{chunks.Length} chunks, {items.Length} answerable questions, {Environment.ProcessorCount} cores");
Console.WriteLine("dimensions  stem share      MRR    hit@1    hit@5   hit@10   learn ms  passages ms  questions ms");
foreach (var dimensions in new[] { 4096, 8192, 16384 })
{
    foreach (var share in new[] { 0, 0.2, 0.3, 0.4, 0.5, 1 })
    {
        var watch = Stopwatch.StartNew();
        using var embedder = new LexicalEmbedder(passages, "perf", new LexicalOptions(dimensions, share));
        var learn = watch.Elapsed.TotalMilliseconds;
        watch.Restart();
        var chunkVectors = await embedder.EmbedAsync(passages, TextKind.Passage, default);
        var passageTime = watch.Elapsed.TotalMilliseconds;
        watch.Restart();
        var questionVectors = await embedder.EmbedAsync(questions, TextKind.Query, default);
        var questionTime = watch.Elapsed.TotalMilliseconds;
        var ranks = new int[items.Length];
        Parallel.For(0, items.Length, q => ranks[q] = Rank(q, questionVectors[q].Span, chunkVectors));
        double Hit(int k) => ranks.Count(r => r <= k) / (double)ranks.Length;
        Console.WriteLine(
            $"{dimensions, 10}  {share, 10:0.0}  {ranks.Average(r => 1.0 / r), 7:0.0000}  {Hit(1), 7:0.000}  {Hit(5), 7:0.000}  {Hit(10), 7:0.000}  {learn, 9:0}  {passageTime, 11:0}  {questionTime, 12:0}"
        );
    }
}
return 0;

// The best rank of a relevant chunk; a tie goes to the smaller id, as in the knowledge base.
int Rank(int question, ReadOnlySpan<float> vector, IReadOnlyList<ReadOnlyMemory<float>> chunkVectors)
{
    var scored = new (float Score, long Id)[chunks.Length];
    for (var i = 0; i < scored.Length; i++)
        scored[i] = (-TensorPrimitives.Dot(vector, chunkVectors[i].Span), chunks[i].Id);
    Array.Sort(scored);
    HashSet<long> relevant = [.. items[question].RelevantChunkIds ?? [], items[question].ChunkId!.Value];
    return 1 + Array.FindIndex(scored, s => relevant.Contains(s.Id));
}

static (KnowledgeChunk[], GoldItem[]) Squad(string path)
{
    var squad = SquadImport.Convert(File.ReadAllBytes(path), path);
    return ([.. squad.Chunks], [.. squad.Items.Where(i => i.Answerable)]);
}

static (KnowledgeChunk[], GoldItem[]) Sample(string knowledgeBase, string dataset)
{
    var chunks = File.ReadLines(knowledgeBase)
        .Where(l => l.Length > 0)
        .Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            return new KnowledgeChunk(json.RootElement.GetProperty("id").GetInt64(), "", json.RootElement.GetProperty("text").GetString()!);
        });
    return (
        [.. chunks],
        [.. GoldDatasetReader.Read(File.ReadAllBytes(dataset), dataset).Items.Where(i => i.Answerable && i.ChunkId is not null)]
    );
}
