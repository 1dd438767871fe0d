using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ModelLab.Cli.Screens;
using ModelLab.Llm.Configuration;
using Spectre.Console;

namespace ModelLab.Cli.Hosting;

/// <summary>What the program touches outside itself; tests give their own.</summary>
internal sealed record Surroundings
{
    /// <summary>Standard output; what kind of terminal it is, is found out when something is first shown.</summary>
    public IAnsiConsole Out
    {
        get => field ??= Harmless(AnsiConsole.Create(new AnsiConsoleSettings()));
        init => field = Harmless(value);
    }

    /// <summary>Standard error: one plain line a message.</summary>
    public TextWriter Error
    {
        get;
        init => field = HarmlessWriter.Around(value);
    } = HarmlessWriter.Around(Console.Error);

    /// <summary>Standard output without tables and colours: lines, and what <c>--json</c> prints.</summary>
    public TextWriter RawOut
    {
        get;
        init => field = HarmlessWriter.Around(value);
    } = HarmlessWriter.Around(Console.Out);

    /// <summary>Why standard output could not be written; null while it can be.</summary>
    public Func<string?> OutputLost { get; init; } = () => null;

    /// <summary>The variables a run is configured with.</summary>
    public Func<LabEnvironment> ReadEnvironment { get; init; } = () => LabEnvironment.Load(Directory.GetCurrentDirectory());

    /// <summary>The variables with a models file.</summary>
    /// <param name="modelsFile">The file; null for the usual one, which need not exist.</param>
    /// <exception cref="Core.BadInputException">It is no models file.</exception>
    public LabEnvironment ReadEnvironmentWith(string? modelsFile) => ReadEnvironment().With(ModelsFile.Read(modelsFile));

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The user's culture, for screens.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.CurrentUICulture;

    /// <summary>Cancelled by the caller in place of Ctrl-C.</summary>
    public CancellationToken Stop { get; init; } = CancellationToken.None;

    /// <summary>Makes the embedders of <c>kb</c>.</summary>
    public KbEmbedderFactory Embedders { get; init; } = KbEmbedder.CreateAsync;

    private static IAnsiConsole Harmless(IAnsiConsole console)
    {
        console.Pipeline.Attach(new HarmlessSegments());
        return console;
    }

    /// <summary>Opens an address in the user's browser; where there is none, a warning says so.</summary>
    public async Task OpenInBrowserAsync(Uri address)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address.ToString()) { UseShellExecute = true });
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            await Error
                .WriteLineAsync($"warning: --open: no browser could be started ({e.Message}): open the address yourself")
                .ConfigureAwait(false);
        }
    }
}
