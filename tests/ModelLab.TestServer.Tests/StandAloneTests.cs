using System.Diagnostics;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Testing.Tests;

[OneCulture]
public sealed class StandAloneTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_program_says_where_it_listens_and_serves_there()
    {
        using var process = Start("--port", "0", "--seed", "5", "--faults", "500=1");
        try
        {
            var line = (await process.StandardOutput.ReadLineAsync(Stop))!;
            Assert.Matches(@"^listening on http://127\.0\.0\.1:\d+/v1$", line);

            using var http = new HttpClient();
            using var content = new StringContent("""{"model":"m","messages":[]}""");
            using var response = await http.PostAsync(new Uri($"{line["listening on ".Length..]}/chat/completions"), content, Stop);

            Assert.Equal(500, (int)response.StatusCode);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--port", "x")]
    [InlineData("--latency-ms", "-1")]
    [InlineData("--latency-jitter-percent", "101")]
    [InlineData("--faults", "teapot=1")]
    [InlineData("--verbose", "1")]
    public async Task Bad_flags_are_named_and_exit_with_2(params string[] args)
    {
        using var process = Start(args);

        var error = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains(args[^1] == "teapot=1" ? "teapot" : args[0], error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using var server = await TestServer.StartAsync(Stop);
        using var process = Start("--port", $"{server.Root.Port}");

        var error = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);

        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith($"--port {server.Root.Port}: ", error, StringComparison.Ordinal);
    }

    private static Process Start(params string[] args) =>
        Process.Start(
            new ProcessStartInfo("dotnet", [typeof(TestServer).Assembly.Location, .. args])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
