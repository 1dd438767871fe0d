using ModelLab.Llm.Calls;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Requests;

// How calls are made, and what they may cost.
public sealed partial record SweepRequest
{
    /// <summary>Whether models are used without being checked first.</summary>
    public bool SkipChecks { get; init; }

    /// <summary>The most calls under way at one endpoint.</summary>
    public int MaxConcurrency { get; init; } = 256;

    /// <summary>Whether replies are streamed, so that the time to the first token is known.</summary>
    public bool Stream { get; init; }

    /// <summary>The longest one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait, before the run, for a model that is being loaded.</summary>
    public TimeSpan LoadTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How calls are retried.</summary>
    public RetryOptions Retry { get; init; } = RetryOptions.Default;

    /// <summary>The most that may be spent, in the currency of the prices; null for no cap.</summary>
    public decimal? Budget { get; init; }

    internal static IEnumerable<Flag<SweepRequest>> CallFlags =>
        [
            Flag.Switch<SweepRequest>("--skip-checks", "Do not check the models' access before the run", r => r with { SkipChecks = true }),
            Flag.Whole<SweepRequest>(
                "--max-concurrency",
                "The most calls under way at one endpoint",
                1,
                256,
                (r, calls) => r with { MaxConcurrency = calls }
            ),
            Flag.Switch<SweepRequest>("--stream", "Stream replies, to learn the time to the first token", r => r with { Stream = true }),
            Flag.Number<SweepRequest>(
                "--timeout",
                "Seconds that one attempt may take",
                0.001,
                60,
                (r, seconds) => r with { Timeout = TimeSpan.FromSeconds(seconds) },
                most: 86_400
            ),
            Flag.Number<SweepRequest>(
                "--load-timeout",
                "Seconds to wait, before the run, for a local model that is being loaded",
                0,
                120,
                (r, seconds) => r with { LoadTimeout = TimeSpan.FromSeconds(seconds) },
                most: 86_400
            ),
            Flag.Number<SweepRequest>(
                "--budget",
                "The most this command may spend, in the currency of the prices [no cap]",
                0,
                null,
                (r, budget) => r with { Budget = (decimal)budget }
            ),
        ];
}
