using Microsoft.Extensions.AI;

namespace ModelLab.Knowledge.Embedders;

/// <summary>How the kind of a text travels through <see cref="EmbeddingGenerationOptions"/>.</summary>
public static class EmbeddingKindOptions
{
    private const string Key = "modellab.text_kind";

    private static readonly EmbeddingGenerationOptions Query = new() { AdditionalProperties = new() { [Key] = TextKind.Query } };

    /// <summary>Options that say what the texts are; not to be changed.</summary>
    public static EmbeddingGenerationOptions? Of(TextKind kind) => kind == TextKind.Query ? Query : null;

    /// <summary>What the options say; passages when they say nothing.</summary>
    public static TextKind KindOf(EmbeddingGenerationOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(Key, out var kind) == true && kind is TextKind known ? known : TextKind.Passage;
}

/// <summary>The short way to embed.</summary>
public static class EmbedderExtensions
{
    /// <summary>The vectors of texts of one kind, in their order.</summary>
    public static async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(
        this IEmbedder embedder, IReadOnlyCollection<string> texts, TextKind kind, CancellationToken cancellationToken)
    {
        var embeddings = await embedder.GenerateAsync(texts, EmbeddingKindOptions.Of(kind), cancellationToken).ConfigureAwait(false);
        return [.. embeddings.Select(e => e.Vector)];
    }
}
