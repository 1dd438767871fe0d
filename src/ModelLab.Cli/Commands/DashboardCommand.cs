using System.CommandLine;
using System.Runtime.CompilerServices;
using ModelLab.Cli.Hosting;
using ModelLab.Dashboard.Hosting;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary><c>dashboard</c>: serves the pages until it is interrupted.</summary>
internal static class DashboardCommand
{
    public static Command Create(Surroundings surroundings, StopSignal stop)
    {
        var port = Flags.AtLeast("--port", "The port; 0 for any that is free", 0, 7860, most: 65535);
        var host = new Option<string>("--host")
        {
            Description = "The IP address to listen at; others than this machine's own need --token",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var token = new Option<string?>("--token")
        {
            Description = "What a reader must give as ?token=… to get in, at least 16 characters",
        };
        var output = new Option<string>("--output-dir")
        {
            Description = "Whose runs are shown",
            DefaultValueFactory = _ => SweepRequest.DefaultOutput,
        };
        var open = new Option<bool>("--open") { Description = "Open the page in the browser" };
        var lang = Flags.Lang();
        var command = new Command("dashboard", "Show runs as pages in the browser") { port, host, token, output, open, lang };
        command.SetAction(
            async (parsed, _) =>
            {
                stop.IsQuiet = true;
                var (at, known) = (parsed.GetRequiredValue(host), parsed.GetValue(token));
                await ServeAsync(
                        surroundings,
                        stop,
                        at,
                        parsed.GetValue(port),
                        known,
                        parsed.GetRequiredValue(output),
                        Language.Of(parsed.GetValue(lang), surroundings.Culture),
                        parsed.GetValue(open)
                    )
                    .ConfigureAwait(false);
                return ExitCode.Done;
            }
        );
        return command;
    }

    // Not inlined: other verbs must not load the web server.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task ServeAsync(
        Surroundings surroundings,
        StopSignal stop,
        string host,
        int port,
        string? token,
        string directory,
        Language language,
        bool open
    )
    {
        var options = new DashboardOptions
        {
            OutputDirectory = directory,
            Host = host,
            Port = port,
            Token = token,
            Language = language,
        };
        await using var server = await DashboardServer
            .StartAsync(options, surroundings.Time, stop.Tokens.NoMoreCalls)
            .ConfigureAwait(false);
        await surroundings
            .RawOut.WriteLineAsync(
                language.Say(
                    $"dashboard of {directory}: {server.Address} (Ctrl-C ends it)",
                    $"дашборд папки {directory}: {server.Address} (Ctrl-C завершает)"
                )
            )
            .ConfigureAwait(false);
        await surroundings.RawOut.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        if (open)
            await surroundings
                .OpenInBrowserAsync(
                    token is null ? server.Address : new UriBuilder(server.Address) { Query = "token=" + Uri.EscapeDataString(token) }.Uri
                )
                .ConfigureAwait(false);
        await server.RunAsync(stop.Tokens.NoMoreCalls).ConfigureAwait(false);
    }
}
