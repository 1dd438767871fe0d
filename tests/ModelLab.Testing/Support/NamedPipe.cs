using System.Diagnostics;

namespace ModelLab.Testing.Support;

/// <summary>Makes named pipes, which nobody ever writes to: whoever opens one to read waits for ever.</summary>
public static class NamedPipe
{
    /// <summary>Makes one.</summary>
    /// <exception cref="InvalidOperationException">It could not be made.</exception>
    public static void Make(string path)
    {
        using var maker = Process.Start("mkfifo", [path]);
        maker.WaitForExit();
        if (maker.ExitCode != 0)
            throw new InvalidOperationException($"mkfifo {path} ended with {maker.ExitCode}");
    }
}
