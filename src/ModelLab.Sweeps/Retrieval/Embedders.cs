using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Knowledge.Embedders;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;

namespace ModelLab.Sweeps.Retrieval;

/// <summary>What an embedder may need beside its name.</summary>
/// <param name="Passages">The texts of the knowledge base, asked for only by <c>builtin:lexical</c>.</param>
/// <param name="ContentHash">Their hash.</param>
/// <param name="Providers">Which prefixes are providers.</param>
/// <param name="Endpoints">Finds a provider's endpoint.</param>
/// <param name="Calls">Makes the calls, with journal, retries, limits and money.</param>
public sealed record EmbedderInputs(
    Func<IReadOnlyList<string>> Passages,
    string ContentHash,
    ProviderCatalog Providers,
    EndpointResolver Endpoints,
    IModelCaller Calls
);

/// <summary>Makes the embedder that <c>--embedding-model</c> or <c>EMBEDDING_MODEL_PATH</c> names.</summary>
public static class Embedders
{
    /// <summary>
    /// Makes an embedder: <c>builtin:lexical</c>, <c>onnx:FOLDER</c>, <c>provider:model</c>, or the plain path of a folder with an ONNX
    /// model.
    /// </summary>
    /// <exception cref="BadInputException">The name is none of these, or what it names cannot be used.</exception>
    public static IEmbedder Create(string name, EmbedderInputs surroundings)
    {
        var trimmed = name.Trim();
        if (trimmed.StartsWith(OnnxEmbedder.Prefix, StringComparison.OrdinalIgnoreCase))
            return OnnxEmbedder.Load(trimmed[OnnxEmbedder.Prefix.Length..]);
        // Before providers, so that a folder may have a colon in its path, as they have on Windows.
        if (Directory.Exists(trimmed))
            return OnnxEmbedder.Load(trimmed);
        var model = Parse(trimmed, surroundings.Providers);
        if (model.IsBuiltIn)
            return trimmed.Equals(LexicalEmbedder.Name, StringComparison.OrdinalIgnoreCase)
                ? new LexicalEmbedder(surroundings.Passages(), surroundings.ContentHash)
                : throw Unknown(name);
        if (model.Provider is null && surroundings.Endpoints.Named(model) is null)
            throw Unknown(name);
        // A name with its provider, or one of the models file, has one endpoint, whatever the role.
        var resolution = surroundings.Endpoints.Resolve(ModelRole.Generation, model);
        return resolution.Endpoint is { } endpoint
            ? new ProviderEmbedder(endpoint, surroundings.Calls)
            : throw new BadInputException($"embedding model {model}: {resolution.Problem}");
    }

    private static ModelRef Parse(string name, ProviderCatalog providers)
    {
        try
        {
            return ModelRef.Parse(name, providers.IsProvider);
        }
        catch (FormatException e)
        {
            throw new BadInputException($"embedding model: {e.Message}", e);
        }
    }

    private static BadInputException Unknown(string name) =>
        new(
            $"embedding model '{name}': there is no such folder, built-in embedder or provider: give {LexicalEmbedder.Name}, "
                + $"{OnnxEmbedder.Prefix}FOLDER, provider:model or a name of the models file"
        );
}
