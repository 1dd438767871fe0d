using Microsoft.Extensions.Logging;

namespace ModelLab.Llm.Limits;

/// <summary>Lets calls through to one endpoint: as many as its adaptive limit allows, first come first served.</summary>
internal sealed class EndpointGate(string endpoint, int ceiling, TimeProvider time, ILogger? log)
{
    private readonly Lock _gate = new();
    private readonly AdaptiveLimit _limit = new(ceiling);
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _inFlight;

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
    /// <param name="healthy">Whether a good reply came.</param>
    /// <param name="congested">Whether the endpoint said that it is overloaded, or gave no reply in time.</param>
    public void Exit(long sent, bool healthy, bool congested)
    {
        lock (_gate)
        {
            if (healthy)
                _limit.Healthy(_inFlight >= _limit.Allowed);
            else if (congested)
                Shrink(sent);
            _inFlight--;
            Admit();
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
