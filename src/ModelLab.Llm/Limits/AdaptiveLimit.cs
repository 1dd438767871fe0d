namespace ModelLab.Llm.Limits;

/// <summary>
/// How many calls may be under way at one endpoint: additive increase, multiplicative decrease, after a slow start (the congestion
/// control of TCP, Jacobson 1988, with HTTP 429, 503, 529 and time-outs in place of lost packets). Pure state, no waiting; not for two
/// threads at once.
/// </summary>
/// <param name="ceiling">The most, at least 1.</param>
public sealed class AdaptiveLimit(int ceiling)
{
    /// <summary>
    /// Where an endpoint starts, or lower when the ceiling is: it may accept one request a second, or work on one at a time.
    /// </summary>
    public const int Start = 4;

    // Tripling each round trip, a start of 4 reaches 100 as soon as a start of 16 that doubles.
    private const int SlowStartGain = 2;

    private double _window = Math.Min(Start, ceiling);
    private bool _slowStart = true;
    private long _lastShrink = long.MinValue;

    /// <summary>How many calls may be under way now, from 1 to the ceiling.</summary>
    public int Allowed => Math.Max(1, (int)_window);

    /// <summary>
    /// A call came back healthy. The window grows only while it is what holds calls back: tripling each round trip until the first
    /// congestion, then by about one call a round trip.
    /// </summary>
    /// <param name="saturated">Whether the window was full.</param>
    public void Healthy(bool saturated)
    {
        if (saturated)
            _window = Math.Min(ceiling, _window + (_slowStart ? SlowStartGain : 1 / _window));
    }

    /// <summary>
    /// More calls at once only wait for each other: a quarter fewer are let through, not fewer than two. The search for the limit is over;
    /// from here on it grows by about one call a round trip.
    /// </summary>
    public void Queueing()
    {
        _slowStart = false;
        _window = Math.Max(Math.Min(2, _window), _window * 0.75);
    }

    /// <summary>
    /// The endpoint said that it is overloaded. The window halves, once for all calls that were sent before the last halving.
    /// </summary>
    /// <param name="sent">When the call was sent, on any rising clock.</param>
    /// <param name="now">The same clock now.</param>
    public void Congested(long sent, long now)
    {
        if (sent < _lastShrink)
            return;
        _slowStart = false;
        _window = Math.Max(1, _window / 2);
        _lastShrink = now;
    }
}
