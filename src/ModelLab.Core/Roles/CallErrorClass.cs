namespace ModelLab.Core.Roles;

/// <summary>Why a call gave no usable reply.</summary>
public enum CallErrorClass
{
    /// <summary>The connection could not be made, or broke.</summary>
    Connection,

    /// <summary>No complete reply within the time allowed.</summary>
    Timeout,

    /// <summary>HTTP 429.</summary>
    RateLimited,

    /// <summary>HTTP 408 or 5xx.</summary>
    Server,

    /// <summary>HTTP 401 or 403: the key is missing, wrong or without rights.</summary>
    Access,

    /// <summary>HTTP 404: unknown model or address.</summary>
    NotFound,

    /// <summary>HTTP 400, 422 or another 4xx: the endpoint will not accept this request.</summary>
    BadRequest,

    /// <summary>The response is not what the protocol says: not JSON, not UTF-8, no choices.</summary>
    Malformed,

    /// <summary>The country, or the network's address, is not served.</summary>
    Region,

    /// <summary>The account has no funds left, or its spending limit was reached.</summary>
    NoFunds,

    /// <summary>A quota of the day or month is used up; it comes back by itself.</summary>
    QuotaOfTheDay,

    /// <summary>The request is longer than the model's context: no fault of the endpoint, and the same at every try.</summary>
    TooLarge,

    /// <summary>Never sent: the endpoint kept failing for this model and was given up.</summary>
    CircuitOpen,
}
