using ModelLab.Core.Judging;
using ModelLab.Core.Text;
using ModelLab.Records.Numbers;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Reading;

/// <summary>
/// The values of detail files, question by question, one measure at a time: read when first asked for, kept while the file stays as it is,
/// and the least recently used given up. Safe for several threads.
/// </summary>
internal sealed class FileScoreCache
{
    // A measure of 10 × 10 models on 1,000 questions takes some 10 MB.
    private const int TablesKept = 12;
    private const int PagesKept = 16;

    private readonly Recent<(string File, string Stamp), ItemPages> _pages = new(PagesKept);
    private readonly Recent<(string File, string Stamp, Tier Tier, string Measure), ScoreTable> _tables = new(TablesKept);
    private readonly Recent<
        (string File, string Stamp, Tier Tier, string Measure),
        IReadOnlyDictionary<string, IReadOnlyList<double>>
    > _latencies = new(TablesKept);

    public ScoreTable Table(string file, Tier tier, string measure) =>
        _tables.Get((file, StampOf(file), tier, measure), () => DetailFile.Read(file, () => ReadTable(file, tier, measure)))!;

    public IReadOnlyDictionary<string, IReadOnlyList<double>> Latencies(string file, Tier tier, string measure) =>
        _latencies.Get((file, StampOf(file), tier, measure), () => DetailFile.Read(file, () => ReadLatencies(file, tier, measure)))!;

    public ItemPages Pages(string file) => _pages.Get((file, StampOf(file)), () => DetailFile.Read(file, () => ReadPages(file)))!;

    /// <summary>What tells a file as it is now: what was written last may still be in the write-ahead log.</summary>
    public static string StampOf(string file) => $"{FileStamp.Of(file)} {FileStamp.Of(file + "-wal")}";

    private static ItemPages ReadPages(string file)
    {
        using var reader = ObservationReader.Open(file);
        return ItemPages.Of(reader.Questions(), reader.ShowDecisions());
    }

    private ScoreTable ReadTable(string file, Tier tier, string measure)
    {
        using var reader = ObservationReader.Open(file);
        var builder = new ScoreTable.Builder(Pages(file));
        foreach (var row in reader.Scores(tier, measure))
            builder.Add(tier, measure, row);
        return builder.Finish();
    }

    private static Dictionary<string, IReadOnlyList<double>> ReadLatencies(string file, Tier tier, string measure)
    {
        using var reader = ObservationReader.Open(file);
        return reader
            .Latencies(tier, measure)
            .GroupBy(l => l.Model, l => l.Milliseconds, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, IReadOnlyList<double> (g) => [.. g.Order()], StringComparer.Ordinal);
    }
}

/// <summary>The values of one detail file.</summary>
internal sealed class FileScores(string file, FileScoreCache cache) : IScores
{
    // Asked for item by item; a run's items are all there from its start.
    public ItemPages Pages => field ??= cache.Pages(file);

    public IReadOnlyDictionary<string, double> Values(ScoreColumn column) => Table(column.Tier, column.Measure).Values(column);

    public IReadOnlyList<ScoreColumn> Columns(Tier tier, string measure) => Table(tier, measure).Columns(tier, measure);

    // What a table has beside the measure it was read for comes of that measure's rows.
    private ScoreTable Table(Tier tier, string measure) => cache.Table(file, tier, Measures.Observed(tier, measure));
}
