using System.Diagnostics;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

[OneCulture]
public sealed class FullDiskTests : SweepLab
{
    [Fact]
    public async Task When_files_can_grow_no_more_the_run_ends_with_one_line_and_goes_on_later()
    {
        Server.Model("g1").Reply = r => Scripted.Text($"Ответ модели g1 на вопрос {QuestionOf(r)}. " + new string('я', 4000));
        string[] command = [.. Sweep(300, "lab:g1", "lab:j1"), "--max-concurrency", "8"];
        int kept;
        using (var process = StartWithFilesOf(512, command))
        {
            var ended = (await EndAsync(process)).Expect(2);
            var line = Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Matches(
                "^error: .*(journal|rag_benchmark_[0-9_]+)\\.db: results can no longer be written \\(.*\\); what was written before stays readable$",
                line
            );
            Assert.True(Server.RequestCount < 300, "calls went on although they could not be kept");
            kept = (await RunAsync("journal", "export", "--output-dir", Output)).Expect(0).Output.Count(c => c == '\n');
            Assert.InRange(kept, 1, Server.RequestCount);
        }
        Server.Reset();

        using (var process = Start(command))
            (await EndAsync(process)).Expect(0);

        Assert.Equal((600 - kept, 600), (Server.RequestCount, Observations().Count));
        Assert.Single(DetailFiles());
    }

    // A limit of the operating system on the size of files, in KiB. The runtime's own use of big files is switched off.
    private Process StartWithFilesOf(int kib, string[] args)
    {
        var start = new ProcessStartInfo(
            "bash",
            ["-c", $"trap '' XFSZ; ulimit -f {kib}; exec \"$@\"", "bash", .. LabProgram.Command, .. args]
        )
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(Output)!,
        };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }
}
