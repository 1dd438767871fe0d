using ModelLab.Core;
using ModelLab.Records.Store;

namespace ModelLab.Records.Reading;

// What people do with the runs of a directory: delete, take over, call by names.
public sealed partial class RunLibrary
{
    /// <summary>Deletes a run: its element of the registry and its files.</summary>
    /// <exception cref="BadInputException">The run is going on.</exception>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public async Task DeleteAsync(RunEntry entry, TimeProvider time, CancellationToken cancellationToken)
    {
        var files = _folder.Files(out _);
        using var held = entry.DatabaseFile is { } database
            ? RunLock.TryTake(database) ?? throw new BadInputException($"run {entry.Id} is going on: stop it first")
            : null;
        if (entry.Span is { } span && _folder.Find(RunRegistry.FileName) is { } registry)
            await new RunRegistry(registry, time)
                .RemoveAsync(element => RegistryFile.Hash(element) == span.Hash, cancellationToken)
                .ConfigureAwait(false);
        foreach (var path in new[] { entry.JsonFile, entry.DatabaseFile }.OfType<string>())
        foreach (var ending in new[] { ".json", ".md", ".html", ".db", ".db-wal", ".db-shm" })
            if (files.TryGetValue(Path.GetFileNameWithoutExtension(path) + ending, out var file))
                File.Delete(file);
        if (entry.Label is not null)
            new RunLabels(Path.Combine(Directory, RunLabels.FileName)).Change(entry.Id, _ => new RunLabel());
    }

    /// <summary>Takes over the runs of another registry, with the files of theirs that lie beside it. NaN and Infinity become null.</summary>
    /// <param name="registry">A <c>benchmark_runs.json</c>, or the directory that it lies in.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The runs that were taken over, and how many were here already.</returns>
    /// <exception cref="BadInputException">There is no such file, or it is no array of runs.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<ImportedRuns> ImportAsync(string registry, TimeProvider time, CancellationToken cancellationToken)
    {
        var source = System.IO.Directory.Exists(registry) ? Path.Combine(registry, RunRegistry.FileName) : registry;
        var runs = ImportedRuns.Read(source);
        System.IO.Directory.CreateDirectory(Directory);
        var added = await new RunRegistry(Path.Combine(Directory, RunRegistry.FileName), time)
            .ImportAsync(runs, cancellationToken)
            .ConfigureAwait(false);
        return ImportedRuns.Copy(source, Directory, added, runs.Count);
    }

    // A list is not lost for what a person wrote beside it; whoever changes labels is told.
    private IReadOnlyDictionary<string, RunLabel> Labels()
    {
        var file = _folder.Find(RunLabels.FileName);
        var stamp = file is null ? null : FileStamp.Of(file);
        if (stamp == _labels.Stamp)
            return _labels.Known;
        IReadOnlyDictionary<string, RunLabel> known = new Dictionary<string, RunLabel>();
        try
        {
            known = file is null ? known : new RunLabels(file).Read();
        }
        catch (BadInputException) { }
        _labels = (stamp, known);
        return known;
    }
}
