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
        ("calls/s", s => s.ColdStats.Requests / s.Cold.Wall.TotalSeconds, "0"),
        ("first to last", s => s.FirstToLast, "0.000"),
        ("at the ceiling", s => s.AtCeiling, "0.000"),
        ("CPU, ms a call", s => CpuACall(s, s.Cold), "0.00"),
        ("bare client", s => CpuACall(s, s.Bare), "0.00"),
        ("ratio", CpuRatio, "0.00"),
        ("bare wall, s", s => s.Bare.Wall.TotalSeconds, "0.00"),
        ("bare at the ceiling", s => s.BareStats.ShareSince(s.Size.Ceiling, s.Size.Ceiling), "0.000"),
        ("peak RSS, MB", s => Megabytes(s.Cold), "0"),
        ("again: wall, s", s => s.Warm.Wall.TotalSeconds, "0.00"),
        ("again: requests", s => s.WarmStats.Requests, "0"),
        ("again: peak RSS, MB", s => Megabytes(s.Warm), "0"),
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
        Row(to, ["calls", "latency, ms", "ceiling", .. Columns.Select(c => c.Name), "samples"]);
        Row(to, Enumerable.Repeat("---:", Columns.Length + 4));
        foreach (var size in samples.GroupBy(s => s.Size))
        {
            Row(
                to,
                [
                    Text(size.Key.Calls),
                    Text(size.Key.Latency.TotalMilliseconds),
                    Text(size.Key.Ceiling),
                    .. Columns.Select(c => Median(size, c.Of) is { } value ? value.ToString(c.Format, CultureInfo.InvariantCulture) : "–"),
                    Text(size.Count()),
                ]
            );
        }
    }

    /// <summary>Holds what must be true of the big sweep, and of the huge one beside it, against what is.</summary>
    public static void PrintTargets(TextWriter to, IReadOnlyList<SweepSample> big, IReadOnlyList<SweepSample> huge)
    {
        to.WriteLine();
        Row(to, ["what", "target", "measured", "met"]);
        Row(to, ["---", "---:", "---:", "---"]);
        AtLeast("ideal / wall, with process start", 0.75, IdealByWall);
        AtLeast("ideal / actual, first request to last reply", 0.90, s => s.FirstToLast);
        AtLeast("the same once the ceiling is reached", 0.95, s => s.AtCeiling);
        AtMost("CPU a call by the bare client's", 2, Median(big, CpuRatio));
        AtMost("peak RSS, MB", 200, Median(big, s => Megabytes(s.Cold)));
        AtMost("again: requests", 0, big.Max(s => (double)s.WarmStats.Requests));
        AtMost("again: wall, s", 1.5, Median(big, s => s.Warm.Wall.TotalSeconds));
        if (huge.Count > 0)
            AtMost("more RSS for ten times the calls, MB", 50, Median(huge, s => Megabytes(s.Cold)) - Median(big, s => Megabytes(s.Cold)));

        void AtLeast(string what, double target, Func<SweepSample, double?> of) =>
            Target(what, "≥ ", target, Median(big, of), v => v >= target);
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

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static void Row(TextWriter to, IEnumerable<string> cells) => to.WriteLine($"| {string.Join(" | ", cells)} |");
}
