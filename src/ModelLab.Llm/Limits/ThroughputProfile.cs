using System.Numerics;

namespace ModelLab.Llm.Limits;

/// <summary>
/// Whether more calls at once bring more replies a second. By Little's law (1961) throughput is the calls under way by their latency; it is
/// kept for 1, 2–3, 4–7, 8–15 … calls under way, with recent replies counting more. A server that works on one request at a time has the
/// same throughput on every level, one that is far from its limits twice that of the level below. Pure state; not for two threads at once.
/// </summary>
public sealed class ThroughputProfile
{
    // Shares of what a server without limits would gain by as many more calls: it would answer twice as much with twice as many.
    private const double Gain = 0.2,
        NoGain = 0.1;

    // Calls that fill a place just before the limit is reached belong to the level below: nothing is learnt of a step that small.
    private const double LeastStep = 1.5;

    // Latencies of language models differ by a factor of two and more, so that a few replies say little; and those that come in one burst
    // are alike, so that it takes two round trips.
    private const int Fewest = 16,
        RoundTrips = 2;

    private const double Fading = 1 - 1.0 / 32;

    private readonly Level[] _levels = new Level[16];

    /// <summary>Takes a reply.</summary>
    /// <param name="inFlight">The calls under way when it was asked for, itself included; at least 1.</param>
    /// <param name="latency">How long it took, in any unit; above 0.</param>
    public void Add(int inFlight, double latency) => _levels[Index(inFlight)].Add(inFlight, latency);

    /// <summary>Whether that many calls at once give noticeably more replies a second than fewer; also where that is not known.</summary>
    public bool Gains(int inFlight) => ShareGained(inFlight, fewest: 1) is not { } share || share >= Gain;

    /// <summary>Whether that many calls at once surely give no more replies a second than fewer.</summary>
    public bool IsQueue(int inFlight) => ShareGained(inFlight, Math.Max(Fewest, RoundTrips * inFlight)) is { } share && share < NoGain;

    /// <summary>Forgets what that many calls at once gave, to learn it again.</summary>
    public void Forget(int inFlight) => _levels[Index(inFlight)] = default;

    // Against the nearest level of far fewer calls; null where one of them is not known well enough.
    private double? ShareGained(int inFlight, int fewest)
    {
        var index = Index(inFlight);
        var level = _levels[index];
        if (level.Replies < fewest)
            return null;
        for (var below = index - 1; below >= 0; below--)
        {
            var other = _levels[below];
            // Of one call at a time there may have been only the first.
            if (other.Replies < (index == 1 ? 1 : Math.Min(fewest, Fewest)) || level.MeanCalls < LeastStep * other.MeanCalls)
                continue;
            return (level.Throughput / other.Throughput - 1) / (level.MeanCalls / other.MeanCalls - 1);
        }
        return null;
    }

    private static int Index(int inFlight) => Math.Min(15, BitOperations.Log2((uint)Math.Max(1, inFlight)));

    private record struct Level(int Replies, double Weight, double Calls, double Time)
    {
        public readonly double MeanCalls => Calls / Weight;

        public readonly double Throughput => Calls / Time;

        public void Add(int inFlight, double latency)
        {
            Replies++;
            Weight = Weight * Fading + 1;
            Calls = Calls * Fading + inFlight;
            Time = Time * Fading + latency;
        }
    }
}
