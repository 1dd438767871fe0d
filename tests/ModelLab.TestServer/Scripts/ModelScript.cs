namespace ModelLab.Testing;

/// <summary>How one model behaves.</summary>
public sealed class ModelScript
{
    /// <summary>
    /// Chooses the reply to a request; at first <see cref="SensibleModel.Reply"/>. Runs concurrently. If it throws, the client gets a 500
    /// that says so.
    /// </summary>
    public Func<ReceivedRequest, ScriptedReply> Reply { get; set; } = SensibleModel.Reply;

    /// <summary>How long the model thinks before every scripted reply.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>How the latencies of requests spread around <see cref="Latency"/>.</summary>
    public LatencyJitter Jitter { get; set; } = LatencyJitter.None;

    /// <summary>The key that must come; null to accept anything.</summary>
    public string? RequiredKey { get; set; }

    /// <summary>Sells the tokens of which a live one must come; null to want none.</summary>
    public TokenShop? Tokens { get; set; }

    /// <summary>The usage to report; null to count it (<see cref="ReportedUsage.Count"/>).</summary>
    public ReportedUsage? Usage { get; set; }

    /// <summary>Whether to leave <c>usage</c> out of replies.</summary>
    public bool OmitUsage { get; set; }

    /// <summary>Request fields that get HTTP 400 and a message that names them, such as <c>temperature</c> or <c>max_tokens</c>.</summary>
    public HashSet<string> RefusedParameters { get; set; } = [];

    /// <summary>What <c>model</c> says in replies; null to echo the request's.</summary>
    public string? ReturnedModel { get; set; }

    /// <summary>Headers of good replies, such as what is left of a quota.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    /// <summary>The length of vectors when the request names none.</summary>
    public int EmbeddingDimensions { get; set; } = 64;
}
