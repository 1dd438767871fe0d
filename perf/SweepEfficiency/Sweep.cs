using System.Globalization;
using System.Reflection;
using ModelLab.Core.Datasets;

namespace ModelLab.Performance;

/// <summary>How long the server thinks.</summary>
/// <param name="Mean">The mean over requests.</param>
/// <param name="JitterPercent">How far a request's latency lies from it at most, evenly spread.</param>
internal sealed record Latency(TimeSpan Mean, int JitterPercent)
{
    /// <summary>What providers give.</summary>
    public static Latency Usual { get; } = new(TimeSpan.FromMilliseconds(400), 25);

    /// <summary>The hard case: an eighth of the time for a call.</summary>
    public static Latency Quick { get; } = new(TimeSpan.FromMilliseconds(50), 0);
}

/// <summary>A size of sweep to measure.</summary>
/// <param name="Questions">Questions in the data set.</param>
/// <param name="Ceiling">The most calls under way.</param>
/// <param name="Latency">How long the server thinks.</param>
internal sealed record SweepSize(int Questions, int Ceiling, Latency Latency)
{
    /// <summary>One answer a question and generator, and of each answer one score a judge.</summary>
    public int Calls => Questions * Sweep.Generators.Count * (1 + Sweep.Judges.Count);
}

/// <summary>One measurement of a size: the sweep, the same command again, and the bare client.</summary>
/// <param name="Size">What was measured.</param>
/// <param name="Cold">The sweep.</param>
/// <param name="Requests">Requests of the sweep that the server saw: equal answers of two generators are scored once.</param>
/// <param name="Warm">The same command again.</param>
/// <param name="WarmRequests">Its requests.</param>
/// <param name="Bare">The bare client.</param>
/// <param name="BareRequests">Its requests.</param>
internal sealed record SweepSample(
    SweepSize Size,
    ProcessCost Cold,
    int Requests,
    ProcessCost Warm,
    int WarmRequests,
    ProcessCost Bare,
    int BareRequests
)
{
    /// <summary>The least time for the calls that the sweep made, with every place taken from start to end.</summary>
    public TimeSpan Ideal => LeastTime(Requests);

    /// <summary>The same for the bare client.</summary>
    public TimeSpan BareIdeal => LeastTime(BareRequests);

    private TimeSpan LeastTime(int requests) => Size.Latency.Mean * requests / Size.Ceiling;
}

/// <summary>Runs the command line as a user does, against a server.</summary>
/// <param name="commandLine">The path of <c>modellab.dll</c>, or of a published <c>modellab</c>.</param>
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
            var (cold, requests) = await MeasureAsync(server, run, folder, endpoints).ConfigureAwait(false);
            var (warm, warmRequests) = await MeasureAsync(server, run, folder, endpoints).ConfigureAwait(false);
            var (bare, bareRequests) = await BareAsync(server, size, folder).ConfigureAwait(false);
            return new SweepSample(size, cold, requests, warm, warmRequests, bare, bareRequests);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The bare client's calls.</summary>
    public static async Task<(ProcessCost, int Requests)> BareAsync(Server server, SweepSize size, string folder) =>
        await MeasureAsync(
                server,
                [
                    Assembly.GetExecutingAssembly().Location,
                    "client",
                    server.BaseUrl.ToString(),
                    size.Questions.ToString(CultureInfo.InvariantCulture),
                    size.Ceiling.ToString(CultureInfo.InvariantCulture),
                ],
                folder,
                []
            )
            .ConfigureAwait(false);

    private static async Task<(ProcessCost, int Requests)> MeasureAsync(
        Server server,
        string[] command,
        string folder,
        Dictionary<string, string> environment
    )
    {
        await server.ResetAsync().ConfigureAwait(false);
        var cost = await ChildProcess.MeasureAsync(command, folder, environment).ConfigureAwait(false);
        return (cost, await server.RequestsAsync().ConfigureAwait(false));
    }
}
