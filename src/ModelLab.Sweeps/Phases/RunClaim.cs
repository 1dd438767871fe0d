using System.Globalization;
using System.Text.Json;
using ModelLab.Core;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Phases;

/// <summary>The claim of one process on a run: a new one, or one that an earlier process did not finish.</summary>
internal sealed class RunClaim : IDisposable
{
    private readonly FileStream _lock;
    private bool _kept;

    private RunClaim(string detailFile, FileStream held, DateTimeOffset started, bool continues) =>
        (DetailFile, _lock, Started, Continues, _kept) = (detailFile, held, started, continues, continues);

    public string DetailFile { get; }

    public string Id => Path.GetFileNameWithoutExtension(DetailFile)[RunFileNames.Prefix.Length..];

    public DateTimeOffset Started { get; }

    public bool Continues { get; }

    /// <summary>Claims the newest unfinished run of equal spec and fingerprint, else a new one.</summary>
    /// <exception cref="BadInputException">The directory cannot be written, or another process works on an equal run.</exception>
    public static RunClaim Take(string directory, SweepSpec spec, SweepItems items, bool startNew, DateTimeOffset now)
    {
        try
        {
            Directory.CreateDirectory(directory);
            RunRegistry.Refuse(directory);
            return (startNew ? null : TakeUnfinished(directory, spec, items)) ?? TakeNew(directory, now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--output-dir {directory}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The run has begun: its file stays, however it ends.</summary>
    public void Keep() => _kept = true;

    /// <summary>Lets the run go; a new one that did not begin is withdrawn.</summary>
    public void Dispose()
    {
        if (!_kept)
            File.Delete(DetailFile);
        _lock.Dispose();
    }

    private static RunClaim? TakeUnfinished(string directory, SweepSpec spec, SweepItems items)
    {
        (string Spec, string Fingerprint)? wanted = null; // most directories have no unfinished run to compare with
        foreach (var file in Directory.EnumerateFiles(directory, RunFileNames.Prefix + "*.db").OrderDescending(StringComparer.Ordinal))
        {
            // A run's JSON is written last.
            if (File.Exists(Path.ChangeExtension(file, ".json")))
                continue;
            wanted ??= (JsonSerializer.Serialize(spec, RunsJson.Files), Fingerprint.Of(spec, items).Hash);
            if (RunLock.TryTake(file) is not { } held)
            {
                if (StartOf(file, wanted.Value) is not null)
                    throw new BadInputException(
                        $"{file.Replace('\\', '/')}: another process works on the same run: wait for it, or give --new to make another beside "
                            + $"it, which shares its calls"
                    );
                continue;
            }
            if (StartOf(file, wanted.Value) is { } started)
                return new RunClaim(file.Replace('\\', '/'), held, started, continues: true);
            held.Dispose();
        }
        return null;
    }

    private static DateTimeOffset? StartOf(string file, (string Spec, string Fingerprint) wanted)
    {
        try
        {
            using var reader = ObservationReader.Open(file);
            // A flag that its program did not know has its preset.
            return JsonSerializer.Serialize(reader.Spec(), RunsJson.Files) == wanted.Spec && reader.Fingerprint().Hash == wanted.Fingerprint
                ? reader.Started()
                : null;
        }
        catch (Exception e)
            when (e
                    is BadInputException
                        or Microsoft.Data.Sqlite.SqliteException
                        or JsonException
                        or FormatException
                        or InvalidOperationException
                        or InvalidCastException
            )
        {
            return null; // of another version, or killed before its spec was written: not ours to continue
        }
    }

    private static RunClaim TakeNew(string directory, DateTimeOffset now)
    {
        var stamp = now.ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture);
        for (var i = 1; i < 1000; i++)
        {
            var id = i == 1 ? stamp : string.Create(CultureInfo.InvariantCulture, $"{stamp}_{i}");
            var path = Path.Combine(directory, $"{RunFileNames.Prefix}{id}.db").Replace('\\', '/');
            // The lock comes first, or somebody who looks for an unfinished run could hold the new file. Of two runs that start in one
            // second, one gets _2.
            if (RunLock.TryTake(path) is not { } held)
                continue;
            try
            {
                new FileStream(path, FileMode.CreateNew).Dispose();
                return new RunClaim(path, held, now, continues: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                held.Dispose();
            }
        }
        throw new IOException("no run can be locked: is the disk full?");
    }
}
