using ModelLab.Sweeps.Execution;

namespace ModelLab.Sweeps.Phases;

/// <summary>A run that stopped before its end; the same command continues it.</summary>
/// <param name="reason">Why it stopped.</param>
/// <param name="detailFile">What was finished is in here; null when it stopped before anything was.</param>
/// <param name="spent">What the command spent on calls whose price is known.</param>
/// <param name="askedAnew">Whether the command asked for calls anew.</param>
public sealed class RunStoppedException(StopReason reason, string? detailFile, decimal spent, bool askedAnew)
    : Exception("stopped before the end")
{
    /// <summary>Why it stopped.</summary>
    public StopReason Reason => reason;

    /// <summary>What was finished is in here; null when it stopped before anything was.</summary>
    public string? DetailFile => detailFile;

    /// <summary>What the command spent on calls whose price is known.</summary>
    public decimal Spent => spent;

    /// <summary>Whether the command asked for calls anew, so that repeating it as it is would make them once more.</summary>
    public bool AskedAnew => askedAnew;
}
