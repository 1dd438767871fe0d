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

// Another build than the one beside this program: modellab.dll, or a stand-alone program.
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
            "flags: --modellab PATH (another modellab.dll, or a stand-alone modellab; first)  --quick (600 and 6,000 calls at 128 only, one sample)  --samples N [3]"
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
var slow = TimeSpan.FromMilliseconds(50);
var fast = TimeSpan.FromMilliseconds(5);
var big = new SweepSize(1000, 128, slow);
var huge = new SweepSize(10_000, 128, fast);
SweepSize[] sizes = quick
    ? [new(100, 128, slow), big]
    :
    [
        new(100, 4, slow),
        new(100, 32, slow),
        new(100, 128, slow),
        new(1000, 4, slow),
        new(1000, 32, slow),
        big,
        new(1000, 128, fast),
        huge,
    ];
var samples = new List<SweepSample>();
foreach (var latency in sizes.GroupBy(s => s.Latency))
{
    using var server = await Server.StartAsync(testServer, latency.Key).ConfigureAwait(false);
    // A provider's server is warm when we come; this one compiles its code until it has answered some ten thousand calls.
    foreach (var _ in Enumerable.Range(0, 2))
        await sweep.MeasureAsync(server, new SweepSize(1000, 128, latency.Key)).ConfigureAwait(false);
    foreach (var size in latency)
    {
        for (var i = 0; i < repeats; i++)
        {
            await Console
                .Error.WriteLineAsync(
                    string.Create(CultureInfo.InvariantCulture, $"{size.Calls} calls at {size.Ceiling}, sample {i + 1} of {repeats}")
                )
                .ConfigureAwait(false);
            samples.Add(await sweep.MeasureAsync(server, size).ConfigureAwait(false));
        }
    }
}
Report.Print(Console.Out, samples);
Report.PrintTargets(Console.Out, [.. samples.Where(s => s.Size == big)], [.. samples.Where(s => s.Size == huge)]);
return 0;
