using System.Collections.Concurrent;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Records.Reading;

namespace ModelLab.Sweeps.Journal;

/// <summary>Which journalled calls are taken instead of calling again.</summary>
/// <param name="Refresh">None: every call is made anew, once in this run, and replaces what the journal holds.</param>
/// <param name="RetryErrors">Not even refusals, and errors that the same request meets again: one that is too large or not accepted.</param>
public sealed record JournalPolicy(bool Refresh, bool RetryErrors)
{
    /// <summary>
    /// Whether a journalled result stands: only what asking again cannot change. An empty reply, an error page, a limit or a fault of the
    /// connection may be another thing tomorrow.
    /// </summary>
    public bool Keeps(CallResult result) =>
        result switch
        {
            { ErrorClass: null, Refusal: not null } => !RetryErrors,
            { ErrorClass: null } => !string.IsNullOrWhiteSpace(result.Text) || result.Vectors is not null,
            { ErrorClass: CallErrorClass.BadRequest or CallErrorClass.TooLarge } => !RetryErrors,
            _ => false,
        };
}

/// <summary>
/// Takes a call's result from the journal where it is there; otherwise makes the call and journals it before handing it on. Two equal
/// calls at the same time are made once, also by two processes that use one journal.
/// </summary>
/// <param name="inner">Makes the calls.</param>
/// <param name="journal">Where they are kept.</param>
/// <param name="policy">Which kept ones stand.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">Cancelled when no further call shall begin.</param>
public sealed class JournalingCaller(
    IModelCaller inner,
    CallJournal journal,
    JournalPolicy policy,
    TimeProvider time,
    CancellationToken stop = default
) : IModelCaller
{
    // How often it is looked whether another process has finished a call.
    internal static readonly TimeSpan Looking = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<UInt256, Task<CallResult>> _underWay = new();
    private readonly ConcurrentDictionary<UInt256, bool> _refreshed = new();

    /// <inheritdoc />
    /// <exception cref="IOException">The journal cannot be read or written.</exception>
    public async Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var key = CallKey.Of(call);
        var id = UInt256.Of(key);
        while (true)
        {
            var mine = new TaskCompletionSource<CallResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            var task = _underWay.GetOrAdd(id, mine.Task);
            if (task == mine.Task)
                return await FindOrCallAsync(call, key, id, mine, cancellationToken).ConfigureAwait(false);
            try
            {
                return await task.WaitAsync(cancellationToken).ConfigureAwait(false) with { FromJournal = true };
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !stop.IsCancellationRequested) { } // theirs was cancelled, not this one
        }
    }

    private CallResult? Known(byte[] key, UInt256 id) =>
        policy.Refresh && !_refreshed.ContainsKey(id) ? null
        : journal.Find(key) is { } found && policy.Keeps(found) ? found
        : null;

    private async Task<CallResult> FindOrCallAsync(
        ModelCall call,
        byte[] key,
        UInt256 id,
        TaskCompletionSource<CallResult> mine,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var result = Known(key, id) ?? await TakeAndCallAsync(call, key, id, cancellationToken).ConfigureAwait(false);
            _underWay.TryRemove(id, out _);
            mine.SetResult(result);
            return result;
        }
        catch (Exception e)
        {
            _underWay.TryRemove(id, out _);
            if (e is OperationCanceledException)
                mine.SetCanceled(CancellationToken.None);
            else
                mine.SetException(e);
            _ = mine.Task.Exception; // observed here; whoever waits gets it too
            throw;
        }
    }

    private async Task<CallResult> TakeAndCallAsync(ModelCall call, byte[] key, UInt256 id, CancellationToken cancellationToken)
    {
        while (!await journal.TryTakeAsync(key, cancellationToken).ConfigureAwait(false))
        {
            stop.ThrowIfCancellationRequested();
            await Task.Delay(Looking, time, cancellationToken).ConfigureAwait(false);
            if (Known(key, id) is { } theirs)
                return theirs;
        }
        try
        {
            // Another process may have finished it between the look and the lease.
            return Known(key, id) ?? await CallAndKeepAsync(call, key, id, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            journal.Release(key);
        }
    }

    private async Task<CallResult> CallAndKeepAsync(ModelCall call, byte[] key, UInt256 id, CancellationToken cancellationToken)
    {
        var result = await inner.CallAsync(call, cancellationToken).ConfigureAwait(false);
        // Not cancellable: the call is paid for. What was never sent is no call.
        if (result.ErrorClass != CallErrorClass.CircuitOpen)
            await journal.AddAsync(key, call, result).ConfigureAwait(false);
        if (policy.Refresh && policy.Keeps(result))
            _refreshed[id] = true;
        return result;
    }

    private readonly record struct UInt256(UInt128 High, UInt128 Low)
    {
        public static UInt256 Of(byte[] key) =>
            new(
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(key),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(key.AsSpan(16))
            );
    }
}
