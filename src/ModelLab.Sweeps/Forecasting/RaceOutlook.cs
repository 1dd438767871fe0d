using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Planning;
using ModelLab.Sweeps.Racing;

namespace ModelLab.Sweeps.Forecasting;

/// <summary>What a race may save, said before it starts.</summary>
/// <param name="Role">Whose models race.</param>
/// <param name="Models">How many.</param>
/// <param name="Pages">Source pages.</param>
/// <param name="BatchPages">Pages asked about between two decisions.</param>
/// <param name="Cases">What becomes of one model that is so much worse than all others, the largest difference first.</param>
public sealed record RaceOutlook(ModelRole Role, int Models, int Pages, int BatchPages, IReadOnlyList<RaceOutlookCase> Cases)
{
    private static readonly double[] ScoreDifferences = [1.5, 1, 0.5];
    private static readonly double[] ShareDifferences = [0.5, 0.3, 0.15];

    /// <summary>The outlooks of a run's races; none when it does not race.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="items">Its items.</param>
    /// <param name="lineup">The models that can be called.</param>
    public static IReadOnlyList<RaceOutlook> Of(SweepSpec spec, SweepItems items, ModelLineup lineup) =>
        [.. RaceDesign.Of(spec, items, lineup).Select(Of)];

    /// <summary>The outlook of one race.</summary>
    public static RaceOutlook Of(RaceDesign design)
    {
        var (differences, deviation) =
            design.Role == ModelRole.Generation
                ? (ScoreDifferences, PlannedPower.AssumedScoreDeviation)
                : (ShareDifferences, Math.Sqrt(PlannedPower.AssumedDiscordance));
        return new(
            design.Role,
            design.Models.Count,
            design.Pages.Count,
            design.BatchPages,
            [.. differences.Select(d => Case(design, d, deviation))]
        );
    }

    // Calls are counted as if all pages had as many questions.
    private static RaceOutlookCase Case(RaceDesign design, double difference, double deviation)
    {
        var unit = design.Range / 4;
        var (pages, batch) = (design.Pages.Count, design.BatchPages);
        var reached = PairedEProcess.ExpectedPages(
            difference / unit - ModelRace.Allowance,
            deviation / unit,
            1 / design.Rules.Alpha,
            pages
        );
        int? asked = reached is { } n ? Math.Min(pages, (n + batch - 1) / batch * batch) : null;
        // Of two, the other has nobody left to be compared with.
        var stopped = design.Models.Count == 2 ? 2 : 1;
        return new(difference, asked, (pages - (asked ?? pages)) * (double)stopped / (pages * design.Models.Count));
    }
}

/// <summary>What becomes of one model that is worse than all others, which are equal, where differences vary as is usual.</summary>
/// <param name="Difference">By how much it is worse, in the metric's unit.</param>
/// <param name="DroppedAfter">The pages after which it is likely dropped; null if these pages are not enough.</param>
/// <param name="CallsSaved">The share of the race's calls that is saved.</param>
public sealed record RaceOutlookCase(double Difference, int? DroppedAfter, double CallsSaved);
