using System.Threading.Channels;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Store;

/// <summary>
/// Writes rows in batches from one task: a batch is committed when it holds 256 rows, or when the one before it is long enough ago.
/// </summary>
/// <typeparam name="T">A row.</typeparam>
public sealed class BatchedWriter<T> : IAsyncDisposable
{
    private const int BatchRows = 256;

    private readonly string _path;
    private readonly Action<IReadOnlyList<T>> _commit;
    private readonly TimeSpan _apart;
    private readonly TimeProvider _time;
    private readonly Channel<Entry> _rows = Channel.CreateBounded<Entry>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Task _writing;
    private volatile TaskCompletionSource? _due; // ends the wait for company
    private volatile Exception? _failure;
    private int _hurried; // flushes in the queue, or its end
    private long? _committed; // the timestamp of the last batch

    /// <summary>Starts the writing task.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="commit">Writes a batch, whole or not at all.</param>
    /// <param name="apart">How long batches are apart, and so the longest that a row waits for company.</param>
    /// <param name="time">The clock.</param>
    public BatchedWriter(string path, Action<IReadOnlyList<T>> commit, TimeSpan apart, TimeProvider time)
    {
        (_path, _commit, _apart, _time) = (path, commit, apart, time);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Queues a row.</summary>
    /// <exception cref="IOException">An earlier row could not be written.</exception>
    public ValueTask AddAsync(T row, CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        return QueueAsync(new Entry(row, null), cancellationToken);
    }

    /// <summary>Queues a row and waits until it is committed.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public async Task CommitAsync(T row)
    {
        ThrowIfFailed();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await QueueAsync(new Entry(row, done), CancellationToken.None).ConfigureAwait(false);
        await done.Task.ConfigureAwait(false);
        ThrowIfFailed();
    }

    /// <summary>Waits until everything queued is committed.</summary>
    /// <exception cref="IOException">A row could not be written.</exception>
    public async Task FlushAsync()
    {
        ThrowIfFailed();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Hurry();
        await _rows.Writer.WriteAsync(new Entry(default, done) { IsFlush = true }).ConfigureAwait(false);
        await done.Task.ConfigureAwait(false);
        ThrowIfFailed();
    }

    /// <summary>Takes notice that the file cannot be written, seen elsewhere; nothing more is written.</summary>
    /// <returns>What callers are to be told.</returns>
    public IOException Fail(Exception failure)
    {
        _failure = failure;
        return Told(failure);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _rows.Writer.TryComplete();
        Hurry();
        await _writing.ConfigureAwait(false);
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
            throw Told(failure);
    }

    private IOException Told(Exception failure) =>
        new($"{_path}: results can no longer be written ({failure.Message}); what was written before stays readable", failure);

    private ValueTask QueueAsync(Entry entry, CancellationToken cancellationToken)
    {
        var queued = _rows.Writer.WriteAsync(entry, cancellationToken);
        if (_rows.Reader.Count >= BatchRows)
            _due?.TrySetResult();
        return queued;
    }

    private void Hurry()
    {
        Interlocked.Increment(ref _hurried);
        _due?.TrySetResult();
    }

    private async Task WriteAsync()
    {
        var rows = new List<T>(BatchRows);
        var waiters = new List<TaskCompletionSource>();
        while (await _rows.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await CompanyAsync().ConfigureAwait(false);
            for (var flush = false; rows.Count < BatchRows && !flush && _rows.Reader.TryRead(out var entry); )
            {
                if (entry.Done is { } done)
                    waiters.Add(done);
                if (entry.IsFlush)
                {
                    flush = true;
                    Interlocked.Decrement(ref _hurried);
                }
                else
                    rows.Add(entry.Row!);
            }
            try
            {
                // After a failure rows are still taken, so that nobody waits for ever; the callers are told.
                if (_failure is null && rows.Count > 0)
                    _commit(rows);
            }
            catch (Exception e)
            {
                _failure = e;
            }
            _committed = _time.GetTimestamp();
            _ = TellAsync([.. waiters]);
            rows.Clear();
            waiters.Clear();
        }
    }

    // One after the other, each behind what the thread pool was given before: replies that have come are read, and calls sent, before
    // the rows of a whole batch are made use of.
    private static async Task TellAsync(TaskCompletionSource[] waiters)
    {
        foreach (var waiter in waiters)
        {
            await Task.Yield();
            waiter.TrySetResult();
        }
    }

    // One wait a batch: waking for each row would cost more than writing it.
    private async Task CompanyAsync()
    {
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _due = due; // before looking, so that whoever comes after the look ends the wait
        if (_rows.Reader.Count >= BatchRows || Volatile.Read(ref _hurried) > 0)
            return;
        var wait = _committed is { } before ? _apart - _time.GetElapsedTime(before) : TimeSpan.Zero;
        if (wait <= TimeSpan.Zero)
            return;
        await using (_time.CreateTimer(_ => due.TrySetResult(), null, wait, Timeout.InfiniteTimeSpan).ConfigureAwait(false))
            await due.Task.ConfigureAwait(false);
    }

    private readonly record struct Entry(T? Row, TaskCompletionSource? Done)
    {
        public bool IsFlush { get; init; }
    }
}
