using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace ModelLab.Knowledge.Embedded;

/// <summary>Writes embeddings into the file in one transaction.</summary>
internal static class EmbeddingWriter
{
    private const int ConstraintFailed = 19;

    public static void Write(string path, string table, string embedder, IReadOnlyList<ItemVector> vectors)
    {
        if (vectors.Count == 0)
            return;
        VectorCheck.Finite(path, vectors);
        using var connection = KnowledgeFile.Open(path, SqliteOpenMode.ReadWrite);
        using var transaction = connection.BeginTransaction();
        var (key, dimensions) = Embedder(connection, embedder, vectors[0].Values.Length);
        VectorCheck.Length(path, vectors, dimensions);
        using var insert = KnowledgeFile.Command(
            connection,
            $"INSERT INTO {table}_embedding (embedder, item, vector) VALUES ($embedder, $item, $vector) ON CONFLICT (embedder, item) DO UPDATE SET vector = excluded.vector",
            ("$embedder", key),
            ("$item", 0L),
            ("$vector", Array.Empty<byte>())
        );
        foreach (var vector in vectors)
        {
            insert.Parameters["$item"].Value = vector.Id;
            insert.Parameters["$vector"].Value = MemoryMarshal.AsBytes(vector.Values.Span).ToArray();
            try
            {
                insert.ExecuteNonQuery();
            }
            catch (SqliteException e) when (e.SqliteErrorCode == ConstraintFailed)
            {
                throw VectorCheck.Unknown(path, vector.Id);
            }
        }
        transaction.Commit();
    }

    private static (long Key, int Dimensions) Embedder(SqliteConnection connection, string id, int dimensions)
    {
        KnowledgeFile.Execute(
            connection,
            "INSERT INTO embedder (id, dimensions) VALUES ($id, $dimensions) ON CONFLICT (id) DO NOTHING",
            ("$id", id),
            ("$dimensions", dimensions)
        );
        using var command = KnowledgeFile.Command(connection, "SELECT key, dimensions FROM embedder WHERE id = $id", ("$id", id));
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt32(1));
    }
}
