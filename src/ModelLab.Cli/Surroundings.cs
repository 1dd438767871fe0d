using System.Globalization;
using ModelLab.Core;
using ModelLab.Llm.Configuration;
using Spectre.Console;

namespace ModelLab.Cli;

/// <summary>What the program touches outside itself; tests give their own.</summary>
internal sealed record Surroundings
{
    /// <summary>Standard output.</summary>
    public IAnsiConsole Out { get; init; } = AnsiConsole.Create(new AnsiConsoleSettings());

    /// <summary>Standard error: one plain line a message.</summary>
    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>Standard output as it is, for <c>--json</c>.</summary>
    public TextWriter RawOut { get; init; } = Console.Out;

    /// <summary>The variables a run is configured with.</summary>
    public Func<LabEnvironment> ReadEnvironment { get; init; } = () => LabEnvironment.Load(Directory.GetCurrentDirectory());

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The user's culture, for screens.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.CurrentUICulture;

    /// <summary>Cancelled by the caller in place of Ctrl-C.</summary>
    public CancellationToken Stop { get; init; } = CancellationToken.None;

    /// <summary>Makes the embedders of <c>kb</c>.</summary>
    public KbEmbedderFactory Embedders { get; init; } = KbEmbedder.CreateAsync;
}
