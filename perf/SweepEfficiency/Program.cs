using System.Globalization;
using ModelLab.Performance;

if (args is ["client", var url, var questions, var concurrency])
{
    await BareClient
        .RunAsync(new Uri(url), int.Parse(questions, CultureInfo.InvariantCulture), int.Parse(concurrency, CultureInfo.InvariantCulture))
        .ConfigureAwait(false);
    return 0;
}
var quick = args.Contains("--quick");
string[] rest = [.. args.Where(a => a != "--quick")];

// Another build than the one beside this program: modellab.dll, or a published modellab.
var published = rest is ["--modellab", _, ..] ? Path.GetFullPath(rest[1]) : null;
if (published is not null)
    rest = rest[2..];
var repeats = quick ? 1 : 3;
if (
    rest is not []
    && !(
        rest is ["--samples", var count] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out repeats) && repeats > 0
    )
)
{
    await Console
        .Error.WriteLineAsync(
            "flags: --modellab PATH (another modellab.dll, or a published modellab; first)  --quick (no 60,000 calls, one sample)  --samples N [3]"
        )
        .ConfigureAwait(false);
    return 2;
}
string commandLine,
    testServer;
try
{
    (commandLine, testServer) = (
        published ?? Built.Find("src/ModelLab.Cli", "modellab.dll"),
        Built.Find("tests/ModelLab.TestServer", "ModelLab.TestServer.dll")
    );
}
catch (FileNotFoundException e)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}").ConfigureAwait(false);
    return 2;
}

var sweep = new Sweep(commandLine);
SweepSize[] sizes =
[
    new(100, 64, Latency.Usual),
    new(400, 64, Latency.Usual),
    new(1000, 64, Latency.Usual),
    new(10_000, 64, Latency.Usual),
    new(100, 128, Latency.Quick),
    new(1000, 128, Latency.Quick),
    new(10_000, 128, Latency.Quick),
];
const int Huge = 60_000;
var samples = new List<SweepSample>();
foreach (var latency in sizes.GroupBy(s => s.Latency))
{
    using var server = await Server.StartAsync(testServer, latency.Key).ConfigureAwait(false);
    // A provider's server is warm when we come; this one compiles its code until it has answered some ten thousand calls.
    await Sweep.BareAsync(server, new SweepSize(2000, 512, latency.Key), Path.GetTempPath()).ConfigureAwait(false);
    foreach (var size in latency.Where(s => !quick || s.Calls < Huge))
    {
        var taken = size.Calls < Huge ? repeats : 1; // minutes each
        for (var i = 0; i < taken; i++)
        {
            await Console
                .Error.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{size.Calls} calls of {size.Latency.Mean.TotalMilliseconds} ms at {size.Ceiling}, sample {i + 1} of {taken}"
                    )
                )
                .ConfigureAwait(false);
            samples.Add(await sweep.MeasureAsync(server, size).ConfigureAwait(false));
        }
    }
}
Report.Print(Console.Out, samples);
Report.PrintTargets(Console.Out, samples);
return 0;
