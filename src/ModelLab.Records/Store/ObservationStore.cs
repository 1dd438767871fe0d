using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Store;

/// <summary>
/// A run's detail file: spec, items, answers and every observation. Terminal, reports and pages all read it through this type.
/// Rows are written by one task in batches; readers see what is committed.
/// </summary>
public sealed class ObservationStore : IAsyncDisposable
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly StoreWriter _writer;
    private readonly BatchedWriter<object> _rows;
    private readonly EarlierWork? _earlier;

    private ObservationStore(string path, SqliteConnection connection, EarlierWork? earlier, TimeProvider time)
    {
        (_path, _earlier, _time) = (path, earlier, time);
        _writer = new StoreWriter(connection);
        _rows = new BatchedWriter<object>(path, rows => _writer.Write(rows, Now()));
    }

    /// <summary>The file.</summary>
    public string FilePath => _path;

    /// <summary>Creates the detail file of a new run.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static ObservationStore Create(
        string path,
        string runId,
        DateTimeOffset started,
        SweepSpec spec,
        Fingerprint fingerprint,
        SweepItems items,
        TimeProvider time
    )
    {
        try
        {
            var connection = SqliteFile.Open(path, SqliteOpenMode.ReadWriteCreate);
            SqliteFile.Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
            // Whoever looks on, or goes on after a kill, finds nothing or a run with its items, never tables without one.
            SqliteFile.Execute(connection, "BEGIN; " + StoreSchema.Sql + StoreSchema.Progress);
            var now = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
            SqliteFile.Execute(
                connection,
                "INSERT INTO run(id, schema_version, spec, fingerprint, state, started, heartbeat) VALUES ($id, $version, $spec, $print, 'running', $started, $now)",
                ("$id", runId),
                ("$version", StoreSchema.Version),
                ("$spec", JsonSerializer.Serialize(spec, RunsJson.Files)),
                ("$print", JsonSerializer.Serialize(fingerprint.Parts, RunsJson.Files)),
                ("$started", started.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
                ("$now", now)
            );
            var store = new ObservationStore(path, connection, null, time);
            store._writer.AddItems(items);
            SqliteFile.Execute(connection, "COMMIT");
            return store;
        }
        catch (SqliteException e)
        {
            throw new BadInputException($"{path}: cannot be written ({e.Message}): check the free space and the rights of --output-dir", e);
        }
    }

    /// <summary>Goes on with the detail file of a run that was not finished.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static ObservationStore Continue(string path, TimeProvider time)
    {
        try
        {
            var connection = SqliteFile.Open(path, SqliteOpenMode.ReadWrite);
            StoreSchema.Upgrade(connection);
            SqliteFile.Execute(connection, "UPDATE run SET state = 'running', finished = NULL");
            var store = new ObservationStore(path, connection, new EarlierWork(path), time);
            store._writer.Recall();
            return store;
        }
        catch (SqliteException e)
        {
            throw new BadInputException($"{path}: cannot be continued ({e.Message}): give --new to start afresh", e);
        }
    }

    /// <summary>Whether an earlier process observed this unit, so that it need not be done again.</summary>
    public bool Holds(WorkUnit unit) => _earlier is not null && _earlier.Holds(unit);

    /// <summary>The value that an earlier process observed for this unit; null where it gave none.</summary>
    public double? FindValue(WorkUnit unit) => _earlier?.FindValue(unit);

    /// <summary>The answer that an earlier process kept for this unit, or null.</summary>
    public AnswerRow? FindAnswer(WorkUnit generated) => _earlier?.FindAnswer(generated);

    /// <summary>Queues an observation; it is on disk once the batch before it is.</summary>
    /// <exception cref="IOException">An earlier row could not be written.</exception>
    public ValueTask AddAsync(Observation observation, CancellationToken cancellationToken) =>
        _rows.AddAsync(observation, cancellationToken);

    /// <summary>Queues an answer; it is on disk once the batch before it is.</summary>
    /// <exception cref="IOException">An earlier row could not be written.</exception>
    public ValueTask AddAsync(AnswerRow answer, CancellationToken cancellationToken) => _rows.AddAsync(answer, cancellationToken);

    /// <summary>Waits until everything queued is on disk.</summary>
    /// <exception cref="IOException">A row could not be written.</exception>
    public Task FlushAsync() => _rows.FlushAsync();

    /// <summary>
    /// Writes what the run is going to do: the plan's counts, the models that were excluded, and what may be spent at which prices.
    /// </summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public async Task SetPlanAsync(IReadOnlyList<PlannedCount> counts, IReadOnlyList<ExcludedModel> excluded, RunMoney money)
    {
        await ExecuteAsync(
                "UPDATE run SET plan = $plan, excluded = $excluded, money = $money",
                ("$plan", JsonSerializer.Serialize(counts, RunsJson.Files)),
                ("$excluded", JsonSerializer.Serialize(excluded, RunsJson.Files)),
                ("$money", JsonSerializer.Serialize(money, RunsJson.Files))
            )
            .ConfigureAwait(false);
    }

    /// <summary>Writes how far the races are.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public async Task SetRacesAsync(IReadOnlyList<RaceRecord> races) =>
        await ExecuteAsync("UPDATE run SET races = $races", ("$races", JsonSerializer.Serialize(races, RunsJson.Files)))
            .ConfigureAwait(false);

    /// <summary>Writes numbers that are of the items as a whole and not of single ones.</summary>
    /// <exception cref="IOException">They could not be written.</exception>
    public async Task SetMeasuredAsync(IReadOnlyList<Aggregate> numbers)
    {
        foreach (var number in numbers)
            await ExecuteAsync(
                    "INSERT OR REPLACE INTO measured VALUES ($tier, $metric, $value, $n)",
                    ("$tier", number.Tier.FileName()),
                    ("$metric", number.Metric),
                    ("$value", number.Value),
                    ("$n", number.N)
                )
                .ConfigureAwait(false);
    }

    /// <summary>Ends the run: <c>finished</c>, <c>interrupted</c>, <c>budget_reached</c> or <c>failed</c>.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public async Task EndAsync(string state, IReadOnlyList<Remark> notes)
    {
        await ExecuteAsync(
                "UPDATE run SET state = $state, notes = $notes, note_codes = $codes, finished = $now",
                ("$state", state),
                ("$notes", JsonSerializer.Serialize(notes.Select(n => n.Text), RunsJson.Files)),
                ("$codes", JsonSerializer.Serialize(notes.Select(n => n.Note), RunsJson.Files)),
                ("$now", Now())
            )
            .ConfigureAwait(false);
    }

    /// <summary>Ends the run after a fault, where the file can still be written.</summary>
    public async Task TryEndAsync(string state)
    {
        try
        {
            await EndAsync(state, []).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SqliteException) { } // the fault itself is being told
    }

    /// <summary>Opens a view of what is committed.</summary>
    public ObservationReader OpenReader() => ObservationReader.Open(_path);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync().ConfigureAwait(false);
        _writer.Dispose();
        _earlier?.Dispose();
    }

    private async Task ExecuteAsync(string sql, params (string Name, object? Value)[] parameters)
    {
        await FlushAsync().ConfigureAwait(false);
        try
        {
            _writer.Execute(sql, parameters);
        }
        catch (SqliteException e)
        {
            throw _rows.Fail(e);
        }
    }

    private string Now() => _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
}
