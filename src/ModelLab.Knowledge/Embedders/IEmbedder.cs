using Microsoft.Extensions.AI;

namespace ModelLab.Knowledge.Embedders;

/// <summary>What a text is to a search. Some models (E5 and its like) want questions and passages marked differently.</summary>
public enum TextKind
{
    /// <summary>A text that is searched: a chunk, or an answer that is compared with another.</summary>
    Passage,

    /// <summary>A text that searches: a question, also one that is compared with questions.</summary>
    Query,
}

/// <summary>
/// Turns texts into vectors. One vector a text, in the texts' order, all of one length; finite. The kind of the texts is given by
/// <see cref="EmbedderExtensions.EmbedAsync"/> or <see cref="EmbeddingOptions"/>; without it they are passages.
/// </summary>
public interface IEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>
    /// What tells vectors that may be compared from others: two embedders of equal identity give equal vectors for equal texts.
    /// </summary>
    string Identity { get; }

    /// <summary>The vectors' length; null while nothing was embedded and the model does not say.</summary>
    int? Dimensions { get; }
}
