using System.Diagnostics;
using System.Globalization;
using ModelLab.Performance;
using ModelLab.Performance.Pages;

// DashboardLoad [--keep DIR] [ADDRESS …]: makes 200 runs, one of them with 10 × 10 × 10 models on 1,000 questions, serves them, and
// measures each address from outside.
if (args is ["--help" or "-h", ..])
{
    Console.WriteLine(
        "flags: --keep DIR (make the runs there, or use those that are there, and keep them); then addresses to measure, with BIG for the id of the large run"
    );
    return 0;
}
var keep = args is ["--keep", _, ..] ? args[1] : null;
string[] addresses = args[(keep is null ? 0 : 2)..];
if (addresses.Length == 0)
    addresses = Measurement.Default;
string program;
try
{
    program = Built.Find("src/ModelLab.Cli", "modellab.dll");
}
catch (FileNotFoundException e)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}").ConfigureAwait(false);
    return 2;
}
var directory = keep ?? Directory.CreateTempSubdirectory("modellab-pages-").FullName;
var started = new DateTimeOffset(2026, 11, 1, 9, 0, 0, TimeSpan.Zero);
const string Big = "20261101_093000";
try
{
    if (!File.Exists(Path.Combine(directory, $"rag_benchmark_{Big}.json")))
    {
        var clock = Stopwatch.StartNew();
        var maker = new RunMaker(directory);
        for (var i = 0; i < 199; i++)
            await maker.MakeAsync(started.AddDays(-i - 1), new RunSize(2, 40 + i % 3), (ulong)i).ConfigureAwait(false);
        var observations = await maker.MakeAsync(started.AddMinutes(30), new RunSize(10, 1000), 1).ConfigureAwait(false);
        await Console
            .Error.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"made 200 runs in {clock.Elapsed.TotalSeconds:0} s; the large one has {observations} observations"
                )
            )
            .ConfigureAwait(false);
    }
    await Measurement
        .RunAsync(program, directory, [.. addresses.Select(a => a.Replace("BIG", Big, StringComparison.Ordinal))], Console.Out)
        .ConfigureAwait(false);
    return 0;
}
finally
{
    if (keep is null)
        Directory.Delete(directory, recursive: true);
}
