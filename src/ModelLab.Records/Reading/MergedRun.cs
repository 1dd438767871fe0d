using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Records.Numbers;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Reading;

/// <summary>Several runs on the same ground, read as one.</summary>
internal static class MergedRun
{
    /// <summary>Merges runs; the last one named is the newest.</summary>
    /// <exception cref="BadInputException">One has no detail file, was a race, or is on other ground than the last.</exception>
    public static Run Of(IReadOnlyList<Run> runs, PriceList prices)
    {
        var last = runs[^1];
        foreach (var run in runs)
        {
            if (run.Entry.DatabaseFile is null)
                throw new BadInputException(
                    $"run {run.Id}: its detail file {RunFileNames.Prefix}{run.Id}.db is not there: runs are read together from these"
                );
            var differences = run.Fingerprint.DifferencesTo(last.Fingerprint);
            if (differences.Count > 0)
                throw new BadInputException(
                    $"{run.Id} and {last.Id} are not comparable: {string.Join("; ", differences.Select(d => d.In(Language.English)))}: choose runs on the same ground"
                );
        }
        if (runs.FirstOrDefault(r => r.Races.Count > 0) is { } raced)
            throw new BadInputException(
                $"{raced.Id} was a race, in which scores decided how much was asked: it cannot be read together with other runs: name it alone"
            );
        var definitions = runs.SelectMany(r => r.KnownSpec?.Definitions ?? []).DistinctBy(d => d.ToString()).ToList();
        // The last run need not know the name that two earlier ones disagree about.
        if (definitions.GroupBy(d => d.Name).FirstOrDefault(g => g.Count() > 1) is { } several)
            throw new BadInputException(
                $"the runs are not comparable: {string.Join(" and ", several)}: choose runs in which the name stands for one thing"
            );
        var ran = runs.Select(r => r.Spec.Models.Without(r.Excluded))
            .SelectMany(l => Enum.GetValues<ModelRole>().SelectMany(role => l.Of(role).Select(m => (role, m))))
            .ToHashSet();
        IReadOnlyList<string> All(Func<ModelLineup, IReadOnlyList<string>> of) => [.. runs.SelectMany(r => of(r.Spec.Models)).Distinct()];
        return (
            last with
            {
                Entry = last.Entry with { Id = string.Join("+", runs.Select(r => r.Id)) },
                KnownSpec = last.Spec with
                {
                    Models = new ModelLineup(All(m => m.Generators), All(m => m.Judges), All(m => m.Deciders)),
                    Definitions = definitions.Count > 0 ? definitions : null,
                },
                // A model that one run could not call may have been called by another.
                Excluded =
                [
                    .. runs.SelectMany(r => r.Excluded).DistinctBy(e => (e.Role, e.Model)).Where(e => !ran.Contains((e.Role, e.Model))),
                ],
                Notes = [.. runs.SelectMany(r => r.Notes).DistinctBy(n => n.Text)],
                Combinations = [],
            }
        ).DigestedBy(
            new Lazy<RunDigest>(() =>
                DetailFile.Read(last.Entry.DatabaseFile!, () => Digest([.. runs.Select(r => r.Entry.DatabaseFile!)], prices))
            )
        );
    }

    private static RunDigest Digest(string[] files, PriceList prices)
    {
        var readers = new List<ObservationReader>();
        try
        {
            foreach (var file in files)
                readers.Add(ObservationReader.Open(file));
            var last = readers[^1];
            return RunDigest.Of(
                Merged(readers),
                last.Measured(),
                ItemPages.Of(last.Questions(), last.ShowDecisions()),
                last.Spec().Seed,
                prices
            );
        }
        finally
        {
            foreach (var reader in readers)
                reader.Dispose();
        }
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
}
