using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Exchange.Columns;
using ModelLab.Exchange.Reading;

namespace ModelLab.Exchange.Importing;

/// <summary>Makes a labelled set for the production judge out of rows.</summary>
public static class LabelsImport
{
    /// <summary>Makes the items.</summary>
    /// <param name="source">The file.</param>
    /// <param name="showFrom">The least score that means "show"; null where labels are yes and no.</param>
    /// <param name="matcher">Where contexts come from that are named by chunk or address; null for none.</param>
    /// <exception cref="BadInputException">A column is missing.</exception>
    public static ImportedData<ShowDecisionItem> Convert(ImportSource source, double? showFrom, ChunkMatcher? matcher)
    {
        var (columns, language) = (source.Columns, source.Language);
        columns.Require(ImportFields.Question);
        var answer = columns.Require(ImportFields.Response, ImportFields.Answer);
        var label = columns.Require(ImportFields.Label, ImportFields.Score);
        var context = columns.FirstOf(ImportFields.Retrieved, ImportFields.Context) ?? ImportFields.Context;
        ImportField[] used =
        [
            ImportFields.Question,
            answer,
            label,
            context,
            ImportFields.Url,
            ImportFields.Id,
            ImportFields.Reason,
            .. matcher is null ? Array.Empty<ImportField>() : [ImportFields.Chunk],
        ];
        var (items, faults, unmatched) = (new List<ShowDecisionItem>(), new List<RowFault>(), new List<RowFault>());
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, row) in source.Table.Rows.Index())
        {
            if (source.Text(row, ImportFields.Question) is not { } question)
            {
                faults.Add(new(row.Number, language.Say("no question", "нет вопроса")));
                continue;
            }
            if (columns.Value(row, label) is not { } value)
            {
                faults.Add(new(row.Number, language.Say("no label", "нет метки")));
                continue;
            }
            if ((showFrom is { } least ? AtLeast(value, least) : Cell.Mark(value)) is not { } show)
            {
                faults.Add(new(row.Number, Unreadable(source, value)));
                continue;
            }
            var fields = new JsonObject
            {
                ["question"] = question,
                ["answer"] = source.Text(row, answer) ?? "",
                ["ground_truth_show"] = show,
            };
            var (text, page) = Context(source, row, context, matcher, unmatched);
            fields["context"] = text;
            if (page is not null)
                fields["confluence_url"] = page;
            if (source.Text(row, ImportFields.Id) is { } id)
                fields["id"] = id;
            if (source.Text(row, ImportFields.Reason) is { } reason)
                fields["rationale"] = reason;
            foreach (var (column, other) in source.Others(row, used, [.. fields.Select(f => f.Key)]))
                fields[column] = JsonSerializer.SerializeToNode(other);
            try
            {
                var item = ShowDecisionDatasetReader.ReadItem(JsonSerializer.SerializeToElement(fields), source.File, index);
                if (ids.TryAdd(item.Id, row.Number))
                    items.Add(item);
                else
                    faults.Add(new(row.Number, language.Say($"repeats {ids[item.Id]}", $"повторяет {ids[item.Id]}")));
            }
            catch (BadInputException e)
            {
                faults.Add(new(row.Number, e.Message[(source.File.Length + 2)..]));
            }
        }
        return new ImportedData<ShowDecisionItem>(
            items,
            faults,
            unmatched,
            [],
            [.. columns.Found.Where(c => used.Contains(c.Field))],
            [.. source.Unused(used)],
            Remarks(source, matcher)
        );
    }

    private static bool? AtLeast(JsonElement value, double least) => Cell.Number(value) is { } score ? score >= least : null;

    private static (string Text, string? Page) Context(
        ImportSource source,
        SourceRow row,
        ImportField context,
        ChunkMatcher? matcher,
        List<RowFault> unmatched
    )
    {
        var texts = source.Texts(row, context);
        var urls = source.Texts(row, ImportFields.Url);
        if (texts.Count > 0 || matcher is null)
            return (string.Join("\n\n", texts), Cell.First(urls));
        var match = matcher.Find(source.Texts(row, ImportFields.Chunk), [], urls);
        if (match.Missing.Count > 0)
        {
            var missing = string.Join(", ", match.Missing);
            unmatched.Add(new(row.Number, source.Language.Say($"not in the knowledge base: {missing}", $"нет в базе знаний: {missing}")));
        }
        var chunks = match.Chunks.Count > 0 ? match.Chunks : [.. match.Pages.SelectMany(matcher.OfPage)];
        return (string.Join("\n\n", chunks.Select(c => c.Text)), chunks.Select(c => c.ConfluenceUrl).FirstOrDefault() ?? Cell.First(urls));
    }

    private static string Unreadable(ImportSource source, JsonElement value) =>
        source.Language.Say(
            $"label '{Cell.Text(value)}' is neither yes nor no; of scores, --show-from N says which are good enough to show",
            $"метка '{Cell.Text(value)}' — ни да, ни нет; для оценок --show-from N говорит, с какой ответ показывать"
        );

    private static List<string> Remarks(ImportSource source, ChunkMatcher? matcher) =>
        source.Columns.FirstOf(ImportFields.Retrieved, ImportFields.Context) is null && matcher is null
            ?
            [
                source.Language.Say(
                    "no column of contexts: the judge will decide by question and answer alone",
                    "нет столбца с контекстом: судья будет решать только по вопросу и ответу"
                ),
            ]
            : [];
}
