using ModelLab.Records.Store;
using Xunit;

namespace ModelLab.Cli.Tests;

public sealed class ReportTests : CliTest
{
    [Theory]
    [InlineData("en", "report of run", "<html lang=\"en\"")]
    [InlineData("ru", "отчёт о запуске", "<html lang=\"ru\"")]
    public async Task The_latest_run_is_written_beside_its_files(string language, string told, string page)
    {
        await MakeAsync();
        var id = LastRun().GetProperty("id").GetString()!;
        RawOut.GetStringBuilder().Clear();
        Assert.Equal(0, await RunAsync("report", "--output-dir", Output, "--lang", language));
        var file = Path.Combine(Output, $"rag_benchmark_{id}.html");
        Assert.StartsWith($"{told} {id}: {file} (", RawOut.ToString(), StringComparison.Ordinal);
        var html = await File.ReadAllTextAsync(file, Stop);
        Assert.Contains(page, html, StringComparison.Ordinal);
        Assert.Contains("builtin:echo", html, StringComparison.Ordinal);
        Assert.EndsWith("</html>", html.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal("", Error.ToString());
        Assert.DoesNotContain(Files(), f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_is_named_by_its_id_or_one_of_its_files_and_what_was_there_is_replaced()
    {
        await MakeAsync();
        var id = LastRun().GetProperty("id").GetString()!;
        var (first, second) = (Write("first.html", "old"), Path.Combine(Folder, "second.html"));
        Assert.Equal(0, await RunAsync("report", id, "--output-dir", Output, "--out", first, "--lang", "en"));
        Assert.Equal(0, await RunAsync("report", Path.Combine(Output, $"rag_benchmark_{id}.json"), "--out", second, "--lang", "en"));
        Assert.Equal("", Error.ToString());
        Assert.Equal(await File.ReadAllBytesAsync(first, Stop), await File.ReadAllBytesAsync(second, Stop));
        Assert.Equal(0, await RunAsync("report", id, "--output-dir", Output, "--out", first, "--lang", "en", "--questions", "0"));
        Assert.DoesNotContain("<details class=\"question\"", await File.ReadAllTextAsync(first, Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no finished run in it: make one with 'run', or with 'demo'")]
    [InlineData("20200101_000000: no such run in", "20200101_000000")]
    [InlineData("--questions: 101 is too large: give at most 100", "--questions", "101")]
    [InlineData("run.json: the report is an HTML file: let its name end with .html", "--out", "run.json", "old")]
    [InlineData(
        "/nowhere/there/x.html: cannot be written (its folder does not exist): name another file with --out",
        "--out",
        "/nowhere/there/x.html",
        "old"
    )]
    [InlineData("run ../x: its id is no file name: name the file with --out", "../x")]
    public async Task Mistakes_are_told_in_one_line(string message, params string[] args)
    {
        if (args is [.., "../x" or "old"])
            await WriteOldAsync(args[^1]);
        Assert.Equal(2, await RunAsync(["report", .. args, "--output-dir", Output]));
        Assert.Single(Error.ToString().TrimEnd('\n').Split('\n'));
        Assert.Contains(message, Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Files(), f => f.EndsWith(".html", StringComparison.Ordinal) || f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_of_the_Python_tool_is_written_too()
    {
        await WriteOldAsync("old");
        Assert.Equal(0, await RunAsync("report", "--output-dir", Output, "--lang", "en"));
        Assert.Contains(
            "4.25",
            await File.ReadAllTextAsync(Path.Combine(Output, "rag_benchmark_old.html"), Stop),
            StringComparison.Ordinal
        );
    }

    private async Task WriteOldAsync(string id)
    {
        Directory.CreateDirectory(Output);
        await File.WriteAllTextAsync(
            Path.Combine(Output, RunRegistry.FileName),
            $$$"""[{"id": "{{{id}}}", "timestamp": "2026-01-20T12:00:00", "schema_version": "2.0", "generation_model": "m", "tier_2_metrics": {"avg_faithfulness": 4.25}}]""",
            Stop
        );
    }

    private Task MakeAsync() =>
        SucceedAsync("--tier", "2", "--generation-models", "builtin:echo,builtin:lead", "--judge-models", "builtin:overlap");
}
