using System.Diagnostics;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Cli.Hosting;

/// <summary>Who runs the program, and on which commit of the working directory's repository.</summary>
internal static class GitProvenance
{
    // The three processes run side by side, and beside the command, which needs what they say at its end.
    public static Task<Provenance> ReadAsync() => Task.Run(Read);

    private static Provenance Read()
    {
        using var branch = Git("rev-parse", "--abbrev-ref", "HEAD");
        using var commit = Git("rev-parse", "HEAD");
        using var author = Git("config", "user.name");
        return new(Said(branch), Said(commit), Said(author) ?? Environment.UserName);
    }

    private static Process? Git(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    // Outside a repository, or without git, there is nothing to say; that is no error.
    private static string? Said(Process? git)
    {
        if (git is null)
            return null;
        var output = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return git.ExitCode == 0 && output.Length > 0 ? output : null;
    }
}
