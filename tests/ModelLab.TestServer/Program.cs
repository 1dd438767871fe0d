using System.Runtime.InteropServices;
using ModelLab.Testing.StandAlone;

namespace ModelLab.Testing;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        StandAloneOptions options;
        try
        {
            options = StandAloneOptions.Parse(args);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync($"{e.Message}{Environment.NewLine}{StandAloneOptions.Usage}").ConfigureAwait(false);
            return 2;
        }

        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        TestServer server;
        try
        {
            server = await TestServer.StartAsync(options.Port, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync(FormattableString.Invariant($"--port {options.Port}: {e.Message}")).ConfigureAwait(false);
            return 2;
        }

        await using (server.ConfigureAwait(false))
        {
            server.RecordRequests = false;
            server.Default.Latency = options.Latency;
            server.Default.Jitter = options.Jitter;
            if (options.TokenLife is { } life)
                (server.Default.Tokens, server.Tokens.Lifetime) = (server.Tokens, life);
            server.Default.Reply = options.Faults.Wrap(SensibleModel.Reply);
            await Console.Out.WriteLineAsync($"listening on {server.BaseUrl}").ConfigureAwait(false);
            await stop.Task.ConfigureAwait(false);
        }
        return 0;
    }
}
