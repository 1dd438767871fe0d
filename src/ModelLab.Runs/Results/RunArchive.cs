using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Llm.Money;

namespace ModelLab.Runs.Results;

/// <summary>Runs of an output directory, read back from their detail files.</summary>
/// <param name="directory">The output directory.</param>
public sealed class RunArchive(string directory)
{
    private const string Prefix = "rag_benchmark_";

    /// <summary>The detail files of the directory, newest last.</summary>
    public IReadOnlyList<string> DetailFiles() =>
        Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory, Prefix + "*.db").Order(StringComparer.Ordinal)] : [];

    /// <summary>The detail file that a user means.</summary>
    /// <param name="run">A run's id, the path of one of its files, or <c>latest</c> for the newest that is finished.</param>
    /// <exception cref="BadInputException">There is no such run.</exception>
    public string Locate(string run)
    {
        if (run == "latest")
            return DetailFiles().LastOrDefault(f => File.Exists(Path.ChangeExtension(f, ".json"))) ?? throw new BadInputException($"{directory}: no finished run in it: make one with 'run'");
        string[] places = [Path.Combine(directory, $"{Prefix}{run}.db"), Path.ChangeExtension(run, ".db")];
        return places.FirstOrDefault(File.Exists)
            ?? throw new BadInputException($"{run}: no such run in {directory}: {(DetailFiles() is { Count: > 0 } files ? $"the newest is {IdOf(files[^1])}" : "there is none; make one with 'run'")}");
    }

    /// <summary>The run's id in the name of a detail file.</summary>
    public static string IdOf(string detailFile) => Path.GetFileNameWithoutExtension(detailFile)[Prefix.Length..];

    /// <summary>Reads a run, as far as it got, and computes its numbers anew.</summary>
    /// <param name="run">As for <see cref="Locate"/>.</param>
    /// <param name="prices">The prices; a run's tokens are priced by them.</param>
    /// <exception cref="BadInputException">There is no such run, or its file cannot be read.</exception>
    public RunResult Load(string run, PriceList prices)
    {
        var file = Locate(run);
        try
        {
            using var reader = ObservationReader.Open(file);
            var spec = reader.Spec();
            var digest = RunDigest.Of(reader, ItemPages.Of(reader.Questions(), reader.ShowDecisions()), spec.Seed, prices);
            return new RunResult
            {
                Id = reader.Id(),
                Timestamp = reader.Started().ToLocalTime(),
                Provenance = ProvenanceOf(file),
                Spec = spec,
                Fingerprint = reader.Fingerprint(),
                Excluded = reader.Excluded(),
                Aggregates = digest.Aggregates,
                Usage = digest.Usage,
                Scores = digest.Scores,
                Notes = reader.Notes(),
            };
        }
        catch (Exception e) when (e is SqliteException or JsonException or FormatException or InvalidOperationException)
        {
            throw new BadInputException($"{file}: not a readable run file ({e.Message}): run it again", e);
        }
    }

    // Who made a run stands in its JSON, which an unfinished run has not.
    private static Provenance ProvenanceOf(string detailFile)
    {
        var file = Path.ChangeExtension(detailFile, ".json");
        var json = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) as JsonObject : null;
        string? Text(string name) => json?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        return new Provenance(Text("git_branch"), Text("git_commit_hash"), Text("run_author"));
    }
}
