using System.Text.Json;

namespace ModelLab.Testing.Records;

/// <summary>What came and how it went. A reset starts a new one, and calls under way end in the one they began in.</summary>
internal sealed class Ledger(TimeProvider time, long start)
{
    private readonly Lock _gate = new();
    private readonly List<ReceivedRequest> _requests = [];
    private readonly Dictionary<string, ModelTally> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Prefix, UInt128 Body), int> _bodies = [];
    private readonly List<InFlightLevel> _levels = [];
    private readonly List<(int Count, TaskCompletionSource Came)> _awaited = [];
    private int _received;
    private int _inFlight;
    private int _maxInFlight;
    private int _replies;
    private TimeSpan _service;
    private TimeSpan? _firstArrival;
    private TimeSpan? _lastReply;
    private TimeSpan _busy;
    private TimeSpan _busyUntil;

    /// <summary>The time since the server was started.</summary>
    public TimeSpan Now => time.GetElapsedTime(start);

    public Call Arrive()
    {
        lock (_gate)
        {
            var now = Now;
            _firstArrival ??= now;
            Count(now, +1);
            if (_inFlight > _maxInFlight)
                _levels.Add(new(_maxInFlight = _inFlight, now, _busy));
            return new Call(this, now);
        }
    }

    public ReceivedRequest Record(
        Call call,
        string path,
        string prefix,
        PresentedKey key,
        IReadOnlyDictionary<string, string> headers,
        string model,
        JsonElement body,
        UInt128 hash,
        bool keep,
        bool count
    )
    {
        lock (_gate)
        {
            if (!_models.TryGetValue(model, out var tally))
                _models.Add(model, tally = new());
            call.Model = tally;
            tally.MaxInFlight = Math.Max(tally.MaxInFlight, ++tally.InFlight);
            var attempt = 1;
            if (count)
                _bodies[(prefix, hash)] = attempt = _bodies.GetValueOrDefault((prefix, hash)) + 1;
            var request = new ReceivedRequest
            {
                Sequence = ++_received,
                Path = path,
                Prefix = prefix,
                Model = model,
                Authorization = key.Authorization,
                Key = key.Value,
                Headers = headers,
                Body = body,
                BodyHash = hash,
                At = call.At,
                CallNumber = ++tally.Calls,
                AttemptOfSameBody = attempt,
            };
            if (keep)
                _requests.Add(request);
            Tell();
            return request;
        }
    }

    public void End(Call call, bool replied)
    {
        lock (_gate)
        {
            if (call.Ended)
                return;
            call.Ended = true;
            var now = Now;
            Count(now, -1);
            if (call.Model is { } tally)
                tally.InFlight--;
            if (!replied)
                return;
            _lastReply = now;
            _service += now - call.At;
            _replies++;
        }
    }

    public Task WhenReceived(int count)
    {
        lock (_gate)
        {
            var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((count, came));
            Tell();
            return came.Task;
        }
    }

    private void Tell() => _awaited.RemoveAll(a => a.Count <= _received && a.Came.TrySetResult());

    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public int Received
    {
        get
        {
            lock (_gate)
                return _received;
        }
    }

    public int InFlight
    {
        get
        {
            lock (_gate)
                return _inFlight;
        }
    }

    public int MaxInFlight
    {
        get
        {
            lock (_gate)
                return _maxInFlight;
        }
    }

    public int Duplicates
    {
        get
        {
            lock (_gate)
                return _bodies.Values.Count(n => n > 1);
        }
    }

    public TimeSpan Busy
    {
        get
        {
            lock (_gate)
                return _busy;
        }
    }

    public IReadOnlyList<InFlightLevel> Levels
    {
        get
        {
            lock (_gate)
                return [.. _levels];
        }
    }

    public ServiceTimes ServiceTimes
    {
        get
        {
            lock (_gate)
                return new(_firstArrival, _lastReply, _service, _replies);
        }
    }

    public int CountFor(string model)
    {
        lock (_gate)
            return _models.GetValueOrDefault(model)?.Calls ?? 0;
    }

    public int MaxInFlightFor(string model)
    {
        lock (_gate)
            return _models.GetValueOrDefault(model)?.MaxInFlight ?? 0;
    }

    public IReadOnlyList<(string Model, int Calls)> PerModel
    {
        get
        {
            lock (_gate)
                return [.. _models.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value.Calls))];
        }
    }

    private void Count(TimeSpan now, int change)
    {
        _busy += (now - _busyUntil) * _inFlight;
        _busyUntil = now;
        _inFlight += change;
    }
}
