using System.Text.Json;
using ModelLab.Core;
using ModelLab.Core.Money;
using ModelLab.Records.Numbers;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Reading;

/// <summary>
/// The runs of an output directory: those of <c>benchmark_runs.json</c>, those that have a <c>rag_benchmark_ID.json</c> alone, and those
/// that are not finished. New runs appear by themselves; what
/// did not change is not read again. Safe for several threads.
/// </summary>
public sealed partial class RunLibrary
{
    private const int RunsKept = 64;

    private readonly RunFolder _folder;
    private readonly Lock _gate = new();
    private readonly UnfinishedRuns _unfinished = new();
    private readonly RunJsonFiles _alone = new();
    private readonly Dictionary<string, (string Stamp, Run Run)> _runs = new(StringComparer.Ordinal);
    private readonly FileScoreCache _scores = new();
    private readonly DamagedFiles _damaged = new();
    private RegistryFile? _registry;
    private (FileStamp? Stamp, IReadOnlyDictionary<string, RunLabel> Known) _labels = (null, new Dictionary<string, RunLabel>());

    /// <summary>Opens the library of a directory, which need not exist yet.</summary>
    public RunLibrary(string directory)
    {
        Directory = directory;
        _folder = new RunFolder(directory);
    }

    /// <summary>The output directory as it was named.</summary>
    public string Directory { get; }

    /// <summary>Why the registry cannot be read, in one line; null when it can be, or there is none.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
                return _registry?.Problem;
        }
    }

    /// <summary>All runs, newest first; those without a time last.</summary>
    public IReadOnlyList<RunEntry> Runs()
    {
        lock (_gate)
        {
            var files = _folder.Files(out var special);
            var path = _folder.Find(RunRegistry.FileName);
            if (path is null)
                _registry = null;
            else
                (_registry ??= new RegistryFile(path)).Refresh();

            var entries = new List<RunEntry>();
            var taken = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in _registry?.Entries ?? [])
            {
                // An id is a name in addresses alone: its files are looked up among those that were found.
                var id = Unique(entry.Id.Length > 0 ? entry.Id : "run-" + entry.Span!.Hash[..8], taken);
                // Of two elements with one id the files belong to the first.
                string? FileOf(string ending) => id == entry.Id ? files.GetValueOrDefault(RunFileNames.Prefix + id + ending) : null;
                entries.Add(entry with { Id = id, DatabaseFile = FileOf(".db"), JsonFile = FileOf(".json") });
            }
            foreach (var (name, file) in files)
            {
                var id = Path.GetFileNameWithoutExtension(name)[RunFileNames.Prefix.Length..];
                if (taken.Contains(id))
                    continue;
                if (name.EndsWith(".json", StringComparison.Ordinal) && _alone.Entry(file) is { } alone)
                    entries.Add(
                        alone with
                        {
                            Id = Unique(id, taken),
                            JsonFile = file,
                            DatabaseFile = files.GetValueOrDefault($"{RunFileNames.Prefix}{id}.db"),
                        }
                    );
                else if (
                    name.EndsWith(".db", StringComparison.Ordinal)
                    && !files.ContainsKey($"{RunFileNames.Prefix}{id}.json")
                    && _unfinished.Read(id, file) is { } unfinished
                )
                    entries.Add(unfinished with { Id = Unique(id, taken) });
            }
            foreach (var file in special)
                if (taken.Add(RunFileNames.IdOf(file)))
                    entries.Add(
                        RunEntry.Damaged(
                            RunFileNames.IdOf(file),
                            new BadInputException($"{file}: {SpecialFile.KindOf(file) ?? "gone"}, no file: delete it")
                        )
                    );
            var labels = Labels();
            return
            [
                .. entries
                    .Select((entry, place) => (entry: entry with { Label = labels.GetValueOrDefault(entry.Id) }, place))
                    .OrderByDescending(e => e.entry.Timestamp ?? DateTimeOffset.MinValue)
                    .ThenByDescending(e => e.place)
                    .Select(e => _damaged.Mark(e.entry)),
            ];
        }
    }

    /// <summary>
    /// Remembers that a file is damaged: what a list needs of a run may be whole while the rest is not, and nobody reads all of it to tell.
    /// The run counts as damaged until the file changes.
    /// </summary>
    /// <param name="problem">The error that told.</param>
    /// <returns>Whether that is news.</returns>
    public bool Remember(BadInputException problem)
    {
        lock (_gate)
            return _damaged.Remember(problem);
    }

    /// <summary>A run of the list, or null.</summary>
    public RunEntry? Find(string id) => Runs().FirstOrDefault(r => r.Id == id);

    /// <summary>A run of the list, whatever its state.</summary>
    /// <param name="run">Its id, the name that a person gave it, or <c>latest</c> for the newest.</param>
    /// <exception cref="BadInputException">There is no such run.</exception>
    public RunEntry Any(string run)
    {
        var runs = Runs();
        return (run == "latest" && runs.Count > 0 ? runs[0] : Named(run, runs)) ?? throw NoSuchRun(run, runs);
    }

    /// <summary>The finished run that a user means.</summary>
    /// <param name="run">A run's id, or <c>latest</c> for the newest that is finished.</param>
    /// <exception cref="BadInputException">There is no such run, or it is not finished.</exception>
    public RunEntry Finished(string run)
    {
        var runs = Runs();
        if (runs.Count == 0 && Problem is { } problem)
            throw new BadInputException(problem);
        // A damaged run that was finished may be the newest: an older one in its place would be a surprise.
        if (run == "latest")
            return
                runs.FirstOrDefault(r => r.State == RunState.Finished || r is { State: RunState.Damaged, JsonFile: not null }) is { } newest
                ? Whole(newest)
                : throw new BadInputException(
                    $"{Directory}: no finished run in it: make one with 'run', or with 'demo', which needs no models of yours"
                );
        var entry = Named(run, runs) ?? throw NoSuchRun(run, runs);
        return Whole(entry).State == RunState.Finished
            ? entry
            : throw new BadInputException(
                $"{run}: not finished: its numbers are made when it ends: the same 'run' command goes on from there"
            );
    }

    /// <summary>Opens a run, as far as it got.</summary>
    /// <param name="run">A run's id, the path of one of its files, in whatever directory, or <c>latest</c> for the newest that is
    /// finished.</param>
    /// <exception cref="BadInputException">There is no such run, or its file cannot be read.</exception>
    public Run Open(string run)
    {
        if (run != "latest" && FileNamed(run) is { } file)
            return LibraryOf(file).OpenOwn(RunFileNames.IdOf(file));
        return OpenOwn(run);
    }

    /// <summary>
    /// Opens several runs on the same ground as one: their models stand side by side. Where two runs measured the same model, or pair of
    /// models, in a tier, the one named last counts.
    /// </summary>
    /// <param name="runs">As for one; at least one. A run that is named twice is opened once.</param>
    /// <param name="prices">The prices of their tokens, where there are several.</param>
    /// <exception cref="BadInputException">A run is not there, cannot be read, has no detail file, or is not comparable with the last; each
    /// difference is named.</exception>
    public Run Open(IReadOnlyList<string> runs, PriceList prices)
    {
        var opened = runs.Select(Open).DistinctBy(r => r.Entry.Location).ToList();
        return opened.Count == 1 ? opened[0] : MergedRun.Of(opened, prices);
    }

    /// <summary>Opens a run of the list, or gives null when there is none of this id.</summary>
    /// <exception cref="BadInputException">Its file cannot be read.</exception>
    public Run? TryOpen(string id) => Find(id) is { } entry ? Open(entry) : null;

    /// <summary>Opens a run of the list.</summary>
    /// <exception cref="BadInputException">Its file cannot be read.</exception>
    public Run Open(RunEntry entry)
    {
        if (!Whole(entry).IsComplete)
            return ObservedRun.Open(entry, _scores);
        var stamp = entry.JsonFile is { } file ? FileStamp.Of(file)?.ToString() ?? "" : entry.Span!.Hash;
        lock (_gate)
            if (_runs.TryGetValue(entry.Id, out var known) && known.Stamp == stamp)
                return known.Run with { Entry = entry };
        using var document = Parse(entry);
        var run = RunReader.Read(document.RootElement, entry);
        if (entry.DatabaseFile is { } database)
            run = run with { Scores = new FileScores(database, _scores), Races = ObservedRun.Races(database) ?? run.Races };
        lock (_gate)
        {
            if (_runs.Count >= RunsKept)
                _runs.Clear();
            _runs[entry.Id] = (stamp, run);
        }
        return run;
    }

    /// <summary>
    /// The times of the replies to one measure that were understood, ms, rising, by the model that was asked; empty where the run has no
    /// detail file.
    /// </summary>
    /// <exception cref="BadInputException">The detail file cannot be read.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Latencies(RunEntry entry, Tier tier, string measure) =>
        entry.DatabaseFile is { } file ? _scores.Latencies(file, tier, measure) : new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>The values of one measure; an empty table where the run has no detail file.</summary>
    /// <exception cref="BadInputException">The detail file cannot be read.</exception>
    public ScoreTable Table(RunEntry entry, Tier tier, string measure) =>
        entry.DatabaseFile is { } file ? _scores.Table(file, tier, measure) : ScoreTable.Empty;

    /// <summary>What tells the files of a run as they are now.</summary>
    public static string StampOf(RunEntry entry) => entry.DatabaseFile is { } file ? FileScoreCache.StampOf(file) : entry.Span?.Hash ?? "";

    /// <summary>The questions, answers and observations of a run.</summary>
    /// <exception cref="BadInputException">It has no detail file, or it cannot be read.</exception>
    public RunItems OpenItems(RunEntry entry) =>
        RunItems.Open(
            entry.DatabaseFile
                ?? throw new BadInputException($"run {entry.Id}: its detail file {RunFileNames.Prefix}{entry.Id}.db is not in {Directory}")
        );

    private Run OpenOwn(string run)
    {
        if (run == "latest")
            return Open(Finished(run));
        var runs = Runs();
        if (runs.Count == 0 && Problem is { } problem)
            throw new BadInputException(problem);
        return Open(Named(run, runs) ?? throw NoSuchRun(run, runs));
    }

    // An id before a name, and of equal names the newest.
    private static RunEntry? Named(string run, IReadOnlyList<RunEntry> runs) =>
        runs.FirstOrDefault(r => r.Id == run) ?? runs.FirstOrDefault(r => r.Label?.Name == run);

    private static RunEntry Whole(RunEntry entry) => entry.Problem is null ? entry : throw new BadInputException(entry.Problem);

    private BadInputException NoSuchRun(string run, IReadOnlyList<RunEntry> runs) =>
        new(
            $"{run}: no such run in {Directory}: {(runs.Count > 0 ? $"the newest is {runs[0].Id}" : "there is none; make one with 'run'")}"
        );

    // A file names the directory that it lies in.
    private static string? FileNamed(string run) =>
        Path.GetFileName(run).StartsWith(RunFileNames.Prefix, StringComparison.Ordinal)
            ? new[] { ".db", ".json" }.Select(ending => Path.ChangeExtension(run, ending)).FirstOrDefault(File.Exists)
            : null;

    private RunLibrary LibraryOf(string file)
    {
        var folder = Path.GetDirectoryName(file) is { Length: > 0 } named ? named : ".";
        return Path.GetFullPath(folder) == Path.GetFullPath(Directory) ? this : new RunLibrary(folder);
    }

    private JsonDocument Parse(RunEntry entry)
    {
        try
        {
            if (entry.JsonFile is { } file)
                return RunJsonFiles.Parse(file);
            RegistryFile registry;
            lock (_gate)
                registry = _registry ?? throw new BadInputException($"run {entry.Id}: {RunRegistry.FileName} is gone");
            return registry.Element(entry.Span!)
                ?? throw new BadInputException($"run {entry.Id}: {RunRegistry.FileName} has just changed: load the page again");
        }
        catch (JsonException e)
        {
            throw RunJsonFiles.Unreadable(entry.JsonFile ?? RunRegistry.FileName, e.Message, e);
        }
    }

    private static string Unique(string id, HashSet<string> taken)
    {
        var name = id;
        for (var i = 2; !taken.Add(name); i++)
            name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id}~{i}");
        return name;
    }
}
