using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Records.Numbers;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;

namespace ModelLab.Records.Reading;

/// <summary>Runs of an output directory, read back from their detail files.</summary>
/// <param name="directory">The output directory.</param>
public sealed class RunArchive(string directory)
{
    /// <summary>The detail files of the directory, newest last.</summary>
    public IReadOnlyList<string> DetailFiles() =>
        Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory, RunFiles.Prefix + "*.db").Order(StringComparer.Ordinal)] : [];

    /// <summary>The detail file that a user means.</summary>
    /// <param name="run">A run's id, the path of one of its files, or <c>latest</c> for the newest that is finished.</param>
    /// <exception cref="BadInputException">There is no such run.</exception>
    public string Locate(string run)
    {
        if (run == "latest")
            return DetailFiles().LastOrDefault(f => File.Exists(Path.ChangeExtension(f, ".json")))
                ?? throw new BadInputException($"{directory}: no finished run in it: make one with 'run'");
        string[] places = [Path.Combine(directory, $"{RunFiles.Prefix}{run}.db"), Path.ChangeExtension(run, ".db")];
        return places.FirstOrDefault(File.Exists)
            ?? throw new BadInputException(
                $"{run}: no such run in {directory}: {(DetailFiles() is { Count: > 0 } files ? $"the newest is {IdOf(files[^1])}" : "there is none; make one with 'run'")}"
            );
    }

    /// <summary>The run's id in the name of a detail file.</summary>
    public static string IdOf(string detailFile) => Path.GetFileNameWithoutExtension(detailFile)[RunFiles.Prefix.Length..];

    /// <summary>Reads a run, as far as it got, and computes its numbers anew.</summary>
    /// <param name="run">As for <see cref="Locate"/>.</param>
    /// <param name="prices">The prices; a run's tokens are priced by them.</param>
    /// <exception cref="BadInputException">There is no such run, or its file cannot be read.</exception>
    public RunResult Load(string run, PriceList prices) => Load([run], prices);

    /// <summary>
    /// Reads several runs on the same ground as one: their models stand side by side. Where two runs measured the same model, or pair of
    /// models, in a tier, the one named last counts.
    /// </summary>
    /// <param name="runs">As for <see cref="Locate"/>; at least one.</param>
    /// <param name="prices">The prices; tokens are priced by them.</param>
    /// <exception cref="BadInputException">A run is not there, cannot be read, or is not comparable with the first; each difference is
    /// named.</exception>
    public RunResult Load(IReadOnlyList<string> runs, PriceList prices)
    {
        var readers = new List<(string File, ObservationReader Reader)>();
        try
        {
            foreach (var file in runs.Select(Locate).Distinct())
                readers.Add((file, ObservationReader.Open(file)));
            return Read(readers, prices);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw new BadInputException(
                $"{(readers.Count > 0 ? readers[^1].File : runs[0])}: not a readable run file ({e.Message}): run it again",
                e
            );
        }
        finally
        {
            foreach (var (_, reader) in readers)
                reader.Dispose();
        }
    }

    private static RunResult Read(List<(string File, ObservationReader Reader)> readers, PriceList prices)
    {
        var (file, last) = readers[^1];
        var (spec, fingerprint) = (last.Spec(), last.Fingerprint());
        foreach (var (other, reader) in readers)
        {
            var differences = reader.Fingerprint().DifferencesTo(fingerprint);
            if (differences.Count > 0)
                throw new BadInputException(
                    $"{IdOf(other)} and {IdOf(file)} are not comparable: {string.Join("; ", differences.Select(d => d.In(Language.English)))}: choose runs on the same ground"
                );
        }
        if (readers.Count > 1 && readers.Where(r => r.Reader.Races().Count > 0).Select(r => IdOf(r.File)).FirstOrDefault() is { } raced)
            throw new BadInputException(
                $"{raced} was a race, in which scores decided how much was asked: it cannot be read together with other runs: name it alone"
            );
        var races = last.Races();
        var digest = RunDigest.Of(
            Merged([.. readers.Select(r => r.Reader)]),
            last.Measured(),
            ItemPages.Of(last.Questions(), last.ShowDecisions()),
            spec.Seed,
            prices,
            races
        );
        var lineups = readers.Select(r => r.Reader.Spec().Models).ToList();
        var ran = readers
            .Select(r => r.Reader.Spec().Models.Without(r.Reader.Excluded()))
            .SelectMany(l => Enum.GetValues<ModelRole>().SelectMany(role => l.Of(role).Select(m => (role, m))))
            .ToHashSet();
        return new RunResult
        {
            Id = string.Join("+", readers.Select(r => r.Reader.Id())),
            Timestamp = last.Started().ToLocalTime(),
            Provenance = ProvenanceOf(file),
            Spec = spec with
            {
                Models = new ModelLineup(
                    [.. lineups.SelectMany(l => l.Generators).Distinct()],
                    [.. lineups.SelectMany(l => l.Judges).Distinct()],
                    [.. lineups.SelectMany(l => l.Deciders).Distinct()]
                ),
            },
            Fingerprint = fingerprint,
            // A model that one run could not call may have been called by another.
            Excluded =
            [
                .. readers
                    .SelectMany(r => r.Reader.Excluded())
                    .DistinctBy(e => (e.Role, e.Model))
                    .Where(e => !ran.Contains((e.Role, e.Model))),
            ],
            Aggregates = digest.Aggregates,
            Usage = digest.Usage,
            Scores = digest.Scores,
            Races = races,
            Notes = [.. readers.SelectMany(r => r.Reader.Notes()).Distinct()],
        };
    }

    // The newest run comes first and keeps what it has; the others add what it has not.
    private static IEnumerable<Observation> Merged(IReadOnlyList<ObservationReader> readers)
    {
        var taken = new Dictionary<(Tier, string?, string?, string?), int>();
        for (var i = readers.Count - 1; i >= 0; i--)
        {
            foreach (var o in readers[i].Observations())
            {
                var key = (o.Tier, o.GenerationModel, o.JudgeModel, o.ProductionJudgeModel);
                if (!taken.TryGetValue(key, out var owner))
                    taken[key] = owner = i;
                if (owner == i)
                    yield return o;
            }
        }
    }

    /// <summary>
    /// What the runs of some specs observed, newest first and however far they got. Files that cannot be read are passed over.
    /// </summary>
    public IEnumerable<(string Id, SweepSpec Spec, ScoreTable Scores)> Scores(Func<SweepSpec, bool> wanted)
    {
        foreach (var file in DetailFiles().Reverse())
            if (TryReadScores(file, wanted) is { } found)
                yield return (IdOf(file), found.Spec, found.Scores);
    }

    private static (SweepSpec Spec, ScoreTable Scores)? TryReadScores(string file, Func<SweepSpec, bool> wanted)
    {
        try
        {
            using var reader = ObservationReader.Open(file);
            var spec = reader.Spec();
            return wanted(spec)
                ? (spec, ScoreTable.Of(reader.Observations(), ItemPages.Of(reader.Questions(), reader.ShowDecisions())))
                : null;
        }
        catch (Exception e) when (e is BadInputException || IsUnreadable(e))
        {
            return null;
        }
    }

    private static bool IsUnreadable(Exception e) => e is SqliteException or JsonException or FormatException or InvalidOperationException;

    // Who made a run stands in its JSON, which an unfinished run has not.
    private static Provenance ProvenanceOf(string detailFile)
    {
        var file = Path.ChangeExtension(detailFile, ".json");
        var json = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) as JsonObject : null;
        string? Text(string name) => json?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        return new Provenance(Text("git_branch"), Text("git_commit_hash"), Text("run_author"));
    }
}
