using System.Diagnostics;
using System.Globalization;

namespace ModelLab.Performance.Pages;

/// <summary>Asks the dashboard, as a process of its own, for each address: the first time and, warm, the median of ten.</summary>
internal static class Measurement
{
    private const int Repeats = 10;

    public static string[] Default { get; } =
    [
        "/overview",
        "/runs",
        "/llm?run=BIG",
        "/llm?run=BIG&sort=spread&dir=desc",
        "/llm?run=BIG&q=12",
        "/judges?run=BIG",
        "/prod?run=BIG",
        "/runs/BIG",
        "/reference",
    ];

    public static async Task RunAsync(string program, string directory, IReadOnlyList<string> addresses, TextWriter output)
    {
        var start = new ProcessStartInfo("dotnet", [program, "dashboard", "--port", "0", "--output-dir", directory, "--lang", "en"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var line =
                await process.StandardOutput.ReadLineAsync().ConfigureAwait(false)
                ?? throw new InvalidOperationException("the dashboard did not start");
            var root = new Uri(line.Split(' ').First(w => w.StartsWith("http://", StringComparison.Ordinal)));
            using var http = new HttpClient { BaseAddress = root, Timeout = TimeSpan.FromMinutes(2) };
            await output
                .WriteLineAsync("| address | status | first, ms | then, ms | kB |\n| --- | ---: | ---: | ---: | ---: |")
                .ConfigureAwait(false);
            await TimeAsync(http, "/reference").ConfigureAwait(false); // the server's own first page
            foreach (var address in addresses)
            {
                var first = await TimeAsync(http, address).ConfigureAwait(false);
                var times = new List<double>();
                for (var i = 0; i < Repeats; i++)
                    times.Add((await TimeAsync(http, address).ConfigureAwait(false)).Milliseconds);
                times.Sort();
                await output
                    .WriteLineAsync(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"| `{address}` | {first.Status} | {first.Milliseconds:0} | {times[Repeats / 2]:0} | {first.Bytes / 1024.0:0} |"
                        )
                    )
                    .ConfigureAwait(false);
            }
            process.Refresh();
            await output
                .WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"\nServer memory: {process.WorkingSet64 / 1e6:0} MB, at most {process.PeakWorkingSet64 / 1e6:0} MB"
                    )
                )
                .ConfigureAwait(false);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    private static async Task<(int Status, double Milliseconds, long Bytes)> TimeAsync(HttpClient http, string address)
    {
        var from = Stopwatch.GetTimestamp();
        using var response = await http.GetAsync(new Uri(address, UriKind.Relative)).ConfigureAwait(false);
        var content = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        return ((int)response.StatusCode, Stopwatch.GetElapsedTime(from).TotalMilliseconds, content.Length);
    }
}
