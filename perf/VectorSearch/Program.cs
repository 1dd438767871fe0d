using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Search;

// How near exact search comes to what the processor can do: TensorPrimitives.Dot on two vectors that stay in the first-level cache, times
// the cores. Both are measured in turns in one run, so that a busy machine slows both. Prints a Markdown table.
// Usage: VectorSearch [ROWS DIMENSIONS QUERIES ROUNDS]
var numbers = args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
var (rows, dimensions, queries, rounds) = numbers is [var r, var d, var q, var n] ? (r, d, q, n) : (100_000, 1_024, 100, 9);
const int K = 10;

var random = new Random(1);
float[] Vector() => [.. Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() - 0.5f)];
var index = VectorIndex.Of([.. Enumerable.Range(0, rows).Select(i => new ItemVector(i, Vector()))]);
var batch = Enumerable.Range(0, queries).Select(_ => (ReadOnlyMemory<float>)Vector()).ToArray();
var (x, y) = (Vector(), Vector());

var found = 0L;
var sum = 0f;
var dots = (long)rows * queries;
var (searching, bound) = (new List<double>(), new List<double>());
for (var round = -2; round < rounds; round++) // the first two warm up
{
    var start = Stopwatch.GetTimestamp();
    foreach (var neighbours in index.Search(batch, K, CancellationToken.None)) found += neighbours[0].Id;
    var search = Stopwatch.GetElapsedTime(start).TotalSeconds;

    start = Stopwatch.GetTimestamp();
    var share = dots / 8;
    for (var i = 0L; i < share; i++) sum += TensorPrimitives.Dot<float>(x, y);
    var best = Stopwatch.GetElapsedTime(start).TotalSeconds * dots / share / Environment.ProcessorCount;
    if (round < 0) continue;
    searching.Add(search);
    bound.Add(best);
}

var (median, least) = (Median(searching), Median(bound));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
    {rows:N0} vectors × {dimensions:N0} float32, {queries} queries a batch, top {K}, {Environment.ProcessorCount} cores, medians of {rounds} rounds

    | what | seconds a batch | dot products a second | GFLOP/s |
    | --- | --- | --- | --- |
    | exact search | {median:0.000} | {dots / median:N0} | {2e-9 * dots * dimensions / median:0.0} |
    | `TensorPrimitives.Dot` in L1 × cores | {least:0.000} | {dots / least:N0} | {2e-9 * dots * dimensions / least:0.0} |

    Exact search reaches {100 * least / median:0} % of the bound (rounds: {string.Join(", ", searching.Zip(bound, (s, b) => (100 * b / s).ToString("0", CultureInfo.InvariantCulture)))}).
    """));
return float.IsNaN(sum) || found < 0 ? 1 : 0; // both are used, so that nothing is optimised away

static double Median(List<double> values)
{
    var sorted = values.Order().ToList();
    return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
