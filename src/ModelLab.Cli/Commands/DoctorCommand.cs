using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using ModelLab.Cli.Hosting;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Checking;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary><c>doctor</c>: looks at everything that a run would use, and says what mends what is wrong.</summary>
internal static class DoctorCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var output = new Option<string>("--output-dir")
        {
            Description = "Where results would go",
            DefaultValueFactory = _ => SweepRequest.DefaultOutput,
        };
        var file = Flags.ModelsFile();
        var timeout = Flags.AtLeast("--timeout", "Seconds that an endpoint may take", 0.001, 10.0, 600);
        var json = new Option<bool>("--json") { Description = "Print JSON in place of text" };
        var command = new Command("doctor", "Look at program, folders, keys, endpoints and data; exit code 2 where something is an error")
        {
            output,
            file,
            timeout,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var doctor = new Doctor(surroundings.Time, TimeSpan.FromSeconds(parsed.GetRequiredValue(timeout)));
                var findings = await doctor
                    .RunAsync(Version(), surroundings.ReadEnvironment, parsed.GetValue(file), parsed.GetRequiredValue(output), stop)
                    .ConfigureAwait(false);
                if (parsed.GetValue(json))
                    await surroundings.RawOut.WriteLineAsync(JsonSerializer.Serialize(findings, RunsJson.Indented)).ConfigureAwait(false);
                else
                    foreach (var finding in findings)
                        await surroundings.RawOut.WriteLineAsync(Line(finding)).ConfigureAwait(false);
                return findings.Any(f => f.Level == FindingLevel.Error) ? ExitCode.BadInput : ExitCode.Done;
            }
        );
        return command;
    }

    private static string Line(Finding finding)
    {
        var level = finding.Level switch
        {
            FindingLevel.Ok => "ok",
            FindingLevel.Warning => "warning",
            _ => "error",
        };
        return $"{level, -8} {finding.Subject}: {finding.Text.ReplaceLineEndings(" ")}{(finding.Fix is null ? "" : $" → {finding.Fix}")}";
    }

    private static string Version() =>
        typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
