namespace ModelLab.Llm.Configuration;

/// <summary>What is usually missing to call a model.</summary>
public enum EndpointFault
{
    /// <summary>No address of the provider is known.</summary>
    UnknownEndpoint,

    /// <summary>There is neither a key nor an address.</summary>
    NoKeyAndAddress,

    /// <summary>There is a key and no address.</summary>
    NoAddress,

    /// <summary>The address is none.</summary>
    BadAddress,

    /// <summary>There is no key.</summary>
    NoKey,

    /// <summary>The key holds what no key has.</summary>
    BadKey,
}

/// <summary>What is missing to call a model, and where it is to be set.</summary>
/// <param name="Fault">What.</param>
public sealed record MissingEndpoint(EndpointFault Fault)
{
    /// <summary>The provider, where its address is unknown.</summary>
    public string? Provider { get; init; }

    /// <summary>The variable of the key, where it is about one.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Variables that would do as well.</summary>
    public string? Alternative { get; init; }

    /// <summary>The variable of the address, where it is about one.</summary>
    public string? UrlVariable { get; init; }

    /// <summary>What an address looks like, where it is none.</summary>
    public string? Example { get; init; }

    /// <summary>The reason and what to do, in one line.</summary>
    public string Reason =>
        Fault switch
        {
            EndpointFault.UnknownEndpoint => $"the endpoint of '{Provider}' is unknown: set {UrlVariable} {LabEnvironment.Where}",
            EndpointFault.NoKeyAndAddress => $"no API key: set {KeyVariable} and {UrlVariable} {LabEnvironment.Where}",
            EndpointFault.NoAddress => $"{KeyVariable} is set but no endpoint to send it to: set {UrlVariable} {LabEnvironment.Where}",
            EndpointFault.BadAddress => $"{UrlVariable} is not an http(s) address: set it to a base URL such as {Example}",
            EndpointFault.NoKey =>
                $"no API key: set {KeyVariable}{(Alternative is null ? "" : $" (or {Alternative})")} {LabEnvironment.Where}",
            _ => $"{KeyVariable} holds a space, a line break or a letter that no key has: set it to the key alone {LabEnvironment.Where}",
        };
}
