using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Limits;

/// <summary>
/// Lets attempts through in two steps: a model that was told to wait (Retry-After, used-up quota) waits, then the endpoint's adaptive
/// limit decides. A model on hold does not hold up others at its endpoint, and whoever waits for one that is given up is told so.
/// </summary>
/// <param name="inner">Makes the attempt.</param>
/// <param name="circuits">Who is given up.</param>
/// <param name="ceiling">The most attempts under way at one endpoint.</param>
/// <param name="longestHold">A model that is told to wait longer fails at once.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when an endpoint is overloaded.</param>
/// <param name="stop">Cancelled when no further attempt shall begin; those under way go on.</param>
public sealed class LimitedCaller(
    IModelCaller inner,
    CircuitBoard circuits,
    int ceiling,
    TimeSpan longestHold,
    TimeProvider time,
    ILogger? log = null,
    CancellationToken stop = default
) : IModelCaller
{
    private readonly ConcurrentDictionary<string, EndpointGate> _gates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Endpoint, string Model), long> _heldUntil = new();
    private readonly ConcurrentDictionary<(string Endpoint, string Model), ModelPace> _paces = new();

    /// <inheritdoc />
    public async Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(
            call.Endpoint.EndpointId,
            endpoint => new EndpointGate(endpoint, Math.Min(ceiling, call.Endpoint.MaxConcurrency ?? ceiling), time, log)
        );
        var model = (call.Endpoint.EndpointId, call.Endpoint.ModelId);
        var pace = _paces.GetOrAdd(
            model,
            m => new ModelPace($"{m.Model} at {m.Endpoint}", call.Endpoint.RequestsPerMinute / 60, time, log)
        );
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop, circuits.WhenGivenUp(call.Endpoint));
        try
        {
            while (true)
            {
                if (await WaitOutHoldAsync(model, either.Token).ConfigureAwait(false) is { } tooLong)
                    return tooLong;
                var hadTurn = await pace.WaitAsync(either.Token).ConfigureAwait(false);
                await gate.EnterAsync(either.Token).ConfigureAwait(false);
                // The hold, or the rate, may have come while this call stood in the queue.
                if (Held(model) <= TimeSpan.Zero && (hadTurn || pace.PerSecond is null))
                    break;
                gate.Leave();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return circuits.NotSent(call.Endpoint)!;
        }
        var (sent, inFlight) = (time.GetTimestamp(), gate.InFlight);
        CallResult? result = null;
        try
        {
            result = await inner.CallAsync(call, cancellationToken).ConfigureAwait(false);
            Hold(model, result);
            if (result.ErrorClass == CallErrorClass.RateLimited)
                pace.Refused(sent, result.RetryAfter);
            else if (result.Succeeded)
                pace.Answered();
            return result with { InFlight = inFlight };
        }
        finally
        {
            gate.Exit(
                sent,
                inFlight,
                (call.Endpoint.Model.Name, call.Schema?.Name),
                result is { Succeeded: true },
                result is { ErrorClass: CallErrorClass.RateLimited or CallErrorClass.Timeout } or { IsCongestion: true }
            );
        }
    }

    /// <summary>Whether the endpoint has told this model to wait.</summary>
    public bool IsOnHold(ModelEndpoint endpoint) => Held((endpoint.EndpointId, endpoint.ModelId)) > TimeSpan.Zero;

    private async Task<CallResult?> WaitOutHoldAsync((string, string) model, CancellationToken cancellationToken)
    {
        while (Held(model) is var wait && wait > TimeSpan.Zero)
        {
            if (wait > longestHold)
            {
                return new CallResult
                {
                    ErrorClass = CallErrorClass.RateLimited,
                    Error = FormattableString.Invariant(
                        $"the endpoint asks to wait {wait.TotalSeconds:0} s, longer than a call's budget of {longestHold.TotalSeconds:0} s"
                    ),
                    RetryAfter = wait,
                    Attempts = 0,
                };
            }
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
        return null;
    }

    private TimeSpan Held((string, string) model) =>
        _heldUntil.TryGetValue(model, out var until) && until - time.GetTimestamp() is > 0 and var left
            ? TimeSpan.FromSeconds((double)left / time.TimestampFrequency)
            : TimeSpan.Zero;

    private void Hold((string, string) model, CallResult result)
    {
        var wait = result.ErrorClass is CallErrorClass.RateLimited or CallErrorClass.Server
            ? result.RetryAfter ?? result.QuotaReset
            : result.QuotaReset;
        if (wait is not { } hold || hold <= TimeSpan.Zero)
            return;
        var until = time.GetTimestamp() + (long)(hold.TotalSeconds * time.TimestampFrequency);
        _heldUntil.AddOrUpdate(model, until, (_, known) => Math.Max(known, until));
    }
}
