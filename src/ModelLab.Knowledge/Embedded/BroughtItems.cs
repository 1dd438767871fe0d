using System.Globalization;
using Microsoft.Data.Sqlite;
using ModelLab.Core.Datasets;

namespace ModelLab.Knowledge.Embedded;

/// <summary>What an import changed.</summary>
/// <param name="Added">Chunks and past questions that are new.</param>
/// <param name="Kept">Those that the same source had brought before, unchanged.</param>
/// <param name="Removed">Those that it had brought before and does not bring now.</param>
public sealed record ImportChange(int Added, int Kept, int Removed);

/// <summary>Which items of a base a source has brought.</summary>
internal sealed class BroughtItems
{
    // Bases of before this table are read as they are; it is made when something is next imported.
    public const string Table =
        "CREATE TABLE IF NOT EXISTS brought (part TEXT NOT NULL, item INTEGER NOT NULL, source TEXT NOT NULL, PRIMARY KEY (part, item))";

    private readonly SqliteConnection _connection;
    private readonly string _source;

    public BroughtItems(SqliteConnection connection, string source)
    {
        (_connection, _source) = (connection, source);
        KnowledgeFile.Execute(connection, Table);
        using var count = KnowledgeFile.Command(connection, "SELECT count(*) FROM brought WHERE source = $source", ("$source", source));
        Count = Convert.ToInt32(count.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>How many the source had brought before.</summary>
    public int Count { get; }

    /// <summary>Notes that it brings an item.</summary>
    public void Add(KnowledgePart part, long item)
    {
        using var insert = KnowledgeFile.Command(
            _connection,
            "INSERT OR REPLACE INTO brought (part, item, source) VALUES ($part, $item, $source)",
            ("$part", Name(part)),
            ("$item", item),
            ("$source", _source)
        );
        insert.ExecuteNonQuery();
    }

    /// <summary>Removes what the source does not bring any more, and gives what is new.</summary>
    public KnowledgeContent Keep(KnowledgeContent content)
    {
        var chunks = Old("chunk", "confluence_url || char(31) || text || char(31) || coalesce(source_id, '')");
        var past = Old(
            "question_answer",
            "question || char(31) || coalesce(answer, '') || char(31) || coalesce(confluence_url, '') || char(31) || coalesce(score, '') || char(31) || coalesce(created_at, '')"
        );
        var rest = content with
        {
            Chunks = [.. content.Chunks.Where(c => !Take(chunks, Key(c), content.AssignIds ? null : c.Id))],
            PastQuestions = [.. content.PastQuestions.Where(p => !Take(past, Key(p), content.AssignIds ? null : p.Id))],
        };
        Remove("chunk", chunks);
        Remove("question_answer", past);
        return rest;
    }

    private static string Key(KnowledgeChunk chunk) => $"{chunk.ConfluenceUrl}\u001F{chunk.Text}\u001F{chunk.SourceId}";

    private static string Key(PastQuestion past) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{past.Question}\u001F{past.Answer}\u001F{past.ConfluenceUrl}\u001F{past.Score:0.0###############}\u001F{past.CreatedAt?.ToString(EmbeddedKnowledgeBase.DateFormat, CultureInfo.InvariantCulture)}"
        );

    private Dictionary<string, List<long>> Old(string table, string key)
    {
        using var select = KnowledgeFile.Command(
            _connection,
            $"SELECT id, {key} FROM {table} JOIN brought ON item = id AND part = '{table}' WHERE source = $source ORDER BY id DESC",
            ("$source", _source)
        );
        using var rows = select.ExecuteReader();
        var old = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        while (rows.Read())
            if (old.TryGetValue(rows.GetString(1), out var ids))
                ids.Add(rows.GetInt64(0));
            else
                old[rows.GetString(1)] = [rows.GetInt64(0)];
        return old;
    }

    private static bool Take(Dictionary<string, List<long>> old, string key, long? id)
    {
        if (!old.TryGetValue(key, out var ids) || ids.Count == 0)
            return false;
        var place = id is { } wanted ? ids.IndexOf(wanted) : ids.Count - 1;
        if (place < 0)
            return false;
        ids.RemoveAt(place);
        return true;
    }

    private void Remove(string table, Dictionary<string, List<long>> old)
    {
        using var remove = KnowledgeFile.Command(
            _connection,
            $"DELETE FROM {table}_embedding WHERE item = $id; DELETE FROM brought WHERE part = '{table}' AND item = $id; DELETE FROM {table} WHERE id = $id",
            ("$id", 0L)
        );
        foreach (var id in old.Values.SelectMany(ids => ids))
        {
            remove.Parameters["$id"].Value = id;
            remove.ExecuteNonQuery();
        }
    }

    private static string Name(KnowledgePart part) => part == KnowledgePart.Chunks ? "chunk" : "question_answer";
}
