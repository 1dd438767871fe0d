using System.Diagnostics;

namespace ModelLab.Cli.Tests;

/// <summary>The program as a user starts it.</summary>
/// <param name="path">A <c>.dll</c> for <c>dotnet</c>, or a program.</param>
internal sealed class LabProgram(string path)
{
    /// <summary>
    /// The program where it was built with these tests. The copy beside them lacks files that their own, larger framework brings with it.
    /// </summary>
    public static LabProgram Built { get; } =
        new(
            Path.GetFullPath(
                Path.Combine(
                    AppContext.BaseDirectory,
                    "../../../../..",
                    "src/ModelLab.Cli",
                    Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../.."), AppContext.BaseDirectory),
                    "modellab.dll"
                )
            )
        );

    /// <summary>What starts it.</summary>
    public IReadOnlyList<string> Command { get; } = path.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", path] : [path];

    public Process Start(string folder, IReadOnlyDictionary<string, string> variables, params string[] args)
    {
        var start = new ProcessStartInfo(Command[0], [.. Command.Skip(1), .. args])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
