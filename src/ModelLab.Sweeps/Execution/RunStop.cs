namespace ModelLab.Sweeps.Execution;

/// <summary>Why a run stopped before its end.</summary>
public enum StopReason
{
    /// <summary>The user asked for it.</summary>
    Interrupted,

    /// <summary>The next call could pass the budget.</summary>
    BudgetReached,
}

/// <summary>How a user stops a run.</summary>
/// <param name="NoMoreCalls">Cancelled: nothing new begins, calls under way are waited for.</param>
/// <param name="Now">Cancelled: calls under way are dropped.</param>
public sealed record StopTokens(CancellationToken NoMoreCalls, CancellationToken Now)
{
    /// <summary>Never stopped.</summary>
    public static StopTokens None { get; } = new(CancellationToken.None, CancellationToken.None);
}

/// <summary>The stop of one run: by its user, or by the run itself.</summary>
internal sealed class RunStop(StopTokens user) : IDisposable
{
    private readonly CancellationTokenSource _noMoreCalls = CancellationTokenSource.CreateLinkedTokenSource(user.NoMoreCalls);
    private int _byBudget;

    public CancellationToken NoMoreCalls => _noMoreCalls.Token;

    public CancellationToken Now => user.Now;

    public StopReason Reason => _byBudget == 1 ? StopReason.BudgetReached : StopReason.Interrupted;

    public void BudgetReached()
    {
        if (!user.NoMoreCalls.IsCancellationRequested && Interlocked.Exchange(ref _byBudget, 1) == 0)
            _noMoreCalls.Cancel();
    }

    /// <summary>After a fault of the program itself nothing more may be paid for: it could not be kept.</summary>
    public void BeginNothingMore() => _noMoreCalls.Cancel();

    public void Dispose() => _noMoreCalls.Dispose();
}
