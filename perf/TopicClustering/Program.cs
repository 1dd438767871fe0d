// How long spherical k-means takes over past questions' embeddings, on data with topics, with overlapping topics and without any, as a
// Markdown table:
//   dotnet run -c Release --project perf/TopicClustering [-- --questions 5000 --dimensions 1024 --topics 20]
using System.Diagnostics;
using System.Globalization;
using ModelLab.Core.Metrics.Clustering;
using ModelLab.Core.Metrics.Embedding;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (questions, dimensions, topics) = (Flag("--questions", 5000), Flag("--dimensions", 1024), Flag("--topics", 20));
const int Samples = 5;
const int Seed = 7;

Console.WriteLine(
    $"{questions:N0} vectors of {dimensions:N0} float32 into {topics} clusters, {new KMeansOptions().Restarts} seedings, {Environment.ProcessorCount} cores, median of {Samples} after a warm-up:"
);
Console.WriteLine();
Console.WriteLine("| data | noise : topic | time, s | cores busy | cohesion | purity | converged |");
Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | --- |");
Measure("clear topics", 1);
Measure("overlapping topics", 4);
Measure("no topics", double.PositiveInfinity);

void Measure(string name, double noise)
{
    var (vectors, truth) = Data(noise);
    var clusters = SphericalKMeans.Of(vectors, topics, Seed);
    var times = new double[Samples];
    var watch = new Stopwatch();
    var processor = Process.GetCurrentProcess().TotalProcessorTime;
    for (var i = 0; i < Samples; i++)
    {
        watch.Restart();
        clusters = SphericalKMeans.Of(vectors, topics, Seed);
        times[i] = watch.Elapsed.TotalSeconds;
    }
    using var now = Process.GetCurrentProcess();
    var busy = (now.TotalProcessorTime - processor).TotalSeconds / times.Sum();
    Array.Sort(times);
    // The share of vectors that lie in a cluster with most others of their own topic.
    var purity = clusters.Labels.Zip(truth).GroupBy(p => p.First).Sum(g => g.CountBy(p => p.Second).Max(t => t.Value)) / (double)questions;
    Console.WriteLine(
        $"| {name} | {(double.IsInfinity(noise) ? "—" : $"{noise:0} : 1")} | {times[Samples / 2]:0.00} | {busy:0.0} | {clusters.Cohesion:0.000} | {(double.IsInfinity(noise) ? "—" : $"{purity:0.000}")} | {(clusters.Converged ? "yes" : "no")} |"
    );
}

// Each vector is its topic's direction of length 1 and normal noise whose expected length is the given one.
(EmbeddingMatrix Vectors, int[] Truth) Data(double noise)
{
    var random = new Random(Seed);
    var centres = Enumerable.Range(0, topics).Select(_ => Direction(random)).ToArray();
    var values = new float[questions * dimensions];
    var truth = new int[questions];
    for (var i = 0; i < questions; i++)
    {
        truth[i] = random.Next(topics);
        var own = Direction(random);
        for (var d = 0; d < dimensions; d++)
            values[i * dimensions + d] = double.IsInfinity(noise) ? own[d] : centres[truth[i]][d] + (float)noise * own[d];
    }
    return (new EmbeddingMatrix(values, dimensions), truth);
}

float[] Direction(Random random)
{
    var scale = 1 / Math.Sqrt(dimensions);
    return
    [
        .. Enumerable
            .Range(0, dimensions)
            .Select(_ => (float)(scale * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))),
    ];
}

int Flag(string name, int preset) =>
    Array.IndexOf(args, name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : preset;
