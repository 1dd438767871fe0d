using System.Text.Json.Nodes;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Overview;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Apis;

/// <summary>A finished run at a glance.</summary>
/// <param name="Run">The run.</param>
/// <param name="UnderWay">The newest run that a process works on, or null.</param>
/// <param name="Recommendations">One object a role, as <c>recommendation</c> in a run's file.</param>
/// <param name="Rankings">The rankings of its tiers where no recommendation can be made.</param>
/// <param name="Warnings">What should be known before its numbers are used.</param>
/// <param name="Totals">How large it was.</param>
/// <param name="TookSeconds">How long it took; null where the file does not say.</param>
/// <param name="Problem">Why the registry cannot be read, or null.</param>
internal sealed record OverviewAnswer(
    RunEntry Run,
    RunEntry? UnderWay,
    JsonArray Recommendations,
    IReadOnlyList<LeadingPlot> Rankings,
    IReadOnlyList<RunWarning> Warnings,
    RunTotals Totals,
    double? TookSeconds,
    string? Problem
)
{
    public static OverviewAnswer Of(OverviewView view, RunOverview overview) =>
        new(
            overview.Run.Entry,
            view.UnderWay,
            RecommendationJson.Node(overview.Recommendations),
            overview.Plots,
            overview.Warnings,
            RunTotals.Of(overview.Run),
            overview.Took?.TotalSeconds,
            view.Problem
        );
}
