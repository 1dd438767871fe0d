using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>A role's model in one run that stands against another in the later run, because each run has just one there.</summary>
/// <param name="Role">The role.</param>
/// <param name="Before">The model in the baseline run.</param>
/// <param name="After">The model in the later run.</param>
public sealed record ReplacedModel(ModelRole Role, string Before, string After);

/// <summary>A model that has no counterpart in the other run.</summary>
/// <param name="Role">The role.</param>
/// <param name="Model">The model.</param>
/// <param name="Run">The run that it is in.</param>
/// <param name="IsRaced">Whether a race decided how much it was asked, so that no fixed-sample comparison of it holds.</param>
public sealed record UnmatchedModel(ModelRole Role, string Model, string Run, bool IsRaced);

/// <summary>A later run against the baseline run.</summary>
/// <param name="Run">The later run.</param>
/// <param name="Differences">In what the fingerprints differ; empty when the runs are comparable.</param>
/// <param name="ItemsOnlyBefore">Items that only the baseline run has.</param>
/// <param name="ItemsOnlyAfter">Items that only the later run has.</param>
/// <param name="Replaced">Models that stand against others.</param>
/// <param name="Unmatched">Models that stand against none.</param>
/// <param name="Changes">Every chosen metric of every model, or pair of models, that both runs have.</param>
public sealed record LaterRun(
    string Run,
    IReadOnlyList<FingerprintDifference> Differences,
    IReadOnlyList<string> ItemsOnlyBefore,
    IReadOnlyList<string> ItemsOnlyAfter,
    IReadOnlyList<ReplacedModel> Replaced,
    IReadOnlyList<UnmatchedModel> Unmatched,
    IReadOnlyList<MetricChange> Changes
);

/// <summary>
/// Runs lined up question by question, each against the first. A generator is compared under the same benchmark judge only. The family of
/// tests is every comparison by a ranking measure in which
/// anything differs, over all later runs; the rest is exploratory.
/// </summary>
/// <param name="Baseline">The first run.</param>
/// <param name="Later">The others, in the order given.</param>
public sealed record RunComparison(string Baseline, IReadOnlyList<LaterRun> Later)
{
    /// <summary>All comparisons.</summary>
    public IEnumerable<MetricChange> Changes => Later.SelectMany(l => l.Changes);

    /// <summary>Whether every run is on the same ground as the first.</summary>
    public bool IsComparable => Later.All(l => l.Differences.Count == 0);

    /// <summary>Compares runs.</summary>
    /// <param name="baseline">The first run.</param>
    /// <param name="later">The others.</param>
    /// <param name="metrics">The metrics; null for those that runs are compared by. Where a run has no value for one, it is left out.</param>
    public static RunComparison Of(Run baseline, IReadOnlyList<Run> later, IReadOnlyList<MetricDefinition>? metrics = null)
    {
        metrics ??= MetricCatalog.Tested;
        var comparison = new RunComparison(baseline.Id, [.. later.Select(run => Against(baseline, run, metrics))]);
        // Where nothing differs no test can reject, whatever the other questions say, so the others need not pay for it (Tarone 1990).
        var family = comparison
            .Changes.Where(c => !c.IsExploratory && c.Values.Paired is { PValue: not null } p && p.Effect.Ties < p.Questions)
            .ToList();
        var adjusted = HolmCorrection.Adjust([.. family.Select(c => c.Values.Paired.PValue!.Value)]);
        var byChange = new Dictionary<MetricChange, double>(family.Zip(adjusted, KeyValuePair.Create), ReferenceEqualityComparer.Instance);
        MetricChange Adjusted(MetricChange change) =>
            change with
            {
                AdjustedPValue =
                    byChange.TryGetValue(change, out var p) ? p
                    : change.IsExploratory ? null
                    : change.Values.Paired.PValue,
            };
        return comparison with { Later = [.. comparison.Later.Select(l => l with { Changes = [.. l.Changes.Select(Adjusted)] })] };
    }

    private static LaterRun Against(Run baseline, Run run, IReadOnlyList<MetricDefinition> metrics)
    {
        var pairs = Enum.GetValues<ModelRole>().ToDictionary(role => role, role => Pairs(baseline, run, role));
        var changes =
            from metric in metrics
            from models in Combinations(metric, pairs)
            let values = MetricComparison.Of(
                metric,
                new ScoreSide(run.Scores, models.After),
                new ScoreSide(baseline.Scores, models.Before),
                (ulong)baseline.Spec.Seed
            )
            // What one of the runs did not measure, or on no item in common, says nothing.
            where values.Paired.Questions > 0
            select new MetricChange(run.Id, metric, models.Before, models.After, values, null);
        var (before, after) = (
            baseline.Scores.Pages.Items.ToHashSet(StringComparer.Ordinal),
            run.Scores.Pages.Items.ToHashSet(StringComparer.Ordinal)
        );
        return new LaterRun(
            run.Id,
            baseline.Fingerprint.DifferencesTo(run.Fingerprint),
            [.. before.Where(i => !after.Contains(i)).Order(StringComparer.Ordinal)],
            [.. after.Where(i => !before.Contains(i)).Order(StringComparer.Ordinal)],
            [.. pairs.SelectMany(p => p.Value.Where(m => m.Before != m.After).Select(m => new ReplacedModel(p.Key, m.Before, m.After)))],
            [
                .. pairs.SelectMany(p =>
                    Unmatched(p.Key, baseline, run, p.Value.Select(m => m.Before))
                        .Concat(Unmatched(p.Key, run, baseline, p.Value.Select(m => m.After)))
                ),
            ],
            [.. changes]
        );
    }

    // Models of equal name; where there is none and each run has one model in the role, these two.
    private static IReadOnlyList<(string Before, string After)> Pairs(Run baseline, Run run, ModelRole role)
    {
        static IReadOnlyList<string> Fixed(Run of, ModelRole role) => [.. Ran(of, role).Where(m => HasFixedSample(of, role, m))];
        var (before, after) = (Fixed(baseline, role), Fixed(run, role));
        var common = before.Intersect(after).Select(m => (m, m)).ToList();
        return common.Count > 0 || before.Count != 1 || after.Count != 1 ? common : [(before[0], after[0])];
    }

    // A number under one judge and a number under another do not tell generators apart.
    private static IEnumerable<(ModelNames Before, ModelNames After)> Combinations(
        MetricDefinition metric,
        Dictionary<ModelRole, IReadOnlyList<(string Before, string After)>> pairs
    )
    {
        IEnumerable<(string?, string?)> Of(ModelRole role) =>
            metric.Roles.Contains(role) ? pairs[role].Select(p => ((string?)p.Before, (string?)p.After)) : [(null, null)];
        var sameJudge = metric.Roles.Contains(ModelRole.Generation);
        return from generator in Of(ModelRole.Generation)
            from judge in Of(ModelRole.BenchmarkJudge)
            where !sameJudge || judge.Item1 == judge.Item2
            from decider in Of(ModelRole.ProductionJudge)
            select (
                new ModelNames(generator.Item1, judge.Item1, decider.Item1),
                new ModelNames(generator.Item2, judge.Item2, decider.Item2)
            );
    }

    // A model that only the other run's race keeps from being compared is told of there: it is not in one run alone.
    private static IEnumerable<UnmatchedModel> Unmatched(ModelRole role, Run run, Run other, IEnumerable<string> matched) =>
        Ran(run, role)
            .Except(matched)
            .Select(m => new UnmatchedModel(role, m, run.Id, !HasFixedSample(run, role, m)))
            .Where(u => u.IsRaced || HasFixedSample(other, role, u.Model) || !Ran(other, role).Contains(u.Model));

    private static bool HasFixedSample(Run run, ModelRole role, string model) => run.RaceOf(role)?.HasFixedSample(model) != false;

    private static IReadOnlyList<string> Ran(Run run, ModelRole role) =>
        run.Needs(role) ? run.Spec.Models.Without(run.Excluded).Of(role) : [];
}
