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

// What becomes a knowledge base, or is held against one.
public sealed partial class OwnDataTests
{
    [Fact]
    public async Task Past_questions_with_Russian_dates_are_taken_by_a_base()
    {
        var file = Write("a.csv", "Вопрос;Ответ;Оценка;Дата\nГде?;В Б;4,5;01.09.2026 09:12\nКогда?;;;вчера\n");
        Assert.Equal(0, await RunAsync("dataset", "import", file, "--as", "past-questions", "--output-dir", Output));
        Assert.Contains("line 3: 'вчера' is no date: write it as 01.09.2026", RawOut.ToString(), StringComparison.Ordinal);
        var past = Assert.Single(
            KnowledgeImport.Read(Assert.Single(Files()), null, 1000, 0, ImportLimits.Default, Stop).Content.PastQuestions
        );
        Assert.Equal(("Где?", 4.5, new DateTime(2026, 9, 1, 9, 12, 0)), (past.Question, past.Score!.Value, past.CreatedAt!.Value));
    }

    [Fact]
    public async Task What_the_base_does_not_hold_is_listed_ten_rows_and_how_many()
    {
        var knowledge = Write("kb.jsonl", "{\"id\": 7, \"confluence_url\": \"https://x/dean\", \"text\": \"Деканат в Б.\"}\n");
        var rows = string.Concat(
            Enumerable.Range(1, 12).Select(i => string.Create(CultureInfo.InvariantCulture, $"Вопрос {i}?,В Б,https://x/p{i}\n"))
        );
        var file = Write("a.csv", "question,answer,url\nГде деканат?,В Б,https://x/dean/\n" + rows);
        var item = Assert.Single(await QuestionsAsync(file, "--knowledge-base", knowledge));
        Assert.Equal((7L, "Деканат в Б."), (item.ChunkId!.Value, item.ChunkText));
        var lines = RawOut.ToString().Split('\n');
        Assert.Contains("12 rows left out:", lines);
        Assert.Equal(10, lines.Count(l => l.Contains("not in the knowledge base", StringComparison.Ordinal)));
        Assert.Contains("  and 2 more", lines);
    }

    [Fact]
    public async Task Pdf_and_Word_are_read_and_a_scan_and_a_broken_file_are_named()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "pages"));
        Bytes("pages/dean.pdf", Pdf("The dean sits in building B."));
        Bytes("pages/scan.pdf", Pdf(null));
        Bytes("pages/broken.pdf", [1, 2, 3]);
        Bytes("pages/dorm.docx", Docx("Заявление подают до 12 августа."));
        var (pages, knowledge) = (Path.Combine(Folder, "pages"), Path.Combine(Folder, "kb.db"));
        Assert.Equal(0, await RunAsync("kb", "import", pages, "--knowledge-base", knowledge));
        var printed = RawOut.ToString();
        Assert.Contains("imported 2 chunks and 0 past questions from 2 files", printed, StringComparison.Ordinal);
        Assert.Contains("scan.pdf: it has no text in it, as a scan", printed, StringComparison.Ordinal);
        Assert.Contains("broken.pdf: not readable as .pdf", printed, StringComparison.Ordinal);

        var exported = Path.Combine(Folder, "kb.jsonl");
        Assert.Equal(0, await RunAsync("kb", "export", exported, "--knowledge-base", knowledge));
        var chunks = JsonLinesImport.Read(await File.ReadAllBytesAsync(exported, Stop), exported, ImportLimits.Default).Chunks;
        Assert.Equal(
            [("dean.pdf", "The dean sits in building B."), ("dorm.docx", "Заявление подают до 12 августа.\n\nОкно | Часы\n1 | 9–18")],
            chunks.Select(c => (c.ConfluenceUrl, c.Text.Trim()))
        );
    }

    [Fact]
    public async Task A_second_import_of_a_folder_renews_what_it_brought_and_keeps_ids()
    {
        var (pages, knowledge) = (Path.Combine(Folder, "pages"), Path.Combine(Folder, "kb.db"));
        Write("pages/a.txt", "Первая.");
        Write("pages/b.txt", "Вторая.");
        Write("other/c.txt", "Чужая.");
        Assert.Equal(0, await RunAsync("kb", "import", pages, "--knowledge-base", knowledge));
        Assert.Equal(0, await RunAsync("kb", "import", Path.Combine(Folder, "other"), "--knowledge-base", knowledge));
        Write("pages/a.txt", "Первая заново.");
        Assert.Equal(0, await RunAsync("kb", "import", pages, "--knowledge-base", knowledge));
        Assert.Contains(
            "the same source was imported before: 1 are as they were, 1 new, 1 removed",
            RawOut.ToString(),
            StringComparison.Ordinal
        );
        RawOut.GetStringBuilder().Clear();
        Assert.Equal(0, await RunAsync("kb", "list", "--knowledge-base", knowledge));
        Assert.Equal(
            "page\tchunks\tcharacters\tfirst line\na.txt\t1\t14\tПервая заново.\nb.txt\t1\t7\tВторая.\nc.txt\t1\t6\tЧужая.\npages: 3, chunks: 3\n",
            RawOut.ToString()
        );
        RawOut.GetStringBuilder().Clear();
        Assert.Equal(0, await RunAsync("kb", "show", "b.txt", "--knowledge-base", knowledge));
        Assert.Equal("[2] b.txt\nВторая.\n\n", RawOut.ToString());
    }
}
