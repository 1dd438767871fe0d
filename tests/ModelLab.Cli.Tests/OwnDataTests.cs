using System.Globalization;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using MiniExcelLibs;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Import;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>Files as people have them: each is imported by one command, or a line says which column is missing and which there are.</summary>
public sealed partial class OwnDataTests : CliTest
{
    // As Excel writes it: a quoted field with a line break and the separator, a decimal comma, a row without an answer on line 6.
    private const string Export =
        "Вопрос;Эталонный ответ;Страница;Оценка;Кто спросил\r\n"
        + "Когда открыта библиотека?;\"С 9:00;\nдо 20:00\";library.html;4,5;студент\r\n"
        + "Где деканат?;В корпусе Б;dean.html;5;\r\n"
        + "Где бассейн?;;dean.html;;\r\n";

    public static TheoryData<string> Exports => ["utf8", "cp1251", "utf16", "xlsx"];

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task An_export_of_Excel_becomes_the_same_questions_in_any_encoding(string form)
    {
        var (file, told) = form switch
        {
            "utf8" => (Bytes("a.csv", [.. "\uFEFF"u8, .. Encoding.UTF8.GetBytes(Export)]), "CSV, UTF-8, \";\""),
            "cp1251" => (
                Bytes("a.csv", CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(Export)),
                "CSV, Windows-1251, \";\""
            ),
            "utf16" => (
                Bytes("a.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Export.Replace(";", "\t", StringComparison.Ordinal))]),
                "CSV, UTF-16, tab"
            ),
            _ => (Workbook(), "XLSX, Sheet1"),
        };
        var items = await QuestionsAsync(file);
        Assert.Equal(
            [
                ("Когда открыта библиотека?", form == "utf16" ? "С 9:00\t\nдо 20:00" : "С 9:00;\nдо 20:00", "library.html", 4.5),
                ("Где деканат?", "В корпусе Б", "dean.html", 5.0),
            ],
            items.Select(i => (i.Question, i.GroundTruthAnswer, i.ConfluenceUrl!, i.UserScore!.Value))
        );
        Assert.Equal("студент", items[0].Extra!["Кто спросил"].GetString());
        var printed = RawOut.ToString();
        Assert.Contains($"read as {told}\n", printed, StringComparison.Ordinal);
        Assert.Contains("kept as they are: Кто спросил\n", printed, StringComparison.Ordinal);
        // Lines: header 1, library 2–3, dean 4, pool 5; in the workbook rows 1–4.
        Assert.Contains(
            $"1 rows left out:\n  {(form == "xlsx" ? "row 4" : "line 5")}: no reference answer",
            printed,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_first_line_tells_the_separator_and_a_flag_what_a_column_holds()
    {
        var file = Write("a.csv", "sep=|\nТекст|Что ответить\nГде, деканат; корпус?|В Б\n");
        Assert.Equal(2, await RunAsync("dataset", "import", file, "--output-dir", Output));
        Assert.Equal(
            $"error: {file}: no column 'question' (also called question, вопрос, user input, input, query); there are: Текст, Что ответить; name it: --map question=COLUMN\n",
            Error.ToString()
        );
        var item = Assert.Single(await QuestionsAsync(file, "--map", "question=Текст", "--map", "reference=что ответить"));
        Assert.Equal(("Где, деканат; корпус?", "В Б"), (item.Question, item.GroundTruthAnswer));
    }

    [Fact]
    public async Task Labels_are_known_by_their_columns_and_an_unclear_one_is_named()
    {
        var file = Write(
            "a.tsv",
            "Вопрос\tОтвет\tКонтекст\tПоказывать\nГде?\tВ Б\tВ Б.\tда\nКогда?\tУтром\t\tне показывать\nКто?\tЯ\t\tможет быть\n"
        );
        Assert.Equal(0, await RunAsync("dataset", "import", file, "--output-dir", Output));
        var written = Assert.Single(Files());
        var items = ShowDecisionDatasetReader.Read(await File.ReadAllBytesAsync(written, Stop), written).Items;
        Assert.Equal(
            [("Где?", "В Б", "В Б.", true), ("Когда?", "Утром", "", false)],
            items.Select(i => (i.Question, i.Answer, i.Context, i.GroundTruthShow))
        );
        Assert.Contains("line 4: label 'может быть' is neither yes nor no", RawOut.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scores_are_labels_from_the_one_that_is_named()
    {
        var file = Write("a.csv", "Вопрос;Ответ;Оценка\nГде?;В Б;4,5\nКогда?;Утром;3\n");
        Assert.Equal(0, await RunAsync("dataset", "import", file, "--as", "labels", "--show-from", "4", "--output-dir", Output));
        var items = JsonElement.Parse(await File.ReadAllBytesAsync(Assert.Single(Files()), Stop)).EnumerateArray();
        Assert.Equal([true, false], items.Select(i => i.GetProperty("ground_truth_show").GetBoolean()));
    }

    [Fact]
    public async Task A_dry_run_shows_rows_and_writes_nothing()
    {
        var file = Write("a.csv", "question,answer\nГде?,В Б\n");
        Assert.Equal(0, await RunAsync("dataset", "import", file, "--dry-run", "--output-dir", Output));
        Assert.Contains("\"question\":\"Где?\",\"ground_truth_answer\":\"В Б\"", RawOut.ToString(), StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("jsonl")]
    [InlineData("json")]
    public async Task A_data_set_that_is_converted_and_imported_again_is_the_same(string format)
    {
        var file = Write(
            "a.csv",
            "id,question,answer,context,score,answerable\n7,\"Где; \"\"тут\"\"?\",В Б,\"Деканат, в Б.\",4.5,\n8,Почём ель?,,Ель.,,no\n"
        );
        var before = await QuestionsAsync(file);
        var dataset = Files().Single(f => Path.GetFileName(f).StartsWith("dataset_", StringComparison.Ordinal));
        var converted = Path.Combine(Folder, $"b.{format}");
        string[] excel = format == "csv" ? ["--excel"] : [];
        Assert.Equal(0, await RunAsync(["dataset", "convert", dataset, "--to", format, "--output", converted, .. excel]));
        var after = await QuestionsAsync(converted);
        Assert.Equal(
            before.Select(i => (i.Id, i.Question, i.GroundTruthAnswer, i.ChunkText, i.UserScore, i.Answerable)),
            after.Select(i => (i.Id, i.Question, i.GroundTruthAnswer, i.ChunkText, i.UserScore, i.Answerable))
        );
    }

    [Fact]
    public async Task A_check_counts_and_names_what_is_odd()
    {
        var file = Write(
            "dataset.json",
            """
            [{"id": "a", "question": "Где деканат?", "ground_truth_answer": "В Б", "chunk_text": "В Б.", "confluence_url": "u"},
             {"id": "b", "question": "где  деканат", "ground_truth_answer": "В А", "chunk_text": "В А.", "confluence_url": "u"},
             {"id": "c", "question": "Что?", "ground_truth_answer": "Р’РѕРїСЂРѕСЃ"}]
            """
        );
        Assert.Equal(0, await RunAsync("dataset", "check", file));
        Assert.Equal(
            """
            questions: 3
            answerable: 3
            unanswerable: 0
            with a context: 2
            with a chunk: 0
            pages: 1
            conversations: 0
            same question again: 1 (b)
            short question: 1 (c)
            no context, chunk or page: 1 (c)
            letters of a wrong encoding: 1 (c)

            """.ReplaceLineEndings("\n"),
            RawOut.ToString()
        );
        RawOut.GetStringBuilder().Clear();
        Assert.Equal(0, await RunAsync("dataset", "show", file, "--rows", "1"));
        Assert.StartsWith("[1/3]\n  id: a\n  question: Где деканат?\n", RawOut.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{\"question\": \"a\"}\n{\"question\": \"b\"}\n",
        "JSON Lines (an object a line) where a JSON array is meant: 'modellab dataset import' makes one of it (line 2, byte 1)"
    )]
    [InlineData(
        "[{\"question\": \"a\",\n \"user_score\": NaN}]",
        "NaN is no number of JSON: write null, or leave the field out (line 2, byte 16)"
    )]
    [InlineData(
        "[{\"question\": \"a\",\n \"user_score\": -Infinity}]",
        "Infinity is no number of JSON: write null, or leave the field out (line 2, byte 16)"
    )]
    public async Task What_only_looks_like_JSON_is_named_in_a_data_set(string text, string problem)
    {
        var file = Write("dataset.json", text);
        Assert.Equal(2, await RunAsync("dataset", "check", file));
        Assert.StartsWith($"error: {file}: {problem.Split(" (line", 2)[0]}", Error.ToString(), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<GoldItem>> QuestionsAsync(string file, params string[] more)
    {
        foreach (var earlier in Files())
            File.Delete(earlier);
        Assert.True(await RunAsync(["dataset", "import", file, "--output-dir", Output, .. more]) == 0, Error.ToString());
        var written = Files().Single(f => Path.GetFileName(f).StartsWith("dataset_", StringComparison.Ordinal));
        return GoldDatasetReader.Read(await File.ReadAllBytesAsync(written, Stop), written).Items;
    }

    private IReadOnlyList<KnowledgeChunk> Chunks()
    {
        var file = Files().Single(f => Path.GetFileName(f).StartsWith("knowledge_base_", StringComparison.Ordinal));
        return JsonLinesImport.Read(File.ReadAllBytes(file), file, ImportLimits.Default).Chunks;
    }

    private string Bytes(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string Workbook()
    {
        using var stream = new MemoryStream();
        stream.SaveAs(
            new[]
            {
                Row("Когда открыта библиотека?", "С 9:00;\nдо 20:00", "library.html", 4.5, "студент"),
                Row("Где деканат?", "В корпусе Б", "dean.html", 5, null),
                Row("Где бассейн?", null, "dean.html", null, null),
            }
        );
        return Bytes("a.xlsx", stream.ToArray());

        static Dictionary<string, object?> Row(string question, string? answer, string page, object? score, string? who) =>
            new()
            {
                ["Вопрос"] = question,
                ["Эталонный ответ"] = answer,
                ["Страница"] = page,
                ["Оценка"] = score,
                ["Кто спросил"] = who,
            };
    }

    private static byte[] Pdf(string? text)
    {
        var builder = new PdfDocumentBuilder();
        var page = builder.AddPage(UglyToad.PdfPig.Content.PageSize.A4);
        if (text is not null)
            page.AddText(text, 12, new UglyToad.PdfPig.Core.PdfPoint(50, 700), builder.AddStandard14Font(Standard14Font.Helvetica));
        return builder.Build();
    }

    private static byte[] Docx(string text)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            static TableCell Cell(string content) => new(new Paragraph(new Run(new Text(content))));
            document.AddMainDocumentPart().Document = new Document(
                new Body(
                    new Paragraph(new Run(new Text(text))),
                    new Table(new TableRow(Cell("Окно"), Cell("Часы")), new TableRow(Cell("1"), Cell("9–18")))
                )
            );
        }
        return stream.ToArray();
    }
}
