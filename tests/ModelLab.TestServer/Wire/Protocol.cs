namespace ModelLab.Testing.Wire;

/// <summary>What a request is in the form of.</summary>
internal enum Protocol
{
    /// <summary>OpenAI's <c>/chat/completions</c>.</summary>
    Chat,

    /// <summary>OpenAI's <c>/embeddings</c>.</summary>
    Embeddings,

    /// <summary>Anthropic's <c>/v1/messages</c>.</summary>
    Messages,

    /// <summary>Whatever JSON an assistant of somebody's own takes, at <c>/ask</c>; it is the model of its prefix.</summary>
    Assistant,
}
