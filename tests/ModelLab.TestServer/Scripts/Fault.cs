namespace ModelLab.Testing;

/// <summary>What a <see cref="FaultMix"/> does to a request.</summary>
public enum Fault
{
    /// <summary>Nothing: the normal reply.</summary>
    None,

    /// <summary>HTTP 429 with <c>Retry-After: 1</c>.</summary>
    RateLimited,

    /// <summary>HTTP 500.</summary>
    ServerError,

    /// <summary>A completion in prose, from which neither a score nor a verdict can be read.</summary>
    Prose,

    /// <summary>No answer.</summary>
    Hang,

    /// <summary>Half an answer.</summary>
    Cut,
}
