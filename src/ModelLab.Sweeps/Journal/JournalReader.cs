using Microsoft.Data.Sqlite;
using ModelLab.Llm.Calls;
using ModelLab.Records.Store;

namespace ModelLab.Sweeps.Journal;

/// <summary>Reads a journal over a connection of its own. Not for two threads at once.</summary>
internal sealed class JournalReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly BulkRows _find;
    private readonly SqliteCommand _findVector;

    public JournalReader(string path)
    {
        _connection = SqliteFile.Open(path, SqliteOpenMode.ReadOnly);
        _find = new BulkRows(_connection, $"SELECT {JournalSchema.ResultColumns} FROM calls WHERE key = ?");
        _findVector = EmbeddingTable.Find(_connection);
    }

    public CallResult? Find(byte[] key)
    {
        _find.Ask(key);
        try
        {
            return _find.Read() ? JournalSchema.Read(_find) : null;
        }
        finally
        {
            _find.End();
        }
    }

    public float[]? FindVector(byte[] key)
    {
        _findVector.Parameters[0].Value = key;
        return _findVector.ExecuteScalar() is byte[] blob ? EmbeddingTable.FromBlob(blob) : null;
    }

    public bool IsEmpty()
    {
        using var command = SqliteFile.Command(_connection, "SELECT EXISTS(SELECT 1 FROM calls)");
        return (long)command.ExecuteScalar()! == 0;
    }

    public double? MeanLatency(string endpoint, string model)
    {
        using var command = SqliteFile.Command(
            _connection,
            "SELECT AVG(latency_ms) FROM calls WHERE endpoint = $endpoint AND model = $model AND error_class IS NULL",
            ("$endpoint", endpoint),
            ("$model", model)
        );
        return command.ExecuteScalar() as double?;
    }

    public void Dispose()
    {
        _find.Dispose();
        _findVector.Dispose();
        _connection.Dispose();
    }
}
