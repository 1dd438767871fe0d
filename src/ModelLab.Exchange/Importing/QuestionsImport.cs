using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Exchange.Columns;
using ModelLab.Exchange.Reading;

namespace ModelLab.Exchange.Importing;

/// <summary>Makes a data set of questions out of rows.</summary>
public static class QuestionsImport
{
    // A page in more parts than this is no passage that a model could be given whole.
    private const int MostChunksOfPage = 10;

    /// <summary>Makes the items.</summary>
    /// <param name="source">The file.</param>
    /// <param name="matcher">The knowledge base that the questions are on; null makes one of the contexts in the file.</param>
    /// <param name="name">What that base's pages are named after.</param>
    /// <exception cref="BadInputException">A column is missing, or no row can be taken.</exception>
    public static ImportedData<GoldItem> Convert(ImportSource source, ChunkMatcher? matcher, string name)
    {
        var columns = source.Columns;
        columns.Require(ImportFields.Question);
        var answer = columns.Require(ImportFields.Reference, ImportFields.Answer);
        ImportField[] used =
        [
            ImportFields.Question,
            answer,
            ImportFields.Context,
            ImportFields.Chunk,
            ImportFields.Url,
            ImportFields.Score,
            ImportFields.Id,
            ImportFields.Answerable,
            ImportFields.Impossible,
            ImportFields.Notes,
            .. matcher is null ? [ImportFields.Retrieved, ImportFields.Title] : Array.Empty<ImportField>(),
        ];
        var (items, faults, unmatched) = (new List<(int Number, GoldItem Item)>(), new List<RowFault>(), new List<RowFault>());
        var (ids, contexts) = (new Dictionary<string, int>(StringComparer.Ordinal), new ContextBase(name));
        foreach (var (index, row) in source.Table.Rows.Index())
        {
            var fields = new JsonObject();
            if (Basics(source, row, answer, fields) is { } problem)
            {
                faults.Add(new(row.Number, problem));
                continue;
            }
            if (matcher is null)
                FromFile(source, row, fields, contexts);
            else if (FromBase(source, row, fields, matcher) is { } missing)
                unmatched.Add(new(row.Number, missing));
            foreach (var (column, value) in source.Others(row, used, [.. fields.Select(f => f.Key)]))
                fields[column] = Known(column, value);
            try
            {
                var item = GoldDatasetReader.ReadItem(JsonSerializer.SerializeToElement(fields), source.File, index);
                if (ids.TryAdd(item.Id, row.Number))
                    items.Add((row.Number, item));
                else
                    faults.Add(new(row.Number, Repeats(source, item.Id, ids[item.Id], fields.ContainsKey("id"))));
            }
            catch (BadInputException e)
            {
                faults.Add(new(row.Number, e.Message[(source.File.Length + 2)..]));
            }
        }
        LeaveOutWithoutContext(items, faults, unmatched, source.Language);
        return new ImportedData<GoldItem>(
            [.. items.Select(i => i.Item)],
            faults,
            unmatched,
            contexts.Chunks,
            [.. columns.Found.Where(c => used.Contains(c.Field))],
            [.. source.Unused(used)],
            Remarks(source, matcher, contexts, answer)
        );
    }

    // A run answers all questions of a set from their contexts, or none.
    private static void LeaveOutWithoutContext(
        List<(int Number, GoldItem Item)> items,
        List<RowFault> faults,
        List<RowFault> unmatched,
        Records.Vocabulary.Language language
    )
    {
        var without = items.Where(i => string.IsNullOrWhiteSpace(i.Item.ChunkText)).Select(i => i.Number).ToHashSet();
        if (without.Count == items.Count)
            return;
        items.RemoveAll(i => without.Contains(i.Number));
        foreach (var number in without)
            faults.Add(
                unmatched.Find(u => u.Number == number)
                    ?? new(number, language.Say("no context, which other rows have", "нет контекста, а у других строк он есть"))
            );
        unmatched.RemoveAll(u => without.Contains(u.Number));
        faults.Sort((a, b) => a.Number.CompareTo(b.Number));
    }

    /// <summary>Question, answers and what needs no knowledge base; says what is wrong with them.</summary>
    private static string? Basics(ImportSource source, SourceRow row, ImportField answerField, JsonObject fields)
    {
        var (columns, language) = (source.Columns, source.Language);
        if (source.Text(row, ImportFields.Question) is not { } question)
            return language.Say("no question", "нет вопроса");
        if (source.Text(row, ImportFields.Id) is { } id)
            fields["id"] = id;
        fields["question"] = question;
        var given = columns.Value(row, answerField);
        var answers = Cell.Texts(given).Select(Expected).OfType<string>().ToList();
        var unanswerable =
            (columns.Value(row, ImportFields.Answerable) is { } answerable && Cell.Mark(answerable) == false)
            || (columns.Value(row, ImportFields.Impossible) is { } impossible && Cell.Mark(impossible) == true)
            || (answers.Count == 0 && Cell.IsEmptyList(given));
        if (answers.Count == 0 && !unanswerable)
            return language.Say(
                "no reference answer; where there is none to give, say so in a column 'answerable': no",
                "нет эталонного ответа; если его и не может быть, скажите об этом в столбце 'answerable': нет"
            );
        fields["ground_truth_answer"] = answers.FirstOrDefault() ?? "";
        if (answers.Count > 1)
            fields["ground_truth_answers"] = Listed(answers);
        if (unanswerable)
            fields["answerable"] = false;
        if (columns.Value(row, ImportFields.Score) is { } score)
        {
            if (Cell.Number(score) is not (>= 1 and <= 5 and var number))
                return language.Say(
                    $"score '{Cell.Text(score)}' is no number from 1 to 5",
                    $"оценка '{Cell.Text(score)}' — не число от 1 до 5"
                );
            fields["user_score"] = number;
        }
        if (source.Text(row, ImportFields.Notes) is { } notes)
            fields["notes"] = notes;
        return null;

        string? Expected(string text) =>
            columns.Found.Any(c => c.Field == answerField && c.Column.StartsWith(PromptfooExpected, StringComparison.Ordinal))
                ? PromptfooTests.Answer(text)
                : text;
    }

    private const string PromptfooExpected = PromptfooTests.Expected;

    private static void FromFile(ImportSource source, SourceRow row, JsonObject fields, ContextBase contexts)
    {
        var (ids, urls) = (source.Texts(row, ImportFields.Chunk), source.Texts(row, ImportFields.Url));
        var title = source.Text(row, ImportFields.Title);
        var own = Chunks(ImportFields.Context);
        Chunks(ImportFields.Retrieved);
        if (own.Count > 0)
            Put(fields, own, [], string.Join("\n\n", own.Select(c => c.Text)));
        else
        {
            if (urls.Count > 0)
                fields["confluence_url"] = urls[0];
            if (urls.Count > 1)
                fields["relevant_urls"] = Listed(urls);
            // Ids of chunks that are somewhere else; those that are no numbers only a knowledge base could tell.
            var numbers = ids.Select(i => long.TryParse(i, CultureInfo.InvariantCulture, out var n) ? n : (long?)null).ToList();
            if (numbers.Count > 0 && numbers.All(n => n is not null))
                fields["chunk_id"] = numbers[0];
            if (numbers.Count > 1 && numbers.All(n => n is not null))
                fields["relevant_chunk_ids"] = new JsonArray([.. numbers.Select(n => (JsonNode?)n)]);
        }

        List<KnowledgeChunk> Chunks(ImportField field)
        {
            var texts = source.Texts(row, field);
            return
            [
                .. texts.Select(
                    (text, i) =>
                        contexts.Take(
                            text,
                            field == ImportFields.Context && ids.Count == texts.Count ? ids[i] : null,
                            urls.Count == texts.Count ? urls[i] : Cell.First(urls),
                            title
                        )
                ),
            ];
        }
    }

    /// <summary>What the base does not hold of what the row names, or null.</summary>
    private static string? FromBase(ImportSource source, SourceRow row, JsonObject fields, ChunkMatcher matcher)
    {
        var texts = source.Texts(row, ImportFields.Context);
        var match = matcher.Find(source.Texts(row, ImportFields.Chunk), texts, source.Texts(row, ImportFields.Url));
        if (match.Chunks.Count > 0)
            Put(fields, match.Chunks, match.Pages, string.Join("\n\n", match.Chunks.Select(c => c.Text)));
        else if (match.Pages.Count > 0)
        {
            var page = match.Pages.SelectMany(matcher.OfPage).ToList();
            Put(fields, [], match.Pages, page.Count > MostChunksOfPage ? null : string.Join("\n\n", page.Select(c => c.Text)));
            if (page.Count > MostChunksOfPage && texts.Count == 0)
                return source.Language.Say(
                    $"'{Short(match.Pages[0])}' has {page.Count} chunks, more than {MostChunksOfPage}: name the chunk, or give the context",
                    $"'{Short(match.Pages[0])}': чанков {page.Count}, больше {MostChunksOfPage}: назовите чанк или дайте контекст"
                );
        }
        // A context that the base does not hold is the ideal one all the same.
        if (texts.Count > 0 && !fields.ContainsKey("chunk_text"))
            fields["chunk_text"] = string.Join("\n\n", texts);
        if (match.Missing.Count == 0)
            return null;
        var named = string.Join(", ", match.Missing.Select(m => $"'{Short(m)}'"));
        return source.Language.Say($"not in the knowledge base: {named}", $"нет в базе знаний: {named}");
    }

    private static void Put(JsonObject fields, IReadOnlyList<KnowledgeChunk> chunks, IReadOnlyList<string> pages, string? text)
    {
        if (chunks.Count > 0)
            fields["chunk_id"] = chunks[0].Id;
        if (chunks.Count > 1)
            fields["relevant_chunk_ids"] = new JsonArray([.. chunks.Select(c => (JsonNode?)c.Id)]);
        if (text is not null)
            fields["chunk_text"] = text;
        var all = chunks.Select(c => c.ConfluenceUrl).Concat(pages).Where(u => u.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (all.Count > 0)
            fields["confluence_url"] = all[0];
        if (all.Count > 1)
            fields["relevant_urls"] = Listed(all);
    }

    // A field that data sets know has its type; a cell of a table is text.
    private static JsonNode? Known(string column, JsonElement value) =>
        column is "human_score" && Cell.Number(value) is { } number ? number
        : column.StartsWith("is_", StringComparison.Ordinal)
        && column.EndsWith("_ok", StringComparison.Ordinal)
        && Cell.Mark(value) is { } mark
            ? mark
        : column is "source" or "question_source" or "session_id" ? Cell.Text(value)
        : JsonSerializer.SerializeToNode(value);

    private static List<string> Remarks(ImportSource source, ChunkMatcher? matcher, ContextBase contexts, ImportField answer)
    {
        var (columns, language, remarks) = (source.Columns, source.Language, new List<string>());
        string Column(ImportField field) => columns.Found.First(c => c.Field == field).Column;
        if (columns.Has(ImportFields.Retrieved) && !columns.Has(ImportFields.Context))
            remarks.Add(
                language.Say(
                    $"'{Column(ImportFields.Retrieved)}' is what a retriever found: it goes to the knowledge base, but is not marked as right; --map context={Column(ImportFields.Retrieved)} marks it",
                    $"'{Column(ImportFields.Retrieved)}' — то, что нашёл поиск: попадёт в базу знаний, но верным не отмечено; --map context={Column(ImportFields.Retrieved)} отметит"
                )
            );
        if (answer == ImportFields.Answer && columns.Has(ImportFields.Label))
            remarks.Add(
                language.Say(
                    $"'{Column(answer)}' is taken as the right answer; if it is to be judged, give --as labels",
                    $"'{Column(answer)}' взят как эталонный ответ; если его надо судить, укажите --as labels"
                )
            );
        if (columns.FirstOf(ImportFields.Context, ImportFields.Chunk, ImportFields.Url) is null)
            remarks.Add(
                language.Say(
                    "no column tells where the answers are (context, chunk or url): give them to 'run --tier 3', which needs none",
                    "ни один столбец не говорит, где ответы (context, chunk или url): годны для 'run --tier 3', ему это не нужно"
                )
            );
        if (matcher is null && contexts.Chunks.Count == 0)
            remarks.Add(
                language.Say(
                    "the file holds no contexts: name the knowledge base with --knowledge-base",
                    "в файле нет контекстов: назовите базу знаний флагом --knowledge-base"
                )
            );
        return remarks;
    }

    private static string Repeats(ImportSource source, string id, int first, bool given) =>
        given
            ? source.Language.Say($"id '{id}' is also that of {first}", $"id '{id}' уже есть в {first}")
            : source.Language.Say($"repeats {first}", $"повторяет {first}");

    private static JsonArray Listed(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode?)t)]);

    private static string Short(string text) => (text.Length <= 40 ? text : text[..39] + "…").ReplaceLineEndings(" ");
}
