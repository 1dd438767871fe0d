using ModelLab.Core;
using ModelLab.Knowledge.Import;
using ModelLab.Testing.Support;

namespace ModelLab.Knowledge.Tests.Import;

public sealed class FolderImportTests : IDisposable
{
    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0, 0, 1];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Texts_in_all_folders_are_cut_and_everything_else_is_counted()
    {
        _folder.Write("b.md", "# Общежитие\nМест нет.");
        _folder.Write("a/deep/читалка.txt", "Открыто до 20:00.");
        _folder.Write("a/empty.txt", " \n");
        _folder.Write("a/table.xlsx", "не текст");
        File.WriteAllBytes(_folder["picture.txt"], Picture);
        File.CreateSymbolicLink(_folder["link.md"], _folder["b.md"]);
        Directory.CreateSymbolicLink(_folder["a/loop"], _folder.Path);
        var result = Read();
        Assert.Equal(
            [("a/deep/читалка.txt", "Открыто до 20:00."), ("b.md", "# Общежитие\nМест нет.")],
            result.Content.Chunks.Select(c => (c.ConfluenceUrl, c.Text))
        );
        Assert.Equal((2, 1, 1, 2, 1), (result.Files, result.SkippedBinary, result.SkippedOther, result.SkippedLinks, result.Empty));
        Assert.True(result.Content.AssignIds);
    }

    [Fact]
    public void A_page_is_the_base_URL_and_the_escaped_path()
    {
        _folder.Write("a b/ч.txt", "Текст.");
        Assert.Equal("https://wiki.example/x/a%20b/%D1%87.txt", Read("https://wiki.example/x/").Content.Chunks[0].ConfluenceUrl);
    }

    [Fact]
    public void HTML_gives_its_words_by_blocks_without_scripts_and_its_own_address()
    {
        _folder.Write(
            "page.html",
            """
            <html><head><title>Общежитие</title><link rel="canonical" href="https://wiki.example/dorm"><style>p { color: red }</style></head>
            <body><nav><a href="/">Главная</a></nav><script>alert("нет")</script>
            <p>Мест  <b>не</b>т.
            Совсем&nbsp;&mdash; до мая.</p><ul><li>один<li>два</ul>
            <table><tr><td>Корпус</td><td>А</td></tr></table></body></html>
            """
        );
        var chunk = Assert.Single(Read().Content.Chunks);
        Assert.Equal("https://wiki.example/dorm", chunk.ConfluenceUrl);
        Assert.Equal("Общежитие\nМест нет. Совсем — до мая.\nодин\nдва\nКорпус | А", chunk.Text);
    }

    // What a browser shows of them; of 2 MB each, so that work that grows with the square of a page's size would take minutes.
    public static TheoryData<string, string, string, string> Shapes =>
        new()
        {
            { "<div>", "", "Дно.", "Дно." },
            { "<b id=x><p>", "", "Дно.", "Дно." },
            { "</div>", "", "Дно.", "Дно." },
            { "<!-- ", "", "-->Дно.", "Дно." },
            { "<a href='", "", "'>Дно.", "Дно." },
            { "<svg><g>", "</g></svg>", "Дно.", "Дно." },
            { "<nav>", "</nav>", "Дно.", "Дно." },
            { " a", "", ">Дно.", "" },
            { "<", "", " Дно.", "" },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_page_of_any_shape_is_read_in_time_proportional_to_its_size(string open, string close, string end, string text)
    {
        var count = (2 << 20) / (open.Length + close.Length);
        var page = string.Concat(Enumerable.Repeat(open, count)) + string.Concat(Enumerable.Repeat(close, count)) + end;
        _folder.Write("page.html", "<p>Начало.</p>" + (open == " a" ? "<a" : "") + page);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var chunks = Read().Content.Chunks;
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
        Assert.StartsWith("Начало.", chunks[0].Text, StringComparison.Ordinal);
        Assert.EndsWith(text, chunks[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<nav>нет<p>нет</nav>да", "да")]
    [InlineData("<div><nav>нет</div>да", "да")]
    [InlineData("<title>a</title><h1>a</h1>да", "a\nда")]
    [InlineData("<head><title> a\nb </title><p>да", "a b\nда")]
    [InlineData("<p title='>'>1 < 2 &lt;b&gt; <script>'</p>'</script>да", "1 < 2 <b> да")]
    [InlineData("<svg><title>нет</title><path/></svg>да", "да")]
    [InlineData("да<!-- <p>нет", "да")]
    [InlineData("да<p класс=\"x", "да")]
    [InlineData("<SCRIPT>нет</ScRiPt >да</", "да</")]
    public void Tags_are_read_as_browsers_read_them(string html, string text)
    {
        _folder.Write("page.html", html);
        Assert.Equal(text, Assert.Single(Read().Content.Chunks).Text);
    }

    [Fact]
    public void Pipes_are_counted_and_never_opened()
    {
        if (!OperatingSystem.IsLinux())
            return;
        _folder.Write("a.txt", "Текст.");
        NamedPipe.Make(_folder["b.txt"]);
        Assert.Equal((1, 1), (Read().Files, Read().SkippedSpecial));
        NamedPipe.Make(_folder["b.jsonl"]);
        Assert.Contains(
            "b.jsonl: a named pipe, no file: give a file",
            Assert
                .Throws<BadInputException>(() => KnowledgeImport.Read(_folder["b.jsonl"], null, 1000, 100, ImportLimits.Default, default))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Text_in_UTF_16_and_Windows_1251_is_read_and_in_another_encoding_refused_by_name()
    {
        File.WriteAllText(_folder["wide.txt"], "Привет.", System.Text.Encoding.Unicode);
        Assert.Equal("Привет.", Assert.Single(Read().Content.Chunks).Text);
        File.WriteAllBytes(_folder["old.txt"], [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2]); // «Привет» in Windows-1251
        var read = Read();
        Assert.Equal(["Привет", "Привет."], read.Content.Chunks.Select(c => c.Text));
        Assert.Equal([("Windows-1251", _folder["old.txt"])], read.Guessed);
        File.WriteAllBytes(_folder["west.txt"], [.. "M"u8, 0xE4, .. "dchen gr"u8, 0xFC, 0xDF, .. "en"u8]); // «Mädchen grüßen» in Latin-1
        Assert.Equal($"{_folder["west.txt"]}: not UTF-8: save it in that encoding", Assert.Throws<BadInputException>(() => Read()).Message);
    }

    [Fact]
    public void Five_megabytes_without_a_blank_are_cut_into_chunks()
    {
        _folder.Write("flat.txt", new string('x', 5 << 20));
        var chunks = Read().Content.Chunks;
        Assert.Equal(5243, chunks.Count); // 5,242,880 / 1,000, rounded up
        Assert.All(chunks, c => Assert.InRange(c.Text.Length, 1, 1000));
    }

    [Fact]
    public void A_folder_with_too_many_files_too_many_bytes_or_too_large_a_file_is_refused()
    {
        for (var i = 0; i < 5; i++)
            _folder.Write($"{i}.txt", "0123456789");
        Refused("holds more than 4 files and folders: nothing was imported; import its folders one by one", new ImportLimits(Files: 4));
        Refused(
            "holds more than 49 bytes of text files: nothing was imported; import its folders one by one",
            new ImportLimits(TotalBytes: 49)
        );
        Refused("0.txt: has 10 bytes, more than 9: split it", new ImportLimits(FileBytes: 9));
        Assert.Equal(5, Read(limits: new ImportLimits(Files: 5, TotalBytes: 50, FileBytes: 10)).Files);
    }

    [Fact]
    public void A_folder_without_text_is_refused()
    {
        _folder.Write("a.pdf", "x");
        Refused("holds no text", ImportLimits.Default);
        Assert.Contains(
            "no such folder",
            Assert
                .Throws<BadInputException>(() => FolderImport.Read(_folder["absent"], null, 1000, 100, ImportLimits.Default, default))
                .Message,
            StringComparison.Ordinal
        );
    }

    private void Refused(string part, ImportLimits limits) =>
        Assert.Contains(part, Assert.Throws<BadInputException>(() => Read(limits: limits)).Message, StringComparison.Ordinal);

    private ImportResult Read(string? baseUrl = null, ImportLimits? limits = null) =>
        FolderImport.Read(_folder.Path, baseUrl, 1000, 100, limits ?? ImportLimits.Default, TestContext.Current.CancellationToken);
}
