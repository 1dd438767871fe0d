using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Roles;
using ModelLab.Runs.Planning;

namespace ModelLab.Runs.Results;

/// <summary>
/// A run's detail file: spec, items, answers and every observation. Terminal, reports and pages all read it through this type.
/// Rows are written by one task in batches; readers see what is committed.
/// </summary>
public sealed class ObservationStore : IAsyncDisposable
{
    private const int BatchRows = 256;
    private static readonly TimeSpan BatchAge = TimeSpan.FromMilliseconds(100);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly StoreWriter _writer;
    private readonly Channel<object> _rows = Channel.CreateBounded<object>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Task _writing;
    private volatile Exception? _failure;

    private ObservationStore(string path, SqliteConnection connection, TimeProvider time)
    {
        (_path, _time) = (path, time);
        _writer = new StoreWriter(connection);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The file.</summary>
    public string FilePath => _path;

    /// <summary>Creates the detail file of a new run.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static ObservationStore Create(string path, string runId, SweepSpec spec, Fingerprint fingerprint, SweepInput input, TimeProvider time)
    {
        try
        {
            var connection = StoreFile.Open(path, SqliteOpenMode.ReadWriteCreate);
            StoreFile.Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
            StoreFile.Execute(connection, StoreSchema.Sql);
            var now = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
            StoreFile.Execute(connection, "INSERT INTO run(id, schema_version, spec, fingerprint, state, started, heartbeat) VALUES ($id, $version, $spec, $print, 'running', $now, $now)",
                ("$id", runId), ("$version", StoreSchema.Version), ("$spec", JsonSerializer.Serialize(spec, SweepSpec.Json)),
                ("$print", JsonSerializer.Serialize(fingerprint.Parts, SweepSpec.Json)), ("$now", now));
            var store = new ObservationStore(path, connection, time);
            store._writer.AddItems(input);
            return store;
        }
        catch (SqliteException e)
        {
            throw new BadInputException($"{path}: cannot be written ({e.Message}): check the free space and the rights of --output-dir", e);
        }
    }

    /// <summary>Queues an observation; it is on disk within 100 ms or 256 rows.</summary>
    /// <exception cref="IOException">An earlier row could not be written.</exception>
    public ValueTask AddAsync(Observation observation, CancellationToken cancellationToken) => EnqueueAsync(observation, cancellationToken);

    /// <summary>Queues an answer; it is on disk within 100 ms or 256 rows.</summary>
    /// <exception cref="IOException">An earlier row could not be written.</exception>
    public ValueTask AddAsync(AnswerRow answer, CancellationToken cancellationToken) => EnqueueAsync(answer, cancellationToken);

    /// <summary>Waits until everything queued is on disk.</summary>
    /// <exception cref="IOException">A row could not be written.</exception>
    public async Task FlushAsync()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await EnqueueAsync(reached, CancellationToken.None).ConfigureAwait(false);
        await reached.Task.ConfigureAwait(false);
        ThrowIfFailed();
    }

    /// <summary>Writes the plan's counts and the models that were excluded.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public async Task SetPlanAsync(IReadOnlyList<PlannedCount> counts, IReadOnlyList<ExcludedModel> excluded)
    {
        await ExecuteAsync("UPDATE run SET plan = $plan, excluded = $excluded",
            ("$plan", JsonSerializer.Serialize(counts, SweepSpec.Json)), ("$excluded", JsonSerializer.Serialize(excluded, SweepSpec.Json))).ConfigureAwait(false);
    }

    /// <summary>Ends the run: <c>finished</c>, <c>interrupted</c> or <c>failed</c>.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public async Task EndAsync(string state, IReadOnlyList<string> notes)
    {
        await ExecuteAsync("UPDATE run SET state = $state, notes = $notes, finished = $now",
            ("$state", state), ("$notes", JsonSerializer.Serialize(notes, SweepSpec.Json)), ("$now", Now())).ConfigureAwait(false);
    }

    /// <summary>Opens a view of what is committed.</summary>
    public ObservationReader OpenReader() => ObservationReader.Open(_path);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _rows.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        _writer.Dispose();
    }

    private async ValueTask EnqueueAsync(object row, CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        await _rows.Writer.WriteAsync(row, cancellationToken).ConfigureAwait(false);
    }

    private async Task ExecuteAsync(string sql, params (string Name, object? Value)[] parameters)
    {
        await FlushAsync().ConfigureAwait(false);
        try { _writer.Execute(sql, parameters); }
        catch (SqliteException e) { _failure = e; }
        ThrowIfFailed();
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
            throw new IOException($"{_path}: results can no longer be written ({failure.Message}); what was written before stays readable", failure);
    }

    private string Now() => _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

    private async Task WriteAsync()
    {
        var batch = new List<object>(BatchRows);
        while (await _rows.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var waiters = new List<TaskCompletionSource>();
            var oldest = _time.GetTimestamp();
            while (batch.Count < BatchRows && waiters.Count == 0)
            {
                if (_rows.Reader.TryRead(out var row))
                {
                    if (row is TaskCompletionSource waiter) waiters.Add(waiter);
                    else batch.Add(row);
                    continue;
                }
                var left = BatchAge - _time.GetElapsedTime(oldest);
                if (left <= TimeSpan.Zero || !await MoreWithinAsync(left).ConfigureAwait(false)) break;
            }
            try
            {
                // After a failure rows are still taken, so that nobody waits for ever; the callers are told.
                if (_failure is null && batch.Count > 0) _writer.Write(batch, Now());
            }
            catch (Exception e) { _failure = e; }
            batch.Clear();
            foreach (var waiter in waiters) waiter.TrySetResult();
        }
    }

    private async Task<bool> MoreWithinAsync(TimeSpan wait)
    {
        using var limit = new CancellationTokenSource(wait, _time);
        try { return await _rows.Reader.WaitToReadAsync(limit.Token).ConfigureAwait(false); }
        catch (OperationCanceledException) { return false; }
    }
}
