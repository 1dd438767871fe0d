using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ModelLab.Performance;

/// <summary>What the server counted since its last reset.</summary>
/// <param name="Requests">Requests that came.</param>
/// <param name="MaxInFlight">The most under way at once.</param>
/// <param name="Last">When the last was answered.</param>
/// <param name="Busy">The time that requests were under way, added up over all of them.</param>
/// <param name="Levels">When each number under way was first reached, and how busy it had been by then.</param>
internal sealed record ServerStats(
    int Requests,
    int MaxInFlight,
    TimeSpan? Last,
    TimeSpan Busy,
    IReadOnlyDictionary<int, (TimeSpan At, TimeSpan Busy)> Levels
)
{
    /// <summary>
    /// Ideal by actual time from the moment when so many requests were under way for the first time until the last reply, against the
    /// service
    /// time that the server saw: the part of the places' time in which a request was under way. Null if there was no such moment.
    /// </summary>
    public double? ShareSince(int inFlight, int places) =>
        Last is { } last && Levels.TryGetValue(inFlight, out var from) ? (Busy - from.Busy) / ((last - from.At) * places) : null;
}

/// <summary>The stand-alone test server as a process of its own.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();
    private readonly Uri _root;

    private Server(Process process, Uri baseUrl) => (_process, BaseUrl, _root) = (process, baseUrl, new Uri(baseUrl, "/"));

    public Uri BaseUrl { get; }

    public static async Task<Server> StartAsync(string program, TimeSpan latency)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [program, "--latency-ms", latency.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)]
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

    public async Task<ServerStats> StatsAsync()
    {
        var stats = JsonElement.Parse(await _http.GetByteArrayAsync(new Uri(_root, "stats")).ConfigureAwait(false));
        return new ServerStats(
            stats.GetProperty("requests").GetInt32(),
            stats.GetProperty("max_in_flight").GetInt32(),
            Time(stats, "last_reply_ms"),
            Time(stats, "busy_ms")!.Value,
            stats
                .GetProperty("in_flight_levels")
                .EnumerateArray()
                .ToDictionary(l => l.GetProperty("in_flight").GetInt32(), l => (Time(l, "at_ms")!.Value, Time(l, "busy_ms")!.Value))
        );
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }

    private static TimeSpan? Time(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? TimeSpan.FromMilliseconds(value.GetDouble()) : null;
}
