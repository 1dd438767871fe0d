using System.Runtime.InteropServices;
using ModelLab.Sweeps.Execution;

namespace ModelLab.Cli.Hosting;

/// <summary>
/// Turns Ctrl-C, SIGTERM and the end of the terminal (SIGHUP) into stops: the first lets calls under way finish, for 10 s at most; the second drops them; the third ends
/// the process at once.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _noMoreCalls;
    private readonly CancellationTokenSource _now = new();
    private readonly Surroundings _surroundings;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly CancellationTokenRegistration _drain;
    private ITimer? _timer;

    public StopSignal(Surroundings surroundings)
    {
        _surroundings = surroundings;
        _noMoreCalls = CancellationTokenSource.CreateLinkedTokenSource(surroundings.Stop);
        _drain = _noMoreCalls.Token.Register(() =>
            _timer = surroundings.Time.CreateTimer(_ => _now.Cancel(), null, DrainTime, Timeout.InfiniteTimeSpan)
        );
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];
    }

    public StopTokens Tokens => new(_noMoreCalls.Token, _now.Token);

    /// <summary>Whether nothing is said of calls that may finish, for a verb that makes none.</summary>
    public bool IsQuiet { get; set; }

    public bool IsStopped => _noMoreCalls.IsCancellationRequested;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _drain.Dispose();
        _timer?.Dispose();
        _noMoreCalls.Dispose();
        _now.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (_now.IsCancellationRequested)
            return;
        context.Cancel = true;
        if (_noMoreCalls.IsCancellationRequested)
        {
            _now.Cancel();
            return;
        }
        if (!IsQuiet)
            _surroundings.Error.WriteLine("stopping: calls under way may finish (10 s at most); press Ctrl-C again to drop them");
        _noMoreCalls.Cancel();
    }
}
