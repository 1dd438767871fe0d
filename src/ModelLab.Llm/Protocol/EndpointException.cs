namespace ModelLab.Llm.Protocol;

/// <summary>An endpoint answered with an error.</summary>
/// <param name="status">The HTTP status; 200 where the error came under it.</param>
/// <param name="body">The body as it came, which may quote keys; empty when it could not be read.</param>
internal sealed class EndpointException(int status, string body) : Exception(FormattableString.Invariant($"HTTP {status}"))
{
    /// <summary>The HTTP status; 200 where the error came under it.</summary>
    public int Status { get; } = status;

    /// <summary>The body as it came, which may quote keys; empty when it could not be read.</summary>
    public string Body { get; } = body;
}
