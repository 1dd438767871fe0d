using System.Globalization;
using System.Runtime.InteropServices;

namespace ModelLab.Performance;

/// <summary>Prints samples as Markdown. Each figure is the median over the samples of its size.</summary>
internal static class Report
{
    private static readonly (string Name, Func<SweepSample, double?> Of, string Format)[] Columns =
    [
        ("wall, s", s => s.Cold.Wall.TotalSeconds, "0.00"),
        ("ideal, s", s => s.Ideal.TotalSeconds, "0.00"),
        ("ideal / wall", IdealByWall, "0.00"),
        ("bare wall, s", s => s.Bare.Wall.TotalSeconds, "0.00"),
        ("bare ideal / wall", s => s.BareIdeal / s.Bare.Wall, "0.00"),
        ("CPU, ms a call", s => CpuACall(s, s.Cold), "0.00"),
        ("bare CPU", s => CpuACall(s, s.Bare), "0.00"),
        ("CPU / bare", CpuRatio, "0.00"),
        ("peak RSS, MB", s => Megabytes(s.Cold), "0"),
        ("bare RSS", s => Megabytes(s.Bare), "0"),
        ("again: wall, s", s => s.Warm.Wall.TotalSeconds, "0.00"),
        ("again: requests", s => s.WarmRequests, "0"),
    ];

    public static void Print(TextWriter to, IReadOnlyList<SweepSample> samples)
    {
        to.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):0} GB, {RuntimeInformation.OSDescription}, .NET {Environment.Version}"
            )
        );
        to.WriteLine();
        Row(to, ["calls", "latency, ms", "at once", .. Columns.Select(c => c.Name), "samples"]);
        Row(to, Enumerable.Repeat("---:", Columns.Length + 4));
        foreach (var size in samples.GroupBy(s => s.Size))
        {
            Row(
                to,
                [
                    Text(size.Key.Calls),
                    Text(size.Key.Latency),
                    Text(size.Key.Ceiling),
                    .. Columns.Select(c => Median(size, c.Of) is { } value ? value.ToString(c.Format, CultureInfo.InvariantCulture) : "–"),
                    Text(size.Count()),
                ]
            );
        }
    }

    /// <summary>Holds what must be true against what is.</summary>
    public static void PrintTargets(TextWriter to, IReadOnlyList<SweepSample> samples)
    {
        to.WriteLine();
        Row(to, ["what", "target", "measured", "met"]);
        Row(to, ["---", "---:", "---:", "---"]);
        foreach (
            var (calls, latency, target) in ((int, Latency, double)[])
                [(2400, Latency.Usual, 0.85), (6000, Latency.Usual, 0.93), (6000, Latency.Quick, 0.60)]
        )
            AtLeast($"ideal / wall, {calls} calls of {Text(latency)} ms", target, Median(Of(calls, latency), IdealByWall));
        foreach (var latency in (Latency[])[Latency.Usual, Latency.Quick])
        {
            var (big, huge) = (Of(6000, latency), Of(60_000, latency));
            var name = $"6000 calls of {Text(latency)} ms";
            AtMost($"CPU a call by the bare client's, {name}", 1.5, Median(big, CpuRatio));
            AtMost($"peak RSS in MB, {name}", 220, Median(big, s => Megabytes(s.Cold)));
            AtMost($"again: requests, {name}", 0, big.Length == 0 ? null : big.Max(s => s.WarmRequests));
            AtMost($"again: wall in s, {name}", 2, Median(big, s => s.Warm.Wall.TotalSeconds));
            if (huge.Length > 0)
                AtMost(
                    $"more RSS in MB, 60000 calls of {Text(latency)} ms",
                    80,
                    Median(huge, s => Megabytes(s.Cold)) - Median(big, s => Megabytes(s.Cold))
                );
        }

        SweepSample[] Of(int calls, Latency latency) => [.. samples.Where(s => s.Size.Calls == calls && s.Size.Latency == latency)];
        void AtLeast(string what, double target, double? value) => Target(what, "≥ ", target, value, v => v >= target);
        void AtMost(string what, double target, double? value) => Target(what, "≤ ", target, value, v => v <= target);
        void Target(string what, string sign, double target, double? value, Func<double, bool> met) =>
            Row(
                to,
                [what, sign + Text(target), value is { } v ? Text(Math.Round(v, 3)) : "–", value is { } m && met(m) ? "yes" : "**no**"]
            );
    }

    private static double? IdealByWall(SweepSample s) => s.Ideal / s.Cold.Wall;

    private static double? CpuACall(SweepSample s, ProcessCost cost) => cost.Cpu.TotalMilliseconds / s.Size.Calls;

    private static double? CpuRatio(SweepSample s) => s.Cold.Cpu / s.Bare.Cpu;

    private static double? Megabytes(ProcessCost cost) => cost.PeakBytes / 1e6;

    private static double? Median(IEnumerable<SweepSample> samples, Func<SweepSample, double?> of)
    {
        var values = samples.Select(of).OfType<double>().Order().ToArray();
        return values.Length == 0 ? null : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static string Text(Latency latency) =>
        Text(latency.Mean.TotalMilliseconds) + (latency.JitterPercent > 0 ? $" ± {latency.JitterPercent} %" : "");

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static void Row(TextWriter to, IEnumerable<string> cells) => to.WriteLine($"| {string.Join(" | ", cells)} |");
}
