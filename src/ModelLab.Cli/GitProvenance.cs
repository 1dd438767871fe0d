using System.Diagnostics;
using ModelLab.Runs.Results;

namespace ModelLab.Cli;

/// <summary>Who runs the program, and on which commit of the working directory's repository.</summary>
internal static class GitProvenance
{
    public static Provenance Read() => new(Git("rev-parse", "--abbrev-ref", "HEAD"), Git("rev-parse", "HEAD"), Git("config", "user.name") ?? Environment.UserName);

    // Outside a repository, or without git, there is nothing to say; that is no error.
    private static string? Git(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (process is null) return null;
            var output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 && output.Length > 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
