using System.Text.RegularExpressions;

namespace ModelLab.Llm.Protocol;

/// <summary>An endpoint answered, and not with a reply.</summary>
internal sealed partial class EndpointException : Exception
{
    private EndpointException(string message, string? body, ResponseFacts response, Exception? inner = null)
        : base(message, inner) => (Body, Response) = (body, response);

    /// <summary>The error as it came, which may quote keys; null when what came is neither a reply nor an error.</summary>
    public string? Body { get; }

    /// <summary>Whether what came is JSON, or meant to be.</summary>
    public bool IsJson { get; private init; } = true;

    /// <summary>What the response tells beside it.</summary>
    public ResponseFacts Response { get; }

    /// <summary>What the endpoint says of a request that it will not accept, which may be about a parameter; otherwise null.</summary>
    public string? Refusal
    {
        get
        {
            if (Body is null || Response.Status is not (400 or 404 or 422 or 500))
                return null;
            var message = ErrorBody.MessageOf(Body);
            // Local servers fail within a model's template where it has no place for a system's text.
            return Response.Status == 500 && !OfTemplate().IsMatch(message) ? null : message;
        }
    }

    /// <summary>It answered with an error.</summary>
    /// <param name="response">The response; its status is 200 where the error came under it.</param>
    /// <param name="body">The error as it came; empty when it could not be read.</param>
    public static EndpointException Error(ResponseFacts response, string body) =>
        new(FormattableString.Invariant($"HTTP {response.Status}"), body, response);

    /// <summary>What came is no JSON at all: an error page, or nothing.</summary>
    /// <param name="response">The response.</param>
    /// <param name="what">What it is.</param>
    public static EndpointException NotJson(ResponseFacts response, string what) => new(what, null, response) { IsJson = false };

    /// <summary>What came is neither a reply nor an error.</summary>
    public static EndpointException Malformed(ResponseFacts response, Exception why) =>
        new(why.GetBaseException().Message, null, response, why);

    [GeneratedRegex("system|alternate|template|jinja", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfTemplate();
}
