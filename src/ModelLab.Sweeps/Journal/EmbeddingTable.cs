using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using ModelLab.Llm.Calls;
using ModelLab.Records.Store;

namespace ModelLab.Sweeps.Journal;

/// <summary>
/// The vectors in a journal, one row a text, whatever call brought it: a request for vectors is one row of <c>calls</c>, with its tokens
/// and latency,
/// and so many rows here.
/// </summary>
internal sealed class EmbeddingTable : IDisposable
{
    public const string Sql = """
        CREATE TABLE IF NOT EXISTS embeddings(
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, endpoint TEXT NOT NULL, model TEXT NOT NULL, time TEXT NOT NULL, vector BLOB NOT NULL);
        """;

    private readonly BulkStatement _insert;

    public EmbeddingTable(SqliteConnection writing) =>
        _insert = new BulkStatement(
            writing,
            "INSERT OR REPLACE INTO embeddings(key, endpoint, model, time, vector) VALUES (?, ?, ?, ?, ?)"
        );

    public static SqliteCommand Find(SqliteConnection reading) =>
        SqliteFile.Command(reading, "SELECT vector FROM embeddings WHERE key = $key", ("$key", Array.Empty<byte>()));

    public void Insert(ModelCall call, CallResult result, string now)
    {
        if (call.Inputs is not { } inputs || result.Vectors is not { } vectors)
            return;
        for (var i = 0; i < inputs.Count; i++)
            _insert
                .Add(CallKey.OfEmbedding(call.Endpoint, inputs[i], call.Repeat))
                .Add(call.Endpoint.EndpointId)
                .Add(call.Endpoint.ModelId)
                .Add(now)
                .Add(ToBlob(vectors[i]))
                .Execute();
    }

    public void Dispose() => _insert.Dispose();

    // Little-endian, whatever machine reads the file.
    private static byte[] ToBlob(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return bytes;
    }

    public static float[] FromBlob(byte[] bytes)
    {
        var vector = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return vector;
    }
}
