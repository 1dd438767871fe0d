using System.Diagnostics;
using System.Globalization;
using ModelLab.Testing.Support;

namespace ModelLab.Cli.Tests;

/// <summary>The program as a user starts it.</summary>
internal static class LabProgram
{
    /// <summary>
    /// What starts it where it was built with these tests. The copy beside them lacks files that their own, larger framework brings with it.
    /// </summary>
    public static IReadOnlyList<string> Command { get; } =
    [
        "dotnet",
        Path.Combine(
            Repository.Root,
            "src/ModelLab.Cli",
            Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../.."), AppContext.BaseDirectory),
            "modellab.dll"
        ),
    ];

    /// <summary>Starts it in the culture that the tests run in.</summary>
    public static Process Start(string folder, IReadOnlyDictionary<string, string> variables, params string[] args)
    {
        var start = new ProcessStartInfo(Command[0], [.. Command.Skip(1), .. args])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        if (CultureInfo.CurrentCulture is { Name.Length: > 0 } culture)
            start.Environment["LC_ALL"] = $"{culture.Name.Replace('-', '_')}.UTF-8";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
