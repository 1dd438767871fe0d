using ModelLab.Core.Roles;

namespace ModelLab.Llm.Baselines;

/// <summary>The facts of a built-in's reply: its own time, and no tokens.</summary>
internal static class Measured
{
    public static CallFacts Since(long start, TimeProvider time) =>
        new()
        {
            LatencyMs = time.GetElapsedTime(start).TotalMilliseconds,
            Asks = 1,
            Attempts = 1,
        };
}
