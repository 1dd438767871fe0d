using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Tiers;

/// <summary>What an address asks for of the tiers: <c>run</c> (once or several times) and <c>judge</c>.</summary>
/// <param name="Choice">The runs to choose from, and the first that was chosen.</param>
/// <param name="Shown">The runs shown; all of one fingerprint.</param>
/// <param name="Others">Further runs on the same ground.</param>
/// <param name="Refused">Runs that were asked for and are not comparable with the first, or are not there.</param>
/// <param name="Comparison">Their tiers; null when no run is shown.</param>
public sealed record TiersView(
    RunChoice Choice,
    IReadOnlyList<RunEntry> Shown,
    IReadOnlyList<RunEntry> Others,
    IReadOnlyList<string> Refused,
    TierComparison? Comparison
)
{
    private const int MostOthers = 12;

    /// <summary>Reads what an address asks for.</summary>
    /// <exception cref="ModelLab.Core.BadInputException">A run's file cannot be read.</exception>
    public static TiersView Of(PageContext at, RunLibrary library, RunScores scores)
    {
        var choice = RunChoice.Of(at, library.Runs(), r => r is { State: RunState.Finished, Tiers.Count: > 0 });
        if (choice.Chosen is not { } first)
            return new(choice, [], [], [], null);
        var ground = choice.Runs.Where(r => r.Id != first.Id && r.Fingerprint is not null && r.Fingerprint == first.Fingerprint).ToList();
        var wanted = at.Values("run").Where(id => !string.IsNullOrWhiteSpace(id) && id != first.Id).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<RunEntry> shown = [first, .. ground.Where(r => wanted.Contains(r.Id))];
        return new(
            choice,
            shown,
            [.. ground.Where((r, i) => i < MostOthers || wanted.Contains(r.Id))],
            [.. wanted.Except(shown.Select(r => r.Id))],
            TierComparison.Of([.. shown.Select(library.Open)], at.Value("judge"), at.Language)
        );
    }
}
