using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;

namespace ModelLab.Sweeps.Grounding;

/// <summary>An opened knowledge base and the embedder that belongs to it.</summary>
/// <param name="Base">The knowledge base.</param>
/// <param name="Embedder">The embedder.</param>
/// <param name="EmbeddingModel">The embedder as it was named.</param>
/// <param name="ContentSha256">The knowledge base's content hash.</param>
public sealed record KnowledgeGround(IKnowledgeBase Base, IEmbedder Embedder, string EmbeddingModel, string ContentSha256)
    : IAsyncDisposable
{
    /// <summary>The variable that names the embedder when no flag does.</summary>
    public const string EmbedderVariable = "EMBEDDING_MODEL_PATH";

    /// <summary>Opens both, and checks what the tiers of retrieval rest on: chunks, and embeddings that this embedder made.</summary>
    /// <param name="source">Which knowledge base and embedder.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="calls">Makes the calls of an embedder behind an endpoint.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">One of them cannot be used; the message names what to do.</exception>
    public static async Task<KnowledgeGround> OpenAsync(
        KnowledgeSource source,
        LabEnvironment environment,
        IModelCaller calls,
        CancellationToken cancellationToken
    )
    {
        var options = new KnowledgeBaseOptions
        {
            IndexFolder = source.IndexDirectory,
            Environment = name => environment[name],
            SearchMode = source.Approximate ? SearchMode.Approximate : SearchMode.Exact,
        };
        var knowledge = await KnowledgeBases
            .OpenAsync(KnowledgeFiles.Find(source.Named, source.DatasetFile, environment), options, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            var (embedder, name) = await EmbedderForAsync(
                    source.EmbeddingModel,
                    knowledge,
                    environment,
                    source.Variables,
                    calls,
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (!source.SkipChecks)
            {
                if (
                    (await knowledge.CountAsync(KnowledgePart.Chunks, embedder.Identity, cancellationToken).ConfigureAwait(false)).Items
                    == 0
                )
                    throw new BadInputException($"{knowledge.Location}: holds no chunks: fill it with 'kb import'");
                await EmbedderCheck.RunAsync(knowledge, embedder, embedder.Identity, cancellationToken).ConfigureAwait(false);
            }
            return new KnowledgeGround(
                knowledge,
                embedder,
                name,
                await knowledge.ContentHashAsync(cancellationToken).ConfigureAwait(false)
            );
        }
        catch
        {
            await knowledge.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes the embedder that is named, for a knowledge base: the lexical one learns from its texts.</summary>
    /// <param name="named">The name; null for <c>EMBEDDING_MODEL_PATH</c>, else <c>builtin:lexical</c>.</param>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="variables">Variables that replace a role's own.</param>
    /// <param name="calls">Makes the calls of an embedder behind an endpoint.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The embedder, and the name it goes by.</returns>
    /// <exception cref="BadInputException">There is no such embedder.</exception>
    public static async Task<(IEmbedder Embedder, string Name)> EmbedderForAsync(
        string? named,
        IKnowledgeBase knowledge,
        LabEnvironment environment,
        KeyVariableOverrides variables,
        IModelCaller calls,
        CancellationToken cancellationToken
    )
    {
        var passages = new List<string>();
        await foreach (var chunk in knowledge.ChunksAsync(cancellationToken).ConfigureAwait(false))
            passages.Add(chunk.Text);
        var hash = await knowledge.ContentHashAsync(cancellationToken).ConfigureAwait(false);
        var name = named ?? environment[EmbedderVariable] ?? LexicalEmbedder.Name;
        var providers = new ProviderCatalog(environment);
        return (
            Embedders.Create(
                name,
                new EmbedderSurroundings(() => passages, hash, providers, new EndpointResolver(environment, providers, variables), calls)
            ),
            name
        );
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Embedder.Dispose();
        await Base.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>Which knowledge base and embedder are meant.</summary>
/// <param name="Named">A .jsonl or .db file, a <c>postgres://</c> address, or null for the one beside the data set.</param>
/// <param name="DatasetFile">The data set, or null.</param>
/// <param name="IndexDirectory">Where indexes of JSONL files go.</param>
/// <param name="EmbeddingModel">The embedder, or null for <c>EMBEDDING_MODEL_PATH</c>, else <c>builtin:lexical</c>.</param>
/// <param name="Approximate">Whether a database may answer from an HNSW index.</param>
/// <param name="SkipChecks">Whether chunks and embeddings are used unchecked.</param>
/// <param name="Variables">Variables that replace a role's own.</param>
public sealed record KnowledgeSource(
    string? Named,
    string? DatasetFile,
    string IndexDirectory,
    string? EmbeddingModel,
    bool Approximate,
    bool SkipChecks,
    KeyVariableOverrides Variables
);
