using ModelLab.Core;

namespace ModelLab.Records.Reading;

/// <summary>Which files were found damaged, until they change. Not for two threads at once.</summary>
internal sealed class DamagedFiles
{
    private readonly Dictionary<string, (string Stamp, BadInputException Problem)> _known = new(StringComparer.Ordinal);

    /// <summary>Takes note of the error that told.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Remember(BadInputException problem)
    {
        if (problem.DamagedFile is not { } file)
            return false;
        var stamp = StampOf(file);
        var isNew = !_known.TryGetValue(file, out var known) || known.Stamp != stamp;
        _known[file] = (stamp, problem);
        return isNew;
    }

    /// <summary>The run, marked where one of its files is known to be damaged and has not changed since.</summary>
    public RunEntry Mark(RunEntry entry)
    {
        foreach (var file in new[] { entry.JsonFile, entry.DatabaseFile }.OfType<string>())
            if (_known.TryGetValue(file, out var known))
            {
                if (known.Stamp == StampOf(file))
                    return entry with { State = RunState.Damaged, Problem = known.Problem.Message };
                _known.Remove(file);
            }
        return entry;
    }

    // Readers alone make an empty log beside a file, and take it away again.
    private static string StampOf(string file) =>
        $"{FileStamp.Of(file)} {(FileStamp.Of(file + "-wal") is { Length: > 0 } log ? log : null)}";
}
