using System.Globalization;
using System.Reflection;
using ModelLab.Core.Datasets;

namespace ModelLab.Performance;

/// <summary>A size of sweep to measure.</summary>
/// <param name="Questions">Questions in the data set.</param>
/// <param name="Ceiling">The most calls under way.</param>
/// <param name="Latency">How long the server thinks.</param>
internal sealed record SweepSize(int Questions, int Ceiling, TimeSpan Latency)
{
    /// <summary>One answer a question and generator, and of each answer one score a judge.</summary>
    public int Calls => Questions * Sweep.Generators.Count * (1 + Sweep.Judges.Count);
}

/// <summary>One measurement of a size: the sweep, the same command again, and the bare client.</summary>
internal sealed record SweepSample(
    SweepSize Size,
    ProcessCost Cold,
    ServerStats ColdStats,
    ProcessCost Warm,
    ServerStats WarmStats,
    ProcessCost Bare,
    ServerStats BareStats
)
{
    /// <summary>
    /// The least time for the calls that were made, with every place taken from start to end. Equal answers of two generators are scored
    /// once.
    /// </summary>
    public TimeSpan Ideal => Size.Latency * ColdStats.Requests / Size.Ceiling;

    /// <summary>
    /// From the first call of the sweep itself: before it each model is asked for one token, all at once, so that never more than there are
    /// models are under way.
    /// </summary>
    public double? FirstToLast =>
        ColdStats.ShareSince(Sweep.Generators.Count + Sweep.Judges.Count + 1, Size.Ceiling) ?? ColdStats.ShareSince(1, Size.Ceiling);

    /// <summary>From the moment when every place was taken for the first time.</summary>
    public double? AtCeiling => ColdStats.ShareSince(Size.Ceiling, Size.Ceiling);
}

/// <summary>Runs the command line as a user does, against a server.</summary>
/// <param name="commandLine">The path of <c>modellab.dll</c>, or of a stand-alone program.</param>
internal sealed class Sweep(string commandLine)
{
    public static IReadOnlyList<string> Generators { get; } = ["g1", "g2"];

    public static IReadOnlyList<string> Judges { get; } = ["j1", "j2"];

    public async Task<SweepSample> MeasureAsync(Server server, SweepSize size)
    {
        var folder = Directory.CreateTempSubdirectory("sweep-efficiency-").FullName;
        try
        {
            var data = Path.Combine(folder, "dataset_efficiency.json");
            using (var file = File.Create(data))
                DatasetWriter.Write(file, Questions.Make(size.Questions));
            string[] run =
            [
                commandLine,
                "run",
                "--tier",
                "2",
                "--rubrics",
                "faithfulness",
                "--generation-models",
                string.Join(',', Generators),
                "--judge-models",
                string.Join(',', Judges),
                "--dataset",
                data,
                "--output-dir",
                Path.Combine(folder, "reports"),
                "--max-concurrency",
                size.Ceiling.ToString(CultureInfo.InvariantCulture),
            ];
            var endpoints = new Dictionary<string, string>
            {
                ["GENERATION_API_URL"] = server.BaseUrl.ToString(),
                ["BENCHMARKS_JUDGE_BASE_URL"] = server.BaseUrl.ToString(),
            };
            var (cold, coldStats) = await MeasureAsync(server, run, folder, endpoints).ConfigureAwait(false);
            var (warm, warmStats) = await MeasureAsync(server, run, folder, endpoints).ConfigureAwait(false);
            string[] bare =
            [
                Assembly.GetExecutingAssembly().Location,
                "client",
                server.BaseUrl.ToString(),
                size.Questions.ToString(CultureInfo.InvariantCulture),
                size.Ceiling.ToString(CultureInfo.InvariantCulture),
            ];
            var (plain, plainStats) = await MeasureAsync(server, bare, folder, new Dictionary<string, string>()).ConfigureAwait(false);
            return new SweepSample(size, cold, coldStats, warm, warmStats, plain, plainStats);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(ProcessCost, ServerStats)> MeasureAsync(
        Server server,
        string[] command,
        string folder,
        Dictionary<string, string> environment
    )
    {
        await server.ResetAsync().ConfigureAwait(false);
        var cost = await ChildProcess.MeasureAsync(command, folder, environment).ConfigureAwait(false);
        return (cost, await server.StatsAsync().ConfigureAwait(false));
    }
}
