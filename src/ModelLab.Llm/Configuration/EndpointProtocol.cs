namespace ModelLab.Llm.Configuration;

/// <summary>The form in which an endpoint is spoken to.</summary>
public enum EndpointProtocol
{
    /// <summary>OpenAI's <c>/chat/completions</c> and <c>/embeddings</c>, which most providers and local servers speak.</summary>
    OpenAi,

    /// <summary>Anthropic's <c>/v1/messages</c>.</summary>
    Anthropic,

    /// <summary>That of the user's own assistant, which the models file tells (<see cref="AssistantForm"/>).</summary>
    Assistant,
}

/// <summary>How an endpoint wants to be shown its key.</summary>
public enum EndpointAuth
{
    /// <summary><c>Authorization: Bearer KEY</c>; for Azure's own hosts <c>api-key: KEY</c>.</summary>
    Bearer,

    /// <summary><c>api-key: KEY</c>.</summary>
    ApiKey,

    /// <summary><c>x-api-key: KEY</c>.</summary>
    XApiKey,

    /// <summary>GigaChat's OAuth: the key buys a token of 30 minutes, which is sent as a bearer's.</summary>
    GigaChatOAuth,

    /// <summary>No key is sent.</summary>
    None,
}
