namespace ModelLab.Simulations.Scenarios;

/// <summary>What a simulation found, and what must hold.</summary>
/// <param name="Name">What was simulated.</param>
/// <param name="Value">A share of repetitions, or a mean over them.</param>
/// <param name="StandardError">Its Monte-Carlo standard error.</param>
/// <param name="Lower">The least that is allowed.</param>
/// <param name="Upper">The most that is allowed.</param>
public sealed record SimulationResult(string Name, double Value, double StandardError, double Lower, double Upper)
{
    /// <summary>Whether the value is within its bounds, give or take 3 standard errors.</summary>
    public bool Holds => Value >= Lower - 3 * StandardError && Value <= Upper + 3 * StandardError;

    /// <summary>
    /// The share of repetitions in which something happened. Repetitions run on all cores; each gets its own number to seed itself with.
    /// </summary>
    public static SimulationResult Share(string name, int repetitions, double lower, double upper, Func<ulong, bool> happens)
    {
        var count = 0;
        Parallel.For(
            0,
            repetitions,
            i =>
            {
                if (happens((ulong)i))
                    Interlocked.Increment(ref count);
            }
        );
        return Counted(name, count, repetitions, lower, upper);
    }

    /// <summary>The share of repetitions in which something happened so often.</summary>
    public static SimulationResult Counted(string name, int count, int repetitions, double lower, double upper)
    {
        var share = (double)count / repetitions;
        // At the bound, where the question is; an estimate of 0 or 1 would have no error at all.
        var at = Math.Clamp(share, Math.Max(lower, 1e-3), Math.Min(upper, 1 - 1e-3));
        return new(name, share, Math.Sqrt(at * (1 - at) / repetitions), lower, upper);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Name}: {Value:0.0000} ± {StandardError:0.0000}, allowed {Lower:0.###}–{Upper:0.###}");
}
