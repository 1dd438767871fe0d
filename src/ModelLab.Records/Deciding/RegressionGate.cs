using ModelLab.Core.Metrics.Agreement;
using ModelLab.Records.Reading;

namespace ModelLab.Records.Deciding;

/// <summary>
/// <c>--fail-on-regression TOLERANCE</c>: no compared metric may be worse than before by more than the tolerance, in its own unit.
/// </summary>
/// <param name="Tolerance">The tolerance, at least 0.</param>
public sealed record RegressionGate(double Tolerance)
{
    /// <summary>Holds every comparison against the gate.</summary>
    public IReadOnlyList<GateResult> Check(RunComparison comparison) => [.. comparison.Changes.Select(Check)];

    private GateResult Check(MetricChange change)
    {
        var (lower, paired) = (change.Metric.LowerIsBetter, change.Values.Paired);
        var limit = lower ? Tolerance : -Tolerance;
        GateResult Result(GateVerdict verdict, GateGround ground) =>
            new(
                GateKind.FailOnRegression,
                change.Metric.Address,
                change.After,
                change.Run,
                Tolerance,
                lower,
                paired.Difference,
                paired.Questions,
                paired.Interval,
                verdict,
                ground
            );
        if (paired.Difference is not { } difference)
            return Result(GateVerdict.Inconclusive, GateGround.Undefined);
        if (paired.Interval is { } interval)
            return Result(GateRule.Of(interval, limit, lower), GateGround.Interval);
        // No difference at all, or the same on every question of several pages, needs no interval.
        var same = paired.Effect.Ties == paired.Questions || (paired.Pages > 1 && paired.Effect.Standardised is null);
        return same
            ? Result(GateRule.Of(difference, limit, lower), GateGround.Value)
            : Result(GateVerdict.Inconclusive, GateGround.NoInterval);
    }
}
