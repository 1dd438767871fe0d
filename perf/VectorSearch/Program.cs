using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Search;

// How near exact search comes to what the processor can do: TensorPrimitives.Dot on two vectors that stay in the first-level cache, on
// every core at once. Both are measured in turns in one run. Processor time is told beside the time that passed: on a busy machine it is
// the fairer of
// the two. Prints a Markdown table.
// Usage: VectorSearch [ROWS DIMENSIONS QUERIES ROUNDS]
var numbers = args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
var (rows, dimensions, queries, rounds) = numbers is [var r, var d, var q, var n] ? (r, d, q, n) : (100_000, 1_024, 100, 9);
const int K = 10;
var cores = Environment.ProcessorCount;

var random = new Random(1);
float[] Vector() => [.. Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() - 0.5f)];
var index = VectorIndex.Of([.. Enumerable.Range(0, rows).Select(i => new ItemVector(i, Vector()))]);
var batch = Enumerable.Range(0, queries).Select(_ => (ReadOnlyMemory<float>)Vector()).ToArray();
var (x, y) = (Vector(), Vector());

var found = 0L;
var sum = 0f;
var dots = (long)rows * queries;
var (searching, bound) = (new List<Timing>(), new List<Timing>());
for (var round = -2; round < rounds; round++) // the first two warm up
{
    var search = Timing.Of(() =>
    {
        foreach (var neighbours in index.Search(batch, K, CancellationToken.None))
            found += neighbours[0].Id;
    });
    var dot = Timing.Of(() =>
        Parallel.For(
            0,
            cores,
            _ =>
            {
                var (mine, other, local) = (x.ToArray(), y.ToArray(), 0f);
                for (var i = 0L; i < dots / cores; i++)
                    local += TensorPrimitives.Dot<float>(mine, other);
                lock (random)
                    sum += local;
            }
        )
    );
    if (round < 0)
        continue;
    searching.Add(search);
    bound.Add(dot);
}

var (passed, least) = (Median(searching.Select(t => t.Passed)), Median(bound.Select(t => t.Passed)));
var (used, leastUsed) = (Median(searching.Select(t => t.Processor)), Median(bound.Select(t => t.Processor)));
Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {rows:N0} vectors × {dimensions:N0} float32, {queries} queries a batch, top {K}, {cores} cores, medians of {rounds} rounds

        | what | seconds a batch | GFLOP/s | processor seconds a batch |
        | --- | --- | --- | --- |
        | exact search | {passed:0.000} | {2e-9 * dots * dimensions / passed:0.0} | {used:0.000} |
        | `TensorPrimitives.Dot` in L1, on each core | {least:0.000} | {2e-9 * dots * dimensions / least:0.0} | {leastUsed:0.000} |

        Exact search reaches {100 * least / passed:0} % of the bound by time passed, {100 * leastUsed / used:0} % by processor time.
        """
    )
);
return float.IsNaN(sum) || found < 0 ? 1 : 0; // both are used, so that nothing is optimised away

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToList();
    return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}

internal readonly record struct Timing(double Passed, double Processor)
{
    public static Timing Of(Action action)
    {
        var (clock, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        action();
        return new Timing(Stopwatch.GetElapsedTime(clock).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }
}
