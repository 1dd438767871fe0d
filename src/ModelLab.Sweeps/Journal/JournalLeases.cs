using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;
using ModelLab.Records.Store;

namespace ModelLab.Sweeps.Journal;

/// <summary>
/// Who makes which call, among processes that use one journal at the same time: a call that another makes is waited for, not paid twice. A
/// process alone writes no lease: it tells which calls it has under way only once another appears. Leases end with the call, or with the
/// heartbeat of the process that holds them.
/// </summary>
internal sealed class JournalLeases : IAsyncDisposable
{
    public const string Sql = """
        CREATE TABLE IF NOT EXISTS sessions(id INTEGER PRIMARY KEY AUTOINCREMENT, seen INTEGER NOT NULL, aware_of INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS leases(key BLOB PRIMARY KEY, session INTEGER NOT NULL);
        """;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    // A process that was not heard of for so long is dead. One that only slept finds its leases gone, and at worst pays for a call again.
    private static readonly TimeSpan Dead = TimeSpan.FromSeconds(10);

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly long _session;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, byte[]> _underWay = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private int _isShared;
    private volatile bool _isKnown;

    private JournalLeases(SqliteConnection connection, TimeProvider time)
    {
        (_connection, _time) = (connection, time);
        lock (_gate)
        {
            using var register = SqliteFile.Command(
                connection,
                "INSERT INTO sessions(seen, aware_of) VALUES ($now, 0) RETURNING id",
                ("$now", Now)
            );
            _session = (long)register.ExecuteScalar()!;
            Beat();
        }
        _timer = time.CreateTimer(_ => TryBeat(), null, Heartbeat, Heartbeat);
    }

    /// <summary>Whether other processes use the journal.</summary>
    public bool IsShared => Volatile.Read(ref _isShared) == 1;

    /// <summary>Registers this process at a journal that is open.</summary>
    /// <exception cref="SqliteException">The journal cannot be written.</exception>
    public static JournalLeases Open(string path, TimeProvider time)
    {
        var connection = SqliteFile.Open(path, SqliteOpenMode.ReadWrite);
        try
        {
            SqliteFile.Execute(connection, "PRAGMA synchronous=NORMAL;" + Sql);
            return new JournalLeases(connection, time);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Takes a call for this process, once every process that came before knows of this one and has told what it has under way.
    /// </summary>
    /// <returns>False when somebody makes it already: then its result will be in the journal, or the lease free.</returns>
    public async ValueTask<bool> TryTakeAsync(byte[] key, CancellationToken cancellationToken)
    {
        while (!_isKnown)
        {
            if (!IsShared || IsKnown())
                _isKnown = true;
            else
                await Task.Delay(Heartbeat / 4, _time, cancellationToken).ConfigureAwait(false);
        }
        return TryTake(key);
    }

    private bool TryTake(byte[] key)
    {
        var id = Convert.ToHexString(key);
        // Known before it is seen whether anybody else is there: either this process or its next heartbeat writes the lease.
        if (!_underWay.TryAdd(id, key))
            return false;
        Interlocked.MemoryBarrier();
        if (!IsShared)
            return true;
        lock (_gate)
        {
            if (TakeLease(key))
                return true;
        }
        _underWay.TryRemove(id, out _);
        return false;
    }

    /// <summary>The call's result is in the journal, or there is none.</summary>
    public void Release(byte[] key)
    {
        _underWay.TryRemove(Convert.ToHexString(key), out _);
        if (!IsShared)
            return;
        lock (_gate)
            SqliteFile.Execute(
                _connection,
                "DELETE FROM leases WHERE key = $key AND session = $session",
                ("$key", key),
                ("$session", _session)
            );
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        lock (_gate)
        {
            try
            {
                SqliteFile.Execute(
                    _connection,
                    "DELETE FROM leases WHERE session = $session; DELETE FROM sessions WHERE id = $session",
                    ("$session", _session)
                );
            }
            catch (SqliteException) { } // the others will find it dead
            _connection.Dispose();
        }
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private bool TakeLease(byte[] key)
    {
        using var take = SqliteFile.Command(
            _connection,
            """
            INSERT INTO leases(key, session) VALUES ($key, $session)
            ON CONFLICT(key) DO UPDATE SET session = excluded.session
            WHERE leases.session = excluded.session OR leases.session NOT IN (SELECT id FROM sessions WHERE seen > $dead)
            """,
            ("$key", key),
            ("$session", _session),
            ("$dead", Now - (long)Dead.TotalMilliseconds)
        );
        return take.ExecuteNonQuery() > 0;
    }

    private void TryBeat()
    {
        lock (_gate)
        {
            try
            {
                Beat();
            }
            catch (Exception e) when (e is SqliteException or InvalidOperationException) { } // the disk is full, or this is over: the next one tells
        }
    }

    private void Beat()
    {
        SqliteFile.Execute(_connection, "DELETE FROM sessions WHERE seen <= $dead", ("$dead", Now - (long)Dead.TotalMilliseconds));
        using var newest = SqliteFile.Command(
            _connection,
            "SELECT COALESCE(MAX(id), 0) FROM sessions WHERE id <> $session",
            ("$session", _session)
        );
        var other = (long)newest.ExecuteScalar()!;
        if (other > 0 && Interlocked.Exchange(ref _isShared, 1) == 0)
        {
            Interlocked.MemoryBarrier();
            using var all = _connection.BeginTransaction();
            foreach (var key in _underWay.Values)
                TakeLease(key);
            all.Commit();
        }
        // Only after its leases are written is it aware. The row is gone when this process was taken for dead.
        SqliteFile.Execute(
            _connection,
            """
            INSERT INTO sessions(id, seen, aware_of) VALUES ($session, $now, $other)
            ON CONFLICT(id) DO UPDATE SET seen = excluded.seen, aware_of = MAX(aware_of, excluded.aware_of)
            """,
            ("$session", _session),
            ("$now", Now),
            ("$other", other)
        );
    }

    private bool IsKnown()
    {
        lock (_gate)
        {
            using var unaware = SqliteFile.Command(
                _connection,
                "SELECT NOT EXISTS(SELECT 1 FROM sessions WHERE id < $session AND aware_of < $session AND seen > $dead)",
                ("$session", _session),
                ("$dead", Now - (long)Dead.TotalMilliseconds)
            );
            return (long)unaware.ExecuteScalar()! == 1;
        }
    }
}
