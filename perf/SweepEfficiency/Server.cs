using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ModelLab.Performance;

/// <summary>The test server as a process of its own.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();
    private readonly Uri _root;

    private Server(Process process, Uri baseUrl) => (_process, BaseUrl, _root) = (process, baseUrl, new Uri(baseUrl, "/"));

    public Uri BaseUrl { get; }

    public static async Task<Server> StartAsync(string program, Latency latency)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                program,
                "--latency-ms",
                latency.Mean.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
                "--latency-jitter-percent",
                latency.JitterPercent.ToString(CultureInfo.InvariantCulture),
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        const string Greeting = "listening on ";
        var line = await process.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        return line is not null && line.StartsWith(Greeting, StringComparison.Ordinal)
            ? new Server(process, new Uri(line[Greeting.Length..]))
            : throw new InvalidOperationException($"{program} did not start: {line}");
    }

    public async Task ResetAsync()
    {
        using var reset = await _http.PostAsync(new Uri(_root, "reset"), null).ConfigureAwait(false);
        reset.EnsureSuccessStatusCode();
    }

    /// <summary>How many requests came since the last reset.</summary>
    public async Task<int> RequestsAsync()
    {
        var stats = JsonElement.Parse(await _http.GetByteArrayAsync(new Uri(_root, "stats")).ConfigureAwait(false));
        return stats.GetProperty("requests").GetInt32();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }
}
