using Microsoft.Extensions.Logging;

namespace ModelLab.Llm.Limits;

/// <summary>
/// Lets calls through to one endpoint: as many as its adaptive limit allows, first come first served. The limit falls when the endpoint says
/// that it is overloaded, and does not grow, or falls, where more calls at once only wait for each other.
/// </summary>
/// <param name="endpoint">Its name, for the log.</param>
/// <param name="ceiling">The most calls under way, at least 1.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when fewer are let through.</param>
public sealed class EndpointGate(string endpoint, int ceiling, TimeProvider time, ILogger? log)
{
    private readonly Lock _gate = new();
    private readonly AdaptiveLimit _limit = new(ceiling);
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly Dictionary<(string Model, string? Asked), ThroughputProfile> _profiles = [];
    private int _inFlight;
    private int _sinceGrowth;

    // Now and then more is tried where it brought nothing: whoever else kept the endpoint busy may have gone.
    private const int Probing = 64;

    /// <summary>Waits for a place.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue(turn);
            Admit();
        }
        // A turn that was cancelled is passed over by Admit; one that was granted first stays granted.
        await using (cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken)).ConfigureAwait(false))
            await turn.Task.ConfigureAwait(false);
    }

    /// <summary>How many calls are under way, for the record of a call's latency.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Gives the place back after a call, and learns from how it went.</summary>
    /// <param name="sent">The timestamp when the place was taken.</param>
    /// <param name="inFlight">The calls under way then, itself included.</param>
    /// <param name="asked">The model and what kind of reply it was asked for: only latencies of the same are compared.</param>
    /// <param name="healthy">Whether a good reply came.</param>
    /// <param name="congested">Whether the endpoint said that it is overloaded, or gave no reply in time.</param>
    public void Exit(long sent, int inFlight, (string Model, string? Asked) asked, bool healthy, bool congested)
    {
        lock (_gate)
        {
            if (healthy)
                Learn(inFlight, asked, time.GetElapsedTime(sent));
            else if (congested)
                Shrink(sent);
            _inFlight--;
            Admit();
        }
    }

    /// <summary>Gives the place back without a call.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _inFlight--;
            Admit();
        }
    }

    private void Learn(int inFlight, (string Model, string? Asked) asked, TimeSpan latency)
    {
        if (!_profiles.TryGetValue(asked, out var profile))
            _profiles[asked] = profile = new ThroughputProfile();
        profile.Add(inFlight, Math.Max(1e-6, latency.TotalSeconds));
        var saturated = _inFlight >= _limit.Allowed;
        if (profile.IsQueue(inFlight))
        {
            profile.Forget(inFlight);
            var before = _limit.Allowed;
            _limit.Queueing();
            if (_limit.Allowed < before)
                log?.LogInformation(
                    "{Endpoint} answers no faster with more calls at a time: from {Before} to {After}",
                    endpoint,
                    before,
                    _limit.Allowed
                );
        }
        else if (profile.Gains(inFlight) || ++_sinceGrowth >= Probing)
        {
            _sinceGrowth = 0;
            _limit.Healthy(saturated);
        }
    }

    private void Shrink(long sent)
    {
        var before = _limit.Allowed;
        _limit.Congested(sent, time.GetTimestamp());
        if (_limit.Allowed < before)
            log?.LogInformation("{Endpoint} is overloaded: from {Before} to {After} calls at a time", endpoint, before, _limit.Allowed);
    }

    private void Admit()
    {
        while (_inFlight < _limit.Allowed && _waiting.TryDequeue(out var next))
            if (next.TrySetResult())
                _inFlight++;
    }
}
