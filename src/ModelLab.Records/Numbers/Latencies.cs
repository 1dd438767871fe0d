using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>What a call's facts tell of its time.</summary>
internal static class Latencies
{
    /// <summary>Takes the time of a successful first call, and that to its first piece, where they are known.</summary>
    public static void AddTimes(this Tally tally, Observation observation)
    {
        if (observation.Facts.FirstTokenMs is { } first)
            tally.Add(Measures.FirstToken, observation.ItemId, first);
        if (observation.Facts.LatencyMs is { } latency)
            tally.Add(Measures.Latency, observation.ItemId, latency);
    }
}
