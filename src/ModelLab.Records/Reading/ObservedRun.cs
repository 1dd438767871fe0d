using System.Text.Json;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Money;
using ModelLab.Records.Numbers;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Reading;

/// <summary>A run that has a detail file and no JSON: its numbers are made of its observations when they are asked for.</summary>
internal static class ObservedRun
{
    /// <summary>Opens an unfinished run.</summary>
    /// <exception cref="BadInputException">The detail file cannot be read.</exception>
    public static Run Open(RunEntry entry, FileScoreCache cache)
    {
        var file = entry.DatabaseFile!;
        using var reader = ObservationReader.Open(file);
        return DetailFile.Read(
            file,
            () =>
                new Run
                {
                    Entry = entry,
                    KnownSpec = reader.Spec(),
                    Fingerprint = reader.Fingerprint(),
                    Excluded = reader.Excluded(),
                    Races = reader.Races(),
                    Notes = reader.Notes(),
                    Scores = new FileScores(file, cache),
                    Digest = new Lazy<RunDigest>(() => DetailFile.Read(file, () => Digest(file))),
                }
        );
    }

    /// <summary>The races of a detail file; null where it cannot tell.</summary>
    public static IReadOnlyList<RaceRecord>? Races(string file)
    {
        try
        {
            using var reader = ObservationReader.Open(file);
            return reader.Races();
        }
        catch (Exception e) when (e is BadInputException || DetailFile.IsDamage(e))
        {
            return null;
        }
    }

    private static RunDigest Digest(string file)
    {
        using var reader = ObservationReader.Open(file);
        return RunDigest.Of(
            reader.Observations(),
            reader.Measured(),
            ItemPages.Of(reader.Questions(), reader.ShowDecisions()),
            reader.Spec().Seed,
            PriceList.Of(reader.Money()?.Prices ?? []),
            reader.Races()
        );
    }
}
