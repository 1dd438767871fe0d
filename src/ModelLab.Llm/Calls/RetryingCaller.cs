using ModelLab.Core.Roles;
using Polly;
using Polly.Retry;

namespace ModelLab.Llm.Calls;

/// <summary>How often and how long a call is tried.</summary>
/// <param name="MaxAttempts">The most attempts, the first included; at least 1.</param>
/// <param name="TotalBudget">No further attempt starts once waiting for it would pass this.</param>
/// <param name="BaseDelay">The first wait; later ones double, with jitter, up to 30 s.</param>
public sealed record RetryOptions(int MaxAttempts, TimeSpan TotalBudget, TimeSpan BaseDelay)
{
    /// <summary>5 attempts within 2 minutes, starting at half a second.</summary>
    public static RetryOptions Default { get; } = new(5, TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(0.5));
}

/// <summary>
/// The one place where calls are retried: connection faults, time-outs, malformed replies, 408, 429 and 5xx, with jittered exponential
/// backoff that honours Retry-After. Everything else is final at once.
/// </summary>
public sealed class RetryingCaller : IModelCaller
{
    private static readonly ResiliencePropertyKey<long> Started = new("modellab.started");

    private readonly IModelCaller _inner;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<CallResult> _pipeline;

    /// <summary>Wraps a caller that makes single attempts.</summary>
    public RetryingCaller(IModelCaller inner, RetryOptions options, TimeProvider time)
    {
        (_inner, _time) = (inner, time);
        var builder = new ResiliencePipelineBuilder<CallResult> { TimeProvider = time };
        if (options.MaxAttempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<CallResult>
            {
                MaxRetryAttempts = options.MaxAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.BaseDelay,
                MaxDelay = TimeSpan.FromSeconds(30),
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is { } result && IsTransient(result) && FitsBudget(arguments.Context, result, options)),
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter),
            });
        }
        _pipeline = builder.Build();
    }

    /// <inheritdoc />
    public async Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Started, _time.GetTimestamp());
        try
        {
            var attempts = 0;
            var result = await _pipeline.ExecuteAsync(
                async c =>
                {
                    var attempt = await _inner.CallAsync(call, c.CancellationToken).ConfigureAwait(false);
                    attempts += attempt.Attempts;
                    return attempt;
                },
                context).ConfigureAwait(false);
            return result with { Attempts = attempts };
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool IsTransient(CallResult result) => result.ErrorClass
        is CallErrorClass.Connection or CallErrorClass.Timeout or CallErrorClass.RateLimited or CallErrorClass.Server or CallErrorClass.Malformed;

    private bool FitsBudget(ResilienceContext context, CallResult result, RetryOptions options)
    {
        var spent = _time.GetElapsedTime(context.Properties.GetValue(Started, 0));
        return spent + (result.RetryAfter ?? TimeSpan.Zero) < options.TotalBudget;
    }
}
