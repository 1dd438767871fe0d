using System.CommandLine;
using System.Text.Json;
using ModelLab.Cli.Screens;
using ModelLab.Runs.Execution;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Results;

namespace ModelLab.Cli.Commands;

/// <summary><c>run</c>: a sweep over generation models, benchmark judges and production judges.</summary>
internal static class RunCommand
{
    private static readonly JsonSerializerOptions Indented = new(SweepSpec.Json) { WriteIndented = true };

    public static Command Create(Surroundings surroundings)
    {
        var options = new RunOptions();
        var command = new Command("run", "Compare models per role on a data set");
        foreach (var option in options.All) command.Options.Add(option);
        command.SetAction(async (parsed, token) =>
        {
            var language = options.Language(parsed, surroundings.Culture);
            await ExecuteAsync(surroundings, options.Read(parsed, language), options.Json(parsed), token).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Runs a request and shows what came out.</summary>
    public static async Task ExecuteAsync(Surroundings surroundings, SweepRequest request, bool json, CancellationToken cancellationToken)
    {
        var screen = new RunScreen(surroundings, request.Language, quiet: json);
        var files = await new Lab(surroundings.Time, GitProvenance.Read())
            .RunAsync(request, surroundings.ReadEnvironment(), screen, cancellationToken).ConfigureAwait(false);
        if (files.RegistryMessage is { } message) await surroundings.Error.WriteLineAsync("warning: " + message).ConfigureAwait(false);
        if (json) await surroundings.RawOut.WriteLineAsync(RunJson.Element(files.Result).ToJsonString(Indented)).ConfigureAwait(false);
        else ResultTables.Show(surroundings.Out, files, request.Language);
    }
}
