using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ModelLab.Performance;

/// <summary>What a process cost.</summary>
/// <param name="Wall">From before its start to after its end.</param>
/// <param name="Cpu">User and system time, of its own children too.</param>
/// <param name="PeakBytes">The most resident memory.</param>
internal sealed record ProcessCost(TimeSpan Wall, TimeSpan Cpu, long PeakBytes);

/// <summary>Runs a program to its end and measures it from outside.</summary>
internal static partial class ChildProcess
{
    private const int Children = -1; // RUSAGE_CHILDREN
    private static readonly TimeSpan PeakPause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Runs a .NET program, a <c>.dll</c> or a published one. No other child may end meanwhile: the processor time is that of all ended children.
    /// </summary>
    /// <exception cref="InvalidOperationException">It did not exit with 0.</exception>
    public static async Task<ProcessCost> MeasureAsync(
        IReadOnlyList<string> arguments,
        string folder,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var (program, rest) = arguments[0].EndsWith(".dll", StringComparison.Ordinal)
            ? ("dotnet", arguments)
            : (arguments[0], [.. arguments.Skip(1)]);
        var start = new ProcessStartInfo(program, rest)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var cpu = CpuOfEndedChildren();
        var from = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExitAsync();
        long peak = 0;
        while (await Task.WhenAny(ended, Task.Delay(PeakPause)).ConfigureAwait(false) != ended)
            peak = Math.Max(peak, Peak(process));
        var wall = Stopwatch.GetElapsedTime(from);
        if (process.ExitCode == 0)
            return new ProcessCost(wall, CpuOfEndedChildren() - cpu, peak);
        throw new InvalidOperationException(
            $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {await output.ConfigureAwait(false)}{await error.ConfigureAwait(false)}"
        );
    }

    private static long Peak(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        } // it has just ended
    }

    private static TimeSpan CpuOfEndedChildren()
    {
        Span<long> usage = stackalloc long[18]; // struct rusage: seconds and microseconds of user time, the same of system time, 14 counts
        if (getrusage(Children, usage) != 0)
            throw new InvalidOperationException("getrusage failed");
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int getrusage(int who, Span<long> usage);
}
