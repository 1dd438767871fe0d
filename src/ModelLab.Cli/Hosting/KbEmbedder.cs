using Microsoft.Extensions.AI;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Reading;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Retrieval;

namespace ModelLab.Cli.Hosting;

/// <summary>An embedder as the verb <c>kb</c> needs it.</summary>
/// <param name="Identity">What tells its vectors from those of others.</param>
/// <param name="Generator">Makes the vectors.</param>
/// <param name="ForQuestions">What it is told when texts are questions, or null when it needs not know.</param>
internal sealed record KbEmbedder(
    string Identity,
    IEmbeddingGenerator<string, Embedding<float>> Generator,
    EmbeddingGenerationOptions? ForQuestions = null
) : IAsyncDisposable
{
    private EmbeddingCalls? Calls { get; init; }

    /// <summary>Makes it as <c>run</c> does, with calls that go through the journal of the output directory.</summary>
    public static async Task<KbEmbedder> CreateAsync(KbEmbedderRequest request, CancellationToken cancellationToken)
    {
        var calls = EmbeddingCalls.Open(request.OutputDirectory, request.Environment, request.Time);
        var (embedder, _) = await RetrieverSource
            .EmbedderForAsync(
                request.EmbeddingModel,
                request.Knowledge,
                request.Environment,
                new KeyVariableOverrides(),
                calls.Caller,
                cancellationToken
            )
            .ConfigureAwait(false);
        return new KbEmbedder(embedder.Identity, embedder, EmbeddingOptions.Of(TextKind.Query)) { Calls = calls };
    }

    public async ValueTask DisposeAsync()
    {
        Generator.Dispose();
        if (Calls is not null)
            await Calls.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>For which base, and where, an embedder is made.</summary>
/// <param name="EmbeddingModel">The name, or null for the default.</param>
/// <param name="Knowledge">The base whose texts it is for.</param>
/// <param name="OutputDirectory">Where the journal is.</param>
/// <param name="Environment">The variables.</param>
/// <param name="Time">The clock.</param>
internal sealed record KbEmbedderRequest(
    string? EmbeddingModel,
    IKnowledgeBase Knowledge,
    string OutputDirectory,
    LabEnvironment Environment,
    TimeProvider Time
);

/// <summary>Makes the embedder that <c>--embedding-model</c> names.</summary>
/// <param name="request">Which one.</param>
/// <param name="cancellationToken">Stops it.</param>
internal delegate Task<KbEmbedder> KbEmbedderFactory(KbEmbedderRequest request, CancellationToken cancellationToken);
