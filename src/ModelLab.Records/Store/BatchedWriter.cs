using System.Threading.Channels;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Store;

/// <summary>Writes rows in batches from one task: what comes while a batch is committed is the next one, of at most 256 rows.</summary>
/// <typeparam name="T">A row.</typeparam>
public sealed class BatchedWriter<T> : IAsyncDisposable
{
    private const int BatchRows = 256;

    private readonly string _path;
    private readonly Action<IReadOnlyList<T>> _commit;
    private readonly Channel<Entry> _rows = Channel.CreateBounded<Entry>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Task _writing;
    private volatile Exception? _failure;

    /// <summary>Starts the writing task.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="commit">Writes a batch, whole or not at all.</param>
    public BatchedWriter(string path, Action<IReadOnlyList<T>> commit)
    {
        (_path, _commit) = (path, commit);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Queues a row.</summary>
    /// <exception cref="IOException">An earlier row could not be written.</exception>
    public ValueTask AddAsync(T row, CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        return _rows.Writer.WriteAsync(new Entry(true, row, null), cancellationToken);
    }

    /// <summary>Queues a row and waits until it is committed.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public async Task CommitAsync(T row)
    {
        ThrowIfFailed();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _rows.Writer.WriteAsync(new Entry(true, row, done)).ConfigureAwait(false);
        await done.Task.ConfigureAwait(false);
        ThrowIfFailed();
    }

    /// <summary>Waits until everything queued is committed.</summary>
    /// <exception cref="IOException">A row could not be written.</exception>
    public async Task FlushAsync()
    {
        ThrowIfFailed();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _rows.Writer.WriteAsync(new Entry(false, default, done)).ConfigureAwait(false);
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
        await _writing.ConfigureAwait(false);
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
            throw Told(failure);
    }

    private IOException Told(Exception failure) =>
        new($"{_path}: results can no longer be written ({failure.Message}); what was written before stays readable", failure);

    private async Task WriteAsync()
    {
        var rows = new List<T>(BatchRows);
        var waiters = new List<TaskCompletionSource>();
        while (await _rows.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (rows.Count < BatchRows && _rows.Reader.TryRead(out var entry))
            {
                if (entry.HasRow)
                    rows.Add(entry.Row!);
                if (entry.Done is { } done)
                    waiters.Add(done);
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
            foreach (var waiter in waiters)
                waiter.TrySetResult();
            rows.Clear();
            waiters.Clear();
        }
    }

    private readonly record struct Entry(bool HasRow, T? Row, TaskCompletionSource? Done);
}
