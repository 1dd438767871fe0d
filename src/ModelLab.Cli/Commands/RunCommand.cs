using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelLab.Cli.Hosting;
using ModelLab.Cli.Screens;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;
using ModelLab.Sweeps.Phases;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary><c>run</c>: a sweep over generation models, benchmark judges and production judges.</summary>
internal static class RunCommand
{
    public static Command Create(Surroundings surroundings, StopSignal stop)
    {
        var options = new RunOptions();
        var command = new Command("run", "Compare models per role on a data set");
        foreach (var option in options.All)
            command.Options.Add(option);
        command.SetAction(
            (parsed, _) =>
            {
                var language = options.Language(parsed, surroundings.Culture);
                var request = options.Read(parsed, language);
                var gates = options.Gates(parsed, request);
                return options.DryRun(parsed)
                    ? ForecastAsync(surroundings, request, options.Json(parsed))
                    : ExecuteAsync(surroundings, request, gates, options.Json(parsed), options.LogLevel(parsed), stop);
            }
        );
        return command;
    }

    /// <summary>Runs a request, shows what came out, and tells the exit code.</summary>
    public static async Task<int> ExecuteAsync(
        Surroundings surroundings,
        SweepRequest request,
        RunGates gates,
        bool json,
        LogLevel logLevel,
        StopSignal stop
    )
    {
        using var telemetry = new Telemetry(logLevel);
        var screen = new RunScreen(surroundings, request.Language, quiet: json);
        var files = await new Sweep(surroundings.Time, GitProvenance.ReadAsync(), () => telemetry.Logs)
            .RunAsync(request, surroundings.ReadEnvironment(), screen, stop.Tokens)
            .ConfigureAwait(false);
        if (files.RegistryMessage is { } message)
            await surroundings.Error.WriteLineAsync("warning: " + message).ConfigureAwait(false);
        var checks = gates.Values.SelectMany(g => g.Check(files.Run)).ToList();
        if (json)
        {
            var element = RunJson.Element(files.Run, files.Recommendations, request.Language);
            if (gates.Values.Count > 0)
                element["gates"] = GateText.Node(checks);
            await surroundings.RawOut.WriteLineAsync(element.ToJsonString(RunsJson.Indented)).ConfigureAwait(false);
        }
        else
            ResultTables.Show(surroundings.Out, files, request.Language);
        // Names and numbers are to be copied: the console would break them at its width.
        var lines = json ? surroundings.Error : surroundings.Out.Lines();
        foreach (var check in checks)
            await lines.WriteLineAsync(GateText.Line(check, request.Language)).ConfigureAwait(false);
        if (files.EndpointFailed)
            await surroundings
                .Error.WriteLineAsync("warning: some calls have no reply; the notes say why, and the same command asks for them again")
                .ConfigureAwait(false);
        return ExitCode.Of(checks, gates.Strict, files.EndpointFailed);
    }

    private static async Task<int> ForecastAsync(Surroundings surroundings, SweepRequest request, bool json)
    {
        var forecast = await new Sweep(surroundings.Time, GitProvenance.ReadAsync())
            .ForecastAsync(request, surroundings.ReadEnvironment(), new RunScreen(surroundings, request.Language, quiet: json))
            .ConfigureAwait(false);
        if (json)
            await surroundings
                .RawOut.WriteLineAsync(JsonSerializer.SerializeToNode(forecast, RunsJson.Files)!.ToJsonString(RunsJson.Indented))
                .ConfigureAwait(false);
        else
            ForecastTable.Show(surroundings.Out, forecast, request.Language);
        return ExitCode.Done;
    }
}
