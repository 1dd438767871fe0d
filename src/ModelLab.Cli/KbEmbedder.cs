using Microsoft.Extensions.AI;
using ModelLab.Knowledge;

namespace ModelLab.Cli;

/// <summary>An embedder as the verb <c>kb</c> needs it.</summary>
/// <param name="Identity">What tells its vectors from those of others.</param>
/// <param name="Generator">Makes the vectors.</param>
/// <param name="ForQuestions">What it is told when texts are questions, or null when it needs not know.</param>
internal sealed record KbEmbedder(string Identity, IEmbeddingGenerator<string, Embedding<float>> Generator, EmbeddingGenerationOptions? ForQuestions = null);

/// <summary>Makes the embedder that <c>--embedding-model</c> names.</summary>
/// <param name="embeddingModel">The name, or null for the default.</param>
/// <param name="knowledge">The base whose texts it is for.</param>
/// <param name="cancellationToken">Stops it.</param>
internal delegate Task<KbEmbedder> KbEmbedderFactory(string? embeddingModel, IKnowledgeBase knowledge, CancellationToken cancellationToken);
