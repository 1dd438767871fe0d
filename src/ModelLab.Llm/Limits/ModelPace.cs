using Microsoft.Extensions.Logging;

namespace ModelLab.Llm.Limits;

/// <summary>
/// Spaces the requests to one model at one endpoint as its rate allows, first come first served: whoever waits comes back spread out. The
/// rate changes with every reply, and the clock is the run's: that is why this is no limiter of System.Threading.RateLimiting, whose rate
/// is fixed and whose clock is the machine's.
/// </summary>
/// <param name="name">The model and endpoint, for the log.</param>
/// <param name="told">The most requests a second, where somebody told it; null to learn it.</param>
/// <param name="tokens">The most tokens a second, where somebody told it; null for no such limit.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when a rate is learnt.</param>
internal sealed class ModelPace(string name, double? told, double? tokens, TimeProvider time, ILogger? log)
{
    private readonly Lock _lock = new();
    private readonly AdaptiveRate _rate = new(told);
    private readonly long _epoch = time.GetTimestamp();
    private TimeSpan _next;
    private TimeSpan _nextTokens;

    /// <summary>Requests a second; null while nothing limits them.</summary>
    public double? PerSecond
    {
        get
        {
            lock (_lock)
                return _rate.PerSecond;
        }
    }

    /// <summary>Waits for this request's turn.</summary>
    /// <param name="expected">The tokens that it will take, as far as one can tell.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where nothing limits the rate yet, so that there are no turns.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public async Task<bool> WaitAsync(long expected, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = Now;
            _rate.Sent(now);
            if (_rate.PerSecond is null && tokens is null)
                return false;
            var turn = Max(Max(_next, _nextTokens), now);
            if (_rate.PerSecond is { } rate)
                _next = turn + TimeSpan.FromSeconds(1 / rate);
            if (tokens is { } most)
                _nextTokens = turn + TimeSpan.FromSeconds(expected / most);
            wait = turn - now;
        }
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>A request was answered.</summary>
    public void Answered()
    {
        lock (_lock)
            _rate.Answered(Now);
    }

    /// <summary>A request took another number of tokens than was expected: later ones wait longer or less.</summary>
    public void Settle(long expected, long taken)
    {
        if (tokens is not { } most)
            return;
        lock (_lock)
            _nextTokens += TimeSpan.FromSeconds((taken - expected) / most);
    }

    /// <summary>A request was refused because there were too many.</summary>
    /// <param name="sent">The timestamp when it was sent.</param>
    /// <param name="wait">The wait that the endpoint named; null without one.</param>
    public void Refused(long sent, TimeSpan? wait)
    {
        double? before,
            after;
        lock (_lock)
        {
            before = _rate.PerSecond;
            _rate.Refused(time.GetElapsedTime(_epoch, sent), Now, wait);
            after = _rate.PerSecond;
            // Nobody starts before the wait that was named, or the rate's own distance, has passed.
            if (before is null && after is { } rate)
                _next = Now + (wait ?? TimeSpan.FromSeconds(1 / rate));
        }
        if (before is null && after is not null)
            log?.LogInformation("{Model} refuses more requests than it answers: from here on {Rate:0.##} a second", name, after);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private TimeSpan Now => time.GetElapsedTime(_epoch);
}
