using System.Diagnostics;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests;

[OneCulture]
public sealed class ReadOnlyFolderTests : CliTest
{
    private const UnixFileMode Locked =
        UnixFileMode.UserRead
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    [Fact]
    public async Task What_only_reads_reads_a_folder_that_cannot_be_written()
    {
        if (OperatingSystem.IsWindows())
            return; // a folder's flag does not keep files from being made there
        await SucceedAsync(
            "--generation-models",
            "builtin:lead,builtin:echo",
            "--judge-models",
            "builtin:overlap",
            "--production-judge-models",
            "builtin:support"
        );
        var kb = Path.Combine(Output, "kb.db");
        var pages = Directory.CreateDirectory(Path.Combine(Folder, "pages")).FullName;
        await File.WriteAllTextAsync(Path.Combine(pages, "a.md"), "# Столовая\n\nСтоловая открыта до 18:00.", Stop);
        Assert.Equal(0, await RunAsync("kb", "import", pages, "--knowledge-base", kb));
        Assert.Equal(0, await RunAsync("kb", "embed", "--knowledge-base", kb));
        var html = Path.Combine(Folder, "report.html");
        var mode = File.GetUnixFileMode(Output);
        try
        {
            File.SetUnixFileMode(Output, Locked);
            foreach (
                var command in new string[][]
                {
                    ["recommend", "--output-dir", Output],
                    ["report", "--output-dir", Output, "--out", html],
                    ["journal", "stats", "--output-dir", Output],
                    ["journal", "export", "--output-dir", Output],
                    ["kb", "stats", "--knowledge-base", kb],
                    ["kb", "search", "столовая", "--knowledge-base", kb],
                }
            )
            {
                using var process = StartWithoutOverride(command);
                var error = process.StandardError.ReadToEndAsync(Stop);
                await process.StandardOutput.ReadToEndAsync(Stop);
                await process.WaitForExitAsync(Stop);
                Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: exit {process.ExitCode}: {await error}");
            }
            Assert.True(File.Exists(html));
            Assert.DoesNotContain(
                Files(),
                f => f.EndsWith("-shm", StringComparison.Ordinal) || f.EndsWith("-wal", StringComparison.Ordinal)
            );
        }
        finally
        {
            File.SetUnixFileMode(Output, mode);
        }
    }

    // Root writes anywhere, unless that right is taken from it.
    private Process StartWithoutOverride(string[] args)
    {
        string[] asUser = Environment.IsPrivilegedProcess
            ? ["setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override"]
            : [];
        string[] command = [.. asUser, .. LabProgram.Command, .. args];
        return Process.Start(
            new ProcessStartInfo(command[0], command.Skip(1))
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = Folder,
            }
        )!;
    }
}
