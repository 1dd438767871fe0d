using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Sweeps.Forecasting;

/// <summary>
/// The smallest difference between two models of a role that the planned questions can establish, with 80 % power at α = 0.05.
/// </summary>
/// <param name="Role">The role.</param>
/// <param name="Metric">What the models differ in, by its address: a mean on the 1–5 scale, or the share of right verdicts.</param>
/// <param name="Questions">Planned questions or labelled items that have a value.</param>
/// <param name="Pages">Source pages they are about: the independent units.</param>
/// <param name="Pairs">The family: pairs of the role's models, built-ins left out unless nothing else is named; 1 with fewer than two
/// models.</param>
/// <param name="StandardDeviation">Of the paired differences, from page to page.</param>
/// <param name="FromRun">The earlier run that it was measured in; null where it is assumed.</param>
/// <param name="Difference">For one pair alone; null without pages.</param>
/// <param name="FamilyDifference">With α divided by the number of pairs; null without pages.</param>
public sealed record PlannedPower(
    ModelRole Role,
    string Metric,
    int Questions,
    int Pages,
    int Pairs,
    double StandardDeviation,
    string? FromRun,
    double? Difference,
    double? FamilyDifference
)
{
    /// <summary>The level of a family of comparisons.</summary>
    public const double Alpha = 0.05;

    /// <summary>Assumed without an earlier run: one point of the 1–5 scale from page to page.</summary>
    public const double AssumedScoreDeviation = 1;

    /// <summary>Assumed without an earlier run: on one labelled item in five, one of two judges is right and the other wrong.</summary>
    public const double AssumedDiscordance = 0.2;

    /// <summary>Whether there are pages enough for the normal approximation; with fewer it promises too much.</summary>
    public bool IsReliable => Pages >= ConfidenceInterval.FewestClusters;

    /// <summary>For generation models on the measure that ranks them, and for production judges on being right.</summary>
    /// <param name="spec">What will be run.</param>
    /// <param name="input">On which items.</param>
    /// <param name="lineup">The models that take part.</param>
    /// <param name="library">Earlier runs, whose paired differences tell the variance.</param>
    internal static IReadOnlyList<PlannedPower> Of(SweepSpec spec, SweepItems input, ModelLineup lineup, RunLibrary library)
    {
        var pages = ItemPages.Of(input.Questions, input.ShowDecisions);
        var plans = new List<PlannedPower>();
        // Judges score answerable questions alone.
        if (Objective.Default(ModelRole.Generation, spec, new Margins()) is { } generation)
            plans.Add(
                Plan(
                    generation,
                    [.. input.Gold.Where(g => g.Answerable).Select(g => g.Id)],
                    AssumedScoreDeviation * AssumedScoreDeviation,
                    earlier => earlier.DatasetSha256 == spec.DatasetSha256
                )
            );
        if (spec.Tiers.Contains(Tier.JudgePipeline))
        {
            var right = Objective.Of(MetricCatalog.OfMeasure(Tier.JudgePipeline, Measures.Right), new Margins());
            plans.Add(
                Plan(
                    right,
                    [.. input.ShowDecisions.Select(i => i.Id)],
                    AssumedDiscordance,
                    earlier => earlier.JudgePipelineSha256 == spec.JudgePipelineSha256
                )
            );
        }
        return plans;

        PlannedPower Plan(Objective objective, List<string> items, double assumed, Func<SweepSpec, bool> hasTheItems)
        {
            var count = items.Select(i => pages.PageOf(objective.Tier, i)).Distinct(StringComparer.Ordinal).Count();
            var planned = lineup.Of(objective.Role);
            var models = OfTheKindOf(planned, planned).Count;
            var pairs = Math.Max(1, models * (models - 1) / 2);
            var earlier = Earlier(library, e => e.Tiers.Contains(objective.Tier) && hasTheItems(e))
                .Select(run =>
                    (
                        run.Id,
                        Variance: PageVariance(
                            new ItemScores(run.Scores, objective, OfTheKindOf(lineup.Judges, run.Spec.Models.Judges)),
                            OfTheKindOf(planned, run.Spec.Models.Of(objective.Role))
                        )
                    )
                )
                .FirstOrDefault(run => run.Variance is not null);
            var variance = earlier.Variance ?? assumed;
            return new PlannedPower(
                objective.Role,
                objective.Address,
                items.Count,
                count,
                pairs,
                Math.Sqrt(variance),
                earlier.Id,
                PowerAnalysis.DetectableDifference(variance, count, Alpha),
                PowerAnalysis.DetectableDifference(variance, count, Alpha / pairs)
            );
        }
    }

    // What earlier runs observed, newest first and however far they got. Those that cannot be read say nothing.
    private static IEnumerable<Run> Earlier(RunLibrary library, Func<SweepSpec, bool> wanted)
    {
        foreach (var entry in library.Runs().Where(e => e.HasDatabase))
        {
            Run? run = null;
            try
            {
                run = library.Open(entry);
                run = run.KnownSpec is { } spec && wanted(spec) && run.Scores.Pages is not null ? run : null;
            }
            catch (BadInputException)
            {
                continue;
            }
            if (run is not null)
                yield return run;
        }
    }

    // What one page contributes to the variance of a mean difference, averaged over the pairs with pages enough. Models that never differ
    // say nothing of how those to be compared will.
    private static double? PageVariance(ItemScores scores, IReadOnlyList<string> models)
    {
        var variances = new List<double>();
        for (var i = 0; i < models.Count; i++)
        {
            for (var j = i + 1; j < models.Count; j++)
            {
                var pairs = scores.Pair(models[i], models[j]);
                var clusters = ClusterIndex.Of(pairs.Select(p => p.Page));
                if (clusters.Count < ConfidenceInterval.FewestClusters)
                    continue;
                var error = ClusteredMean.StandardError([.. pairs.Select(p => p.First - p.Second)], clusters) ?? 0;
                variances.Add(error * error * clusters.Count);
            }
        }
        return variances.Count > 0 && variances.Average() is > 0 and var mean ? mean : null;
    }

    // Built-ins tell nothing of how much language models differ; they count where only they are planned.
    private static IReadOnlyList<string> OfTheKindOf(IReadOnlyList<string> planned, IReadOnlyList<string> models) =>
        planned.All(ModelRef.NamesBuiltIn) ? models : [.. models.Where(m => !ModelRef.NamesBuiltIn(m))];
}
