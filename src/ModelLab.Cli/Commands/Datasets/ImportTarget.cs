using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Exchange.Importing;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using CsvText = ModelLab.Exchange.Writing.TableWriter;

namespace ModelLab.Cli.Commands.Datasets;

/// <summary>Where an import goes: its files, or with <c>--dry-run</c> the screen alone.</summary>
internal sealed partial record ImportTarget(
    Surroundings Surroundings,
    Language Language,
    string Source,
    string Directory,
    string? KnowledgeBase,
    bool IsDry
)
{
    private const int MostNamed = 10;
    private const int RowsShown = 5;

    /// <summary>
    /// The name of what a file becomes: "xquad.ru.json" becomes "xquad_ru". What tells kinds and ages of data sets apart by their names is
    /// left out, so that the import is found as what it is.
    /// </summary>
    public static string Stem(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file).Replace('.', '_').Replace(' ', '_');
        name = Stamp()
            .Replace(name, "")
            .Replace("judge_pipeline", "judge", StringComparison.Ordinal)
            .Replace("_errors", "_err", StringComparison.Ordinal);
        return name.Trim('_') is { Length: > 0 } stem ? stem : "import";
    }

    public void Write(ImportSource source, ImportedData<GoldItem> data)
    {
        if (!Tell(source, data, DatasetWriter.ToJson, kept: true))
            return;
        var pages = data.Items.SelectMany(i => i.RelevantPages).Distinct(StringComparer.Ordinal).Count();
        if (data.Chunks.Count > 0)
            Questions(data.Items.Count, data.Chunks.Count, data.Chunks.Select(c => c.ConfluenceUrl).Distinct().Count());
        else
            Say(
                $"imported {data.Items.Count} questions, {data.Items.Count(i => i.ChunkText is not null)} with their context, on {pages} pages",
                $"внесено вопросов: {data.Items.Count}, из них с контекстом: {data.Items.Count(i => i.ChunkText is not null)}; страниц: {pages}"
            );
        Save(data.Items, data.Chunks);
    }

    public void Write(ImportSource source, ImportedData<ShowDecisionItem> data)
    {
        if (!Tell(source, data, DatasetWriter.ToJson, kept: true))
            return;
        var shown = data.Items.Count(i => i.GroundTruthShow);
        Say(
            $"imported {data.Items.Count} labelled answers: {shown} to show, {data.Items.Count - shown} not",
            $"внесено размеченных ответов: {data.Items.Count}; показывать: {shown}, не показывать: {data.Items.Count - shown}"
        );
        var file = NameOf("dataset_judge_pipeline", ".json");
        Put(file, stream => DatasetWriter.Write(stream, data.Items));
        Say($"labelled set:   {file}", $"размеченный набор: {file}");
    }

    public void Write(ImportSource source, ImportedData<PastRow> data)
    {
        if (!Tell(source, data, row => JsonSerializer.Serialize(Element(row)), kept: false))
            return;
        Say($"imported {data.Items.Count} past questions", $"внесено прошлых вопросов: {data.Items.Count}");
        var file = NameOf("past_questions", ".csv");
        Put(file, stream => CsvText.Csv(stream, [.. data.Items.Select(Element)], forExcel: false));
        Say($"past questions: {file}", $"прошлые вопросы: {file}");
        Say(
            $"bring them in:  modellab kb import {file} --knowledge-base FILE.db",
            $"внести в базу: modellab kb import {file} --knowledge-base ФАЙЛ.db"
        );
    }

    public void Write(SquadImportResult squad)
    {
        if (IsDry)
        {
            foreach (var item in squad.Items.Take(RowsShown))
                Surroundings.RawOut.WriteLine(DatasetWriter.ToJson(item));
            Say($"{squad.Items.Count} questions; nothing was written", $"вопросов: {squad.Items.Count}; ничего не записано");
            return;
        }
        Questions(squad.Items.Count, squad.Chunks.Count, squad.Chunks.Select(c => c.ConfluenceUrl).Distinct().Count());
        if (squad.Skipped > 0)
            Say(
                $"left out {squad.Skipped} questions: no answer, and not marked as impossible",
                $"пропущено вопросов: {squad.Skipped}: нет ответа, и не отмечено, что его нет"
            );
        if (squad.Blank.Count > 0)
            Say(
                $"left out {squad.Blank.Count} blank paragraphs with their questions: {string.Join("; ", squad.Blank.Take(3))}{(squad.Blank.Count > 3 ? "; …" : "")}",
                $"пропущено пустых абзацев с их вопросами: {squad.Blank.Count}: {string.Join("; ", squad.Blank.Take(3))}{(squad.Blank.Count > 3 ? "; …" : "")}"
            );
        Save(squad.Items, squad.Chunks);
    }

    private void Questions(int questions, int chunks, int pages) =>
        Say(
            $"imported {questions} questions on {chunks} chunks of {pages} pages",
            $"внесено вопросов: {questions}; чанков: {chunks}, страниц: {pages}"
        );

    private void Save(IReadOnlyList<GoldItem> items, IReadOnlyList<KnowledgeChunk> chunks)
    {
        var (dataset, knowledge) = (NameOf("dataset", ".json"), NameOf("knowledge_base", ".jsonl"));
        if (chunks.Count > 0)
            Put(knowledge, stream => DatasetWriter.Write(stream, chunks));
        Put(dataset, stream => DatasetWriter.Write(stream, items));
        Say($"data set:       {dataset}", $"датасет:        {dataset}");
        if (chunks.Count > 0)
            Say($"knowledge base: {knowledge}", $"база знаний:    {knowledge}");
        else if (KnowledgeBase is not null)
            Say(
                $"run it:         modellab run --dataset {dataset} --knowledge-base {KnowledgeBase}",
                $"запуск:         modellab run --dataset {dataset} --knowledge-base {KnowledgeBase}"
            );
    }

    /// <summary>Says what was read and what was not; false where that is all there is to do.</summary>
    private bool Tell<T>(ImportSource source, ImportedData<T> data, Func<T, string> toJson, bool kept)
    {
        Say($"read as {source.Table.Format}", $"прочитано как {source.Table.Format}");
        var columns = string.Join(", ", data.Used.Select(c => $"{c.Field.Name} ← {c.Column}"));
        Say($"columns: {columns}", $"столбцы: {columns}");
        if (data.Others.Count > 0)
        {
            var others = string.Join(", ", data.Others);
            if (kept)
                Say($"kept as they are: {others}", $"оставлены как есть: {others}");
            else
                Say($"not taken: {others}", $"не взяты: {others}");
        }
        foreach (var remark in data.Remarks)
            Surroundings.RawOut.WriteLine(remark);
        if (IsDry)
            foreach (var item in data.Items.Take(RowsShown))
                Surroundings.RawOut.WriteLine(toJson(item));
        List(source, data.Unmatched, "rows name what the knowledge base does not hold", "строк, где названо то, чего нет в базе знаний");
        List(source, data.LeftOut, "rows left out", "пропущено строк");
        if (data.Items.Count == 0)
            throw new BadInputException(
                Language.Say(
                    $"{Source}: no row can be taken: {data.LeftOut[0].Say(source.Table.Place, Language)}",
                    $"{Source}: ни одной строки нельзя взять: {data.LeftOut[0].Say(source.Table.Place, Language)}"
                )
            );
        if (!IsDry)
            return true;
        Say(
            $"{data.Items.Count} of {source.Table.Rows.Count} rows can be taken; nothing was written",
            $"можно взять строк: {data.Items.Count} из {source.Table.Rows.Count}; ничего не записано"
        );
        return false;
    }

    private void List(ImportSource source, IReadOnlyList<RowFault> faults, string english, string russian)
    {
        if (faults.Count == 0)
            return;
        Say($"{faults.Count} {english}:", $"{russian}: {faults.Count}:");
        foreach (var fault in faults.Take(MostNamed))
            Surroundings.RawOut.WriteLine($"  {fault.Say(source.Table.Place, Language)}");
        if (faults.Count > MostNamed)
            Say($"  and {faults.Count - MostNamed} more", $"  и ещё {faults.Count - MostNamed}");
    }

    private string NameOf(string kind, string ending) =>
        Path.Combine(
            Directory,
            $"{kind}_{Stem(Source)}_{Surroundings.Time.GetLocalNow().ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture)}{ending}"
        );

    private void Put(string path, Action<Stream> write)
    {
        try
        {
            System.IO.Directory.CreateDirectory(Directory);
            AtomicFile.Write(path, write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--output-dir {Directory}: cannot be written: {e.Message}", e);
        }
    }

    private void Say(FormattableString english, FormattableString russian) =>
        Surroundings.RawOut.WriteLine((Language.Code == "ru" ? russian : english).ToString(CultureInfo.InvariantCulture));

    private static JsonElement Element(PastRow row) =>
        JsonSerializer.SerializeToElement(
            new Dictionary<string, string>
            {
                ["question"] = row.Question,
                ["answer"] = row.Answer,
                ["confluence_url"] = row.Url,
                ["score"] = row.Score,
                ["created_at"] = row.CreatedAt,
            }
        );

    [GeneratedRegex(@"(?<!\d)\d{8}(?:_\d{6})?(?!\d)")]
    private static partial Regex Stamp();
}
