namespace ModelLab.Llm.Money;

/// <summary>What a command has spent so far, and whether the next call still fits under its cap.</summary>
/// <param name="cap">The most that may be spent, in the prices' currency; null for no cap.</param>
public sealed class SpendLedger(decimal? cap)
{
    private readonly Lock _gate = new();
    private decimal _spent;
    private decimal _reserved;
    private bool _unknown;
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was spent on calls whose price is known.</summary>
    public decimal Spent
    {
        get
        {
            lock (_gate)
                return _spent;
        }
    }

    /// <summary>Whether calls were made whose cost is unknown.</summary>
    public bool HasUnknown
    {
        get
        {
            lock (_gate)
                return _unknown;
        }
    }

    /// <summary>Whether there is a cap.</summary>
    public bool IsCapped => cap is not null;

    /// <summary>
    /// Sets the worst case of a call aside. When it does not fit beside what others have set aside, waits until they are settled.
    /// </summary>
    /// <returns>False when it cannot fit any more: the cap is reached.</returns>
    public async Task<bool> TryReserveAsync(decimal worstCase, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task settled;
            lock (_gate)
            {
                if (cap is null || _spent + _reserved + worstCase <= cap)
                {
                    _reserved += worstCase;
                    return true;
                }
                if (_reserved == 0 || _spent + worstCase > cap)
                    return false;
                settled = _settled.Task;
            }
            await settled.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Replaces what was set aside by what was spent; null when the cost is unknown.</summary>
    public void Settle(decimal reserved, decimal? spent)
    {
        TaskCompletionSource settled;
        lock (_gate)
        {
            _reserved -= reserved;
            if (spent is { } amount)
                _spent += amount;
            else
                _unknown = true;
            (settled, _settled) = (_settled, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        settled.TrySetResult();
    }
}
