namespace ModelLab.Llm.Limits;

/// <summary>
/// How many requests a second one model at one endpoint accepts, where it refuses more although little is under way. Unlimited until the
/// first refusal; then what was answered until then, or one a second where that was too little to tell; from there multiplicative
/// decrease at a refusal and a slow increase with every answer. Pure state, no waiting; not for two threads at once.
/// </summary>
/// <param name="told">The most requests a second, where somebody told it; null to learn it.</param>
public sealed class AdaptiveRate(double? told = null)
{
    private readonly double _most = told ?? double.MaxValue;
    private const double First = 0.95; // just under one a second, the least that is common
    private const double Least = 1.0 / 120;
    private const int Telling = 5; // so many answers tell a rate
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<TimeSpan> _answers = new();
    private TimeSpan? _started;
    private TimeSpan _lastCut = TimeSpan.MinValue;
    private bool _isSearching;
    private bool _answeredSinceCut;

    /// <summary>Requests a second; null while nothing limits them.</summary>
    public double? PerSecond { get; private set; } = told;

    /// <summary>A request was sent.</summary>
    /// <param name="now">The time since any fixed moment.</param>
    public void Sent(TimeSpan now) => _started ??= now;

    /// <summary>A request was answered.</summary>
    /// <param name="now">The time since the same moment.</param>
    public void Answered(TimeSpan now)
    {
        _answers.Enqueue(now);
        while (_answers.Peek() < now - Window)
            _answers.Dequeue();
        _answeredSinceCut = true;
        if (PerSecond is { } rate)
            PerSecond = Math.Min(_most, rate * (_isSearching ? 1.1 : 1.005));
    }

    /// <summary>A request was refused because there were too many; requests sent before the last decrease do not count.</summary>
    /// <param name="sent">When it was sent.</param>
    /// <param name="now">The time since the same moment.</param>
    /// <param name="wait">The wait that the endpoint named; null without one.</param>
    public void Refused(TimeSpan sent, TimeSpan now, TimeSpan? wait)
    {
        if (sent < _lastCut)
            return;
        _lastCut = now;
        if (PerSecond is { } rate)
        {
            // Refused again before anything was answered: far too fast, not a little.
            PerSecond = Math.Max(Least, rate * (_answeredSinceCut ? 0.8 : 0.5));
            _isSearching = false;
        }
        else if (_answers.Count >= Telling)
        {
            var measured = _answers.Count / Math.Max(1, Math.Min(Window.TotalSeconds, (now - (_started ?? now)).TotalSeconds));
            PerSecond = Math.Max(Least, 0.85 * measured);
        }
        else
        {
            PerSecond = wait is { TotalSeconds: > 1 } named ? Math.Max(Least, First / named.TotalSeconds) : First;
            _isSearching = true;
        }
        _answeredSinceCut = false;
    }
}
