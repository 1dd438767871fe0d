namespace ModelLab.Testing;

/// <summary>Latencies spread evenly around their mean. As with <see cref="FaultMix"/>, a request's draw depends on its body alone.</summary>
/// <param name="Share">How far a latency lies from the mean at most, as a share of it, in [0, 1].</param>
/// <param name="Seed">The seed of the draws.</param>
public sealed record LatencyJitter(double Share, int Seed)
{
    /// <summary>No spread.</summary>
    public static LatencyJitter None { get; } = new(0, 0);

    /// <summary>How long this request takes.</summary>
    public TimeSpan Around(TimeSpan mean, ReceivedRequest request) => Around(mean, request.BodyHash, request.AttemptOfSameBody);

    /// <summary>How long a body takes.</summary>
    /// <param name="mean">The mean of all bodies.</param>
    /// <param name="bodyHash">The body's hash, see <see cref="BodyHash"/>.</param>
    /// <param name="attempt">How often the body has come, this time included; from 1.</param>
    public TimeSpan Around(TimeSpan mean, UInt128 bodyHash, int attempt) =>
        // Another seed than that of faults, or the quick requests would be the failing ones.
        mean * (1 + Share * (2 * SeededDraw.Unit(~Seed, bodyHash, attempt) - 1));
}
