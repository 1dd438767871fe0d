using System.Numerics;

namespace ModelLab.Llm.Limits;

/// <summary>
/// Whether more calls at once bring more replies a second. By Little's law (1961) throughput is the calls under way by their latency; it is
/// kept for 1, 2–3, 4–7, 8–15 … calls under way, with recent replies counting more. A server that works on one request at a time has the
/// same throughput on every level, one that is far from its limits twice that of the level below. Pure state; not for two threads at once.
/// </summary>
public sealed class ThroughputProfile
{
    // From one level to the next an unlimited server doubles; less than a fifth more is a queue that grows.
    private const double Gain = 1.2,
        NoGain = 1.1;

    // Latencies of language models differ by a factor of two and more, so that a few replies say little.
    private const int Sure = 16;

    private const double Fading = 1 - 1.0 / 32;

    private readonly Level[] _levels = new Level[16];

    /// <summary>Takes a reply.</summary>
    /// <param name="inFlight">The calls under way when it was asked for, itself included; at least 1.</param>
    /// <param name="latency">How long it took, in any unit; above 0.</param>
    public void Add(int inFlight, double latency) => _levels[Index(inFlight)].Add(inFlight, latency);

    /// <summary>Whether that many calls at once give noticeably more replies a second than half as many; also where that is not known.</summary>
    public bool Gains(int inFlight) => Ratio(inFlight, fewest: 1) is not { } ratio || ratio >= Gain;

    /// <summary>Whether that many calls at once surely give no more replies a second than half as many.</summary>
    public bool IsQueue(int inFlight) => Ratio(inFlight, Sure) is { } ratio && ratio < NoGain;

    /// <summary>Forgets what that many calls at once gave, to learn it again.</summary>
    public void Forget(int inFlight) => _levels[Index(inFlight)] = default;

    private double? Ratio(int inFlight, int fewest)
    {
        var index = Index(inFlight);
        if (index == 0)
            return null;
        var (level, below) = (_levels[index], _levels[index - 1]);
        // Of one call at a time there may have been only the first.
        return level.Replies >= fewest && below.Replies >= Math.Min(fewest, index == 1 ? 1 : fewest)
            ? level.Throughput / below.Throughput
            : null;
    }

    private static int Index(int inFlight) => Math.Min(15, BitOperations.Log2((uint)Math.Max(1, inFlight)));

    private record struct Level(int Replies, double Calls, double Time)
    {
        public readonly double Throughput => Calls / Time;

        public void Add(int inFlight, double latency)
        {
            Replies++;
            Calls = Calls * Fading + inFlight;
            Time = Time * Fading + latency;
        }
    }
}
