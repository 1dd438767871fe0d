using Microsoft.Extensions.Logging;
using ModelLab.Core.Roles;
using Polly;
using Polly.Retry;

namespace ModelLab.Llm.Calls;

/// <summary>How often and how long a call is tried.</summary>
/// <param name="MaxAttempts">The most attempts, the first included; at least 1.</param>
/// <param name="TotalBudget">No further attempt starts once waiting for it would pass this, counted from the first attempt.</param>
/// <param name="BaseDelay">The first wait; later ones double, with jitter, up to 30 s.</param>
public sealed record RetryOptions(int MaxAttempts, TimeSpan TotalBudget, TimeSpan BaseDelay)
{
    /// <summary>
    /// Whether refusals for too many requests are waited out, however many: they end when the rate is learnt, or when the model is given up.
    /// </summary>
    public bool WaitsOutLimits { get; init; }

    /// <summary>5 attempts within 2 minutes, starting at half a second.</summary>
    public static RetryOptions Default { get; } = new(5, TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(0.5)) { WaitsOutLimits = true };
}

/// <summary>
/// The one place where calls are retried: connection faults, time-outs, malformed replies, 408, 429 and 5xx, with jittered exponential
/// backoff that honours Retry-After. Everything else is final at once. A model that keeps failing is given up (<see cref="CircuitBoard"/>).
/// </summary>
public sealed class RetryingCaller : IModelCaller
{
    private static readonly ResiliencePropertyKey<Progress> ProgressKey = new("modellab.progress");

    private readonly IModelCaller _inner;
    private readonly RetryOptions _options;
    private readonly CircuitBoard _circuits;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stop;
    private readonly ResiliencePipeline<CallResult> _pipeline;

    /// <summary>Wraps a caller that makes single attempts.</summary>
    /// <param name="inner">Makes an attempt.</param>
    /// <param name="options">How often and how long.</param>
    /// <param name="circuits">Whom to give up.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told of each retry.</param>
    /// <param name="stop">Cancelled when no further attempt shall begin; a call that waits for one is cancelled.</param>
    public RetryingCaller(
        IModelCaller inner,
        RetryOptions options,
        CircuitBoard circuits,
        TimeProvider time,
        ILogger? log = null,
        CancellationToken stop = default
    )
    {
        (_inner, _options, _circuits, _time, _stop) = (inner, options, circuits, time, stop);
        var builder = new ResiliencePipelineBuilder<CallResult> { TimeProvider = time };
        if (options.MaxAttempts > 1)
        {
            builder.AddRetry(
                new RetryStrategyOptions<CallResult>
                {
                    MaxRetryAttempts = options.WaitsOutLimits ? int.MaxValue : options.MaxAttempts - 1,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = options.BaseDelay,
                    MaxDelay = TimeSpan.FromSeconds(30),
                    ShouldHandle = arguments =>
                        ValueTask.FromResult(
                            arguments.Outcome.Result is { } result && IsTransient(result) && FitsBudget(arguments.Context, result)
                        ),
                    OnRetry = arguments =>
                    {
                        if (log is not null && log.IsEnabled(LogLevel.Debug))
                        {
                            var call = arguments.Context.Properties.GetValue(ProgressKey, null!).Call;
                            log.LogDebug(
                                "{Model}: {Error} (request {RequestId}); next attempt in {Seconds:0.0} s",
                                call.Endpoint.Model.Name,
                                arguments.Outcome.Result?.Error,
                                arguments.Outcome.Result?.RequestId ?? "unnamed",
                                arguments.RetryDelay.TotalSeconds
                            );
                        }
                        return default;
                    },
                    DelayGenerator = arguments =>
                        ValueTask.FromResult(
                            arguments.Outcome.Result?.RetryAfter is { } wait && wait > TimeSpan.Zero ? (TimeSpan?)wait : null
                        ),
                }
            );
        }
        _pipeline = builder.Build();
    }

    /// <inheritdoc />
    public async Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        if (_circuits.NotSent(call.Endpoint) is { } refused)
            return refused;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop, _circuits.WhenGivenUp(call.Endpoint));
        var context = ResilienceContextPool.Shared.Get(either.Token);
        var progress = new Progress(call);
        context.Properties.Set(ProgressKey, progress);
        try
        {
            // Waits between attempts end with the token of the context; attempts under way only with the caller's.
            await _pipeline
                .ExecuteAsync(
                    async _ =>
                    {
                        var attempt = await _inner.CallAsync(call, cancellationToken).ConfigureAwait(false);
                        _circuits.RecordAttempt(call.Endpoint, attempt);
                        return progress.Add(attempt);
                    },
                    context
                )
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
            when (_circuits.NotSent(call.Endpoint) is not null
                && !cancellationToken.IsCancellationRequested
                && !_stop.IsCancellationRequested
            ) { } // given up while it waited
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
        if (progress.Result is { } result)
            _circuits.Record(call.Endpoint, result);
        return progress.Result ?? _circuits.NotSent(call.Endpoint)!;
    }

    // What was not even sent, because the wait for it would be too long, will not be sent by trying again.
    private static bool IsTransient(CallResult result) =>
        result.Attempts > 0
        && result.ErrorClass
            is CallErrorClass.Connection
                or CallErrorClass.Timeout
                or CallErrorClass.RateLimited
                or CallErrorClass.Server
                or CallErrorClass.Malformed;

    private bool FitsBudget(ResilienceContext context, CallResult result)
    {
        var progress = context.Properties.GetValue(ProgressKey, null!);
        if (progress.IsOver || _circuits.NotSent(progress.Call.Endpoint) is not null)
            return false;
        if (result.ErrorClass == CallErrorClass.RateLimited && _options.WaitsOutLimits)
            return (result.RetryAfter ?? TimeSpan.Zero) < _options.TotalBudget;
        if (progress.Failures >= _options.MaxAttempts)
            return false;
        var spent = progress.SentAt == 0 ? TimeSpan.Zero : _time.GetElapsedTime(progress.SentAt);
        return (result.RetryAfter ?? TimeSpan.Zero) < _options.TotalBudget - spent;
    }

    /// <summary>What the attempts at a call have come to.</summary>
    private sealed class Progress(ModelCall call)
    {
        public ModelCall Call => call;

        public CallResult? Result { get; private set; }

        public bool IsOver { get; private set; }

        /// <summary>Attempts that failed for another reason than too many requests.</summary>
        public int Failures { get; private set; }

        /// <summary>When the first of them was sent, so that waiting for a limit is nobody's fault.</summary>
        public long SentAt { get; private set; }

        public CallResult Add(CallResult attempt)
        {
            if (attempt.ErrorClass != CallErrorClass.RateLimited && Failures++ == 0)
                SentAt = attempt.SentAt;
            if (Result is not { } before)
                return Result = attempt;
            // What was sent once has an error of its own, whatever kept its next try from being sent.
            IsOver = attempt.Attempts == 0;
            Result = (IsOver ? before : attempt) with { Attempts = before.Attempts + attempt.Attempts, SentAt = before.SentAt };
            return Result;
        }
    }
}
