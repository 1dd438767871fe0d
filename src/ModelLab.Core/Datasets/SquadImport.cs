using System.Globalization;
using System.Text.Json;

namespace ModelLab.Core.Datasets;

/// <summary>What a SQuAD file gives.</summary>
/// <param name="Chunks">One chunk a paragraph, numbered from 1.</param>
/// <param name="Items">One question each, with its paragraph as ideal context.</param>
/// <param name="Skipped">Questions without an answer that are not marked as impossible, which cannot be used.</param>
/// <param name="Blank">Blank paragraphs, by their places; they and their questions are left out.</param>
public sealed record SquadImportResult(
    IReadOnlyList<KnowledgeChunk> Chunks,
    IReadOnlyList<GoldItem> Items,
    int Skipped,
    IReadOnlyList<string> Blank
);

/// <summary>
/// Converts SQuAD v1.1 and v2.0 JSON (Rajpurkar et al. 2016, 2018): articles become pages, paragraphs chunks, questions items.
/// </summary>
public static class SquadImport
{
    /// <summary>Whether a file looks like SQuAD: articles of paragraphs in a field 'data'.</summary>
    public static bool IsSquad(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8Json.Span.StartsWith("\uFEFF"u8) ? utf8Json[3..] : utf8Json);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("data", out var data)
                && data.ValueKind == JsonValueKind.Array
                && data.EnumerateArray().Any(a => a.ValueKind == JsonValueKind.Object && a.TryGetProperty("paragraphs", out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Converts a file.</summary>
    /// <param name="utf8Json">Its bytes.</param>
    /// <param name="file">Its name as the user gave it, for messages.</param>
    /// <exception cref="BadInputException">It is not SQuAD; the message says where it stops being it.</exception>
    public static SquadImportResult Convert(ReadOnlyMemory<byte> utf8Json, string file)
    {
        using var json = JsonArrayFile.Parse(utf8Json, file);
        if (
            json.RootElement.ValueKind != JsonValueKind.Object
            || !json.RootElement.TryGetProperty("data", out var data)
            || data.ValueKind != JsonValueKind.Array
        )
            throw new BadInputException($"{file}: not SQuAD: expected an object whose field 'data' is a list of articles");
        var (chunks, items, skipped) = (new List<KnowledgeChunk>(), new List<GoldItem>(), 0);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var blank = new List<string>();
        var articleIndex = 0;
        foreach (var article in data.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"article {articleIndex}");
            var url = Url(article, articleIndex++);
            foreach (var (paragraph, p) in List(article, "paragraphs", file, place).Select((x, i) => (x, i)))
            {
                var where = string.Create(CultureInfo.InvariantCulture, $"{place}, paragraph {p}");
                var text = Clean(Text(paragraph, "context", file, where));
                if (text.Length == 0)
                {
                    blank.Add(where);
                    continue;
                }
                var chunk = new KnowledgeChunk(chunks.Count + 1, url, text);
                chunks.Add(chunk);
                foreach (var (question, q) in List(paragraph, "qas", file, where).Select((x, i) => (x, i)))
                {
                    if (
                        Question(question, chunk, ids, file, string.Create(CultureInfo.InvariantCulture, $"{where}, question {q}")) is
                        { } item
                    )
                        items.Add(item);
                    else
                        skipped++;
                }
            }
        }
        if (items.Count == 0)
            throw new BadInputException($"{file}: holds no usable questions");
        return new SquadImportResult(chunks, items, skipped, blank);
    }

    private static GoldItem? Question(JsonElement question, KnowledgeChunk chunk, HashSet<string> ids, string file, string where)
    {
        var text = Clean(Text(question, "question", file, where));
        if (text.Length == 0)
            throw new BadInputException($"{file}: {where}: field 'question': is blank");
        var impossible = question.TryGetProperty("is_impossible", out var mark) && mark.ValueKind == JsonValueKind.True;
        var answers =
            impossible || !question.TryGetProperty("answers", out _)
                ? []
                : List(question, "answers", file, where)
                    .Select(a => Clean(Text(a, "text", file, where)))
                    .Where(a => a.Length > 0)
                    .Distinct(StringComparer.Ordinal)
                    .ToList();
        if (!impossible && answers.Count == 0)
            return null;
        var given =
            !question.TryGetProperty("id", out var id) ? null
            : id.ValueKind == JsonValueKind.String ? id.GetString()
            : id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out _) ? id.GetRawText() // SberQuAD numbers its questions
            : null;
        var derived = ItemId.FromContent(text, answers.FirstOrDefault(), chunk.Id.ToString(CultureInfo.InvariantCulture));
        var unique =
            !string.IsNullOrWhiteSpace(given) && ids.Add(given) ? given
            : ids.Add(derived) ? derived
            : throw new BadInputException($"{file}: {where}: repeats an earlier question of the same paragraph");
        return new GoldItem
        {
            Id = unique,
            Question = text,
            GroundTruthAnswer = answers.FirstOrDefault() ?? "",
            GroundTruthAnswers = answers.Count > 1 ? answers : null,
            ChunkId = chunk.Id,
            ChunkText = chunk.Text,
            ConfluenceUrl = chunk.ConfluenceUrl,
            Source = "squad",
            Answerable = !impossible,
        };
    }

    // One page per article; translations such as XQuAD have no titles.
    private static string Url(JsonElement article, int index)
    {
        var title =
            article.ValueKind == JsonValueKind.Object && article.TryGetProperty("title", out var t) && t.ValueKind == JsonValueKind.String
                ? t.GetString()!.Trim()
                : "";
        var number = index.ToString(CultureInfo.InvariantCulture);
        return title.Length == 0 ? $"squad://article/{number}" : $"squad://article/{number}/{Uri.EscapeDataString(title)}";
    }

    private static string Clean(string text) => text.Replace("\uFEFF", "", StringComparison.Ordinal).Trim();

    private static JsonElement.ArrayEnumerator List(JsonElement parent, string field, string file, string where) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(field, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : throw new BadInputException($"{file}: {where}: field '{field}': must be a list");

    private static string Text(JsonElement parent, string field, string file, string where) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(field, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw new BadInputException($"{file}: {where}: field '{field}': must be a string");
}
