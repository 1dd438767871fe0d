using ModelLab.Core.Statistics;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Deciding;

/// <summary>What a gate says.</summary>
public enum GateVerdict
{
    /// <summary>The number is shown to be good enough.</summary>
    Passed,

    /// <summary>The number is shown not to be.</summary>
    Failed,

    /// <summary>It may be either.</summary>
    Inconclusive,
}

/// <summary>What a verdict rests on.</summary>
public enum GateGround
{
    /// <summary>The number's interval.</summary>
    Interval,

    /// <summary>The number itself: a count or a quantile, or nothing varies.</summary>
    Value,

    /// <summary>Nothing: the number is undefined or was not measured.</summary>
    Undefined,

    /// <summary>Nothing: the number is of fewer than two source pages, or its interval cannot be computed.</summary>
    NoInterval,

    /// <summary>Nothing: no combination is ok.</summary>
    NothingToCheck,
}

/// <summary>Which gate it is.</summary>
public enum GateKind
{
    /// <summary><c>run --fail-under</c>: a number against a value.</summary>
    FailUnder,

    /// <summary><c>compare --fail-on-regression</c>: a change against a tolerance.</summary>
    FailOnRegression,
}

/// <summary>One gate for one number.</summary>
/// <param name="Kind">Which gate.</param>
/// <param name="Metric">The metric's address.</param>
/// <param name="Models">The models that the number is of.</param>
/// <param name="Run">For a regression the later run; otherwise null.</param>
/// <param name="Limit">What the number is held against; for a regression the tolerance.</param>
/// <param name="LowerIsBetter">Whether the number should be below the limit rather than above.</param>
/// <param name="Value">The number, or the change; null when undefined.</param>
/// <param name="N">How many observations it is taken over.</param>
/// <param name="Interval">Its interval, or null.</param>
/// <param name="Verdict">What the gate says.</param>
/// <param name="Ground">What that rests on.</param>
public sealed record GateResult(
    GateKind Kind,
    string Metric,
    ModelNames Models,
    string? Run,
    double Limit,
    bool LowerIsBetter,
    double? Value,
    long N,
    ConfidenceInterval? Interval,
    GateVerdict Verdict,
    GateGround Ground
)
{
    /// <summary>What several gates say together: failed beats inconclusive, which beats passed.</summary>
    public static GateVerdict Together(IEnumerable<GateResult> results)
    {
        var verdicts = results.Select(r => r.Verdict).ToHashSet();
        return verdicts.Contains(GateVerdict.Failed) ? GateVerdict.Failed
            : verdicts.Contains(GateVerdict.Inconclusive) ? GateVerdict.Inconclusive
            : GateVerdict.Passed;
    }
}

/// <summary>How a number is held against a limit.</summary>
internal static class GateRule
{
    // A value that equals the limit on paper differs from it by rounding.
    private const double Rounding = 1e-9;

    /// <summary>Fails where the whole interval lies beyond the limit, passes where none of it does.</summary>
    public static GateVerdict Of(ConfidenceInterval interval, double limit, bool lowerIsBetter) =>
        lowerIsBetter ? Of(-interval.Upper, -interval.Lower, -limit) : Of(interval.Lower, interval.Upper, limit);

    /// <summary>The verdict on a number that has no interval.</summary>
    public static GateVerdict Of(double value, double limit, bool lowerIsBetter) =>
        lowerIsBetter ? Of(-value, -value, -limit) : Of(value, value, limit);

    private static GateVerdict Of(double lower, double upper, double limit) =>
        upper < limit - Rounding ? GateVerdict.Failed
        : lower >= limit - Rounding ? GateVerdict.Passed
        : GateVerdict.Inconclusive;
}
