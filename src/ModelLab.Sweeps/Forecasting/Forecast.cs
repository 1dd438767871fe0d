using ModelLab.Core.Models;

namespace ModelLab.Sweeps.Forecasting;

/// <summary>What one model would be asked. Tokens and money concern the calls that are not in the journal.</summary>
/// <param name="Role">The role.</param>
/// <param name="Model">The model.</param>
/// <param name="Calls">Unique calls planned, without re-asks.</param>
/// <param name="Held">Those whose reply the journal holds.</param>
/// <param name="InputTokensLow">Input tokens, where answers not yet made are empty; an estimate.</param>
/// <param name="InputTokensHigh">Input tokens, where answers not yet made are as long as allowed; an estimate.</param>
/// <param name="OutputTokensHigh">The most output tokens.</param>
/// <param name="CostLow">The least cost; null when the price is unknown.</param>
/// <param name="CostHigh">The most cost without retries and re-asks; null when the price is unknown.</param>
/// <param name="Currency">The currency, or null.</param>
/// <param name="Seconds">Time at the full concurrency and the latency that the journal knows; null when it knows none.</param>
public sealed record ForecastLine(
    ModelRole Role,
    string Model,
    long Calls,
    long Held,
    long InputTokensLow,
    long InputTokensHigh,
    long OutputTokensHigh,
    decimal? CostLow,
    decimal? CostHigh,
    string? Currency,
    double? Seconds
)
{
    /// <summary>Calls that would be made.</summary>
    public long Missing => Calls - Held;
}

/// <summary>What a run would do: found by walking the plan with the journal in place of the models.</summary>
/// <param name="Lines">By role and model; built-ins are not called and not listed.</param>
/// <param name="NaiveCalls">What a grid of G·J·P whole runs would call.</param>
public sealed record Forecast(IReadOnlyList<ForecastLine> Lines, long NaiveCalls)
{
    /// <summary>What the planned questions can establish, by role.</summary>
    public IReadOnlyList<PlannedPower> Power { get; init; } = [];

    /// <summary>What races may save; empty without <c>--race</c>.</summary>
    public IReadOnlyList<RaceOutlook> Races { get; init; } = [];

    /// <summary>Whether fewer calls may be made: a race asks no more of models that it drops.</summary>
    public bool IsUpperBound { get; init; }

    /// <summary>Whether a model has calls to make.</summary>
    public bool HasWork(ModelRole role, string model) => Lines.Any(l => l.Role == role && l.Model == model && l.Missing > 0);
}
