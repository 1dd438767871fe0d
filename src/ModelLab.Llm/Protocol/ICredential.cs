using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Protocol;

/// <summary>How an endpoint is shown who asks.</summary>
internal interface ICredential
{
    /// <summary>What to show with the next request; null to show nothing.</summary>
    /// <exception cref="TokenException">What to show is bought elsewhere, and was not to be had.</exception>
    ValueTask<ShownCredential?> ShowAsync(CancellationToken cancellationToken);

    /// <summary>Is told that the endpoint did not accept what was shown.</summary>
    /// <returns>Whether something newer can be shown.</returns>
    bool Refused(ShownCredential shown);
}

/// <summary>What is shown with a request.</summary>
/// <param name="Header">The header's name.</param>
/// <param name="Scheme">What stands before the secret, with its blank; empty for the secret alone.</param>
/// <param name="Secret">The secret.</param>
internal sealed record ShownCredential(string Header, string Scheme, Secret Secret);
