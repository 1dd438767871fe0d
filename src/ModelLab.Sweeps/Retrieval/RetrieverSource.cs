using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;
using ModelLab.Knowledge.Opening;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;

namespace ModelLab.Sweeps.Retrieval;

/// <summary>Which knowledge base and embedder are meant.</summary>
/// <param name="Named">A .jsonl or .db file, a <c>postgres://</c> address, or null for the one beside the data set.</param>
/// <param name="DatasetFile">The data set, or null.</param>
/// <param name="IndexDirectory">Where indexes of JSONL files go.</param>
/// <param name="EmbeddingModel">The embedder, or null for <c>EMBEDDING_MODEL_PATH</c>, else <c>builtin:lexical</c>.</param>
/// <param name="SearchMode">Whether a database may answer from an HNSW index.</param>
/// <param name="SkipChecks">Whether chunks and embeddings are used unchecked.</param>
/// <param name="Variables">Variables that replace a role's own.</param>
public sealed record RetrieverSource(
    string? Named,
    string? DatasetFile,
    string IndexDirectory,
    string? EmbeddingModel,
    SearchMode SearchMode,
    bool SkipChecks,
    KeyVariableOverrides Variables
)
{
    /// <summary>The variable that names the embedder when no flag does.</summary>
    public const string EmbedderVariable = "EMBEDDING_MODEL_PATH";

    /// <summary>Opens both, and checks what the tiers of retrieval rest on: chunks, and embeddings that this embedder made.</summary>
    /// <param name="environment">The variables.</param>
    /// <param name="calls">Makes the calls of an embedder behind an endpoint.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">One of them cannot be used; the message names what to do.</exception>
    public async Task<Retriever> OpenAsync(LabEnvironment environment, IModelCaller calls, CancellationToken cancellationToken)
    {
        var options = new KnowledgeBaseOptions
        {
            IndexFolder = IndexDirectory,
            Environment = name => environment[name],
            SearchMode = SearchMode,
        };
        var knowledge = await KnowledgeBases
            .OpenAsync(KnowledgeFiles.Find(Named, DatasetFile, environment), options, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            var (embedder, name) = await EmbedderForAsync(EmbeddingModel, knowledge, environment, Variables, calls, cancellationToken)
                .ConfigureAwait(false);
            var chunks = await knowledge.CountAsync(KnowledgePart.Chunks, embedder.Identity, cancellationToken).ConfigureAwait(false);
            if (!SkipChecks)
            {
                if (chunks.Items == 0)
                    throw new BadInputException($"{knowledge.Location}: holds no chunks: fill it with 'kb import'");
                await EmbedderCheck.RunAsync(knowledge, embedder, embedder.Identity, cancellationToken).ConfigureAwait(false);
            }
            var hash = await knowledge.ContentHashAsync(cancellationToken).ConfigureAwait(false);
            return new Retriever(knowledge, embedder, name, hash, chunks.Items);
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
        var endpoints = new EndpointResolver(environment, providers, variables);
        return (Embedders.Create(name, new EmbedderInputs(() => passages, hash, providers, endpoints, calls)), name);
    }
}
