using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Embedding;
using ModelLab.Core.Roles;
using ModelLab.Knowledge.Embedders;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Retrieval;

namespace ModelLab.Sweeps.Tiers;

/// <summary>Compares two texts by their embeddings.</summary>
internal static class EmbeddingComparison
{
    /// <summary>Observes cosine, dot product and Euclidean distance, or the first of them, under the given measures.</summary>
    public static async Task<IReadOnlyList<Observation>> ObserveAsync(
        WorkUnit unit,
        string? answer,
        string? other,
        IReadOnlyList<string> measures,
        ITierContext context,
        CancellationToken cancellationToken
    )
    {
        Observation Row(string measure, Outcome outcome, double? value, string? error) =>
            new()
            {
                Tier = unit.Tier,
                ItemId = unit.ItemId,
                Measure = measure,
                GenerationModel = unit.Subject,
                Repeat = unit.Repeat,
                Outcome = outcome,
                Value = value,
                Error = error,
            };
        if (answer is null || other is null)
            return [.. measures.Select(m => Row(m, Outcome.NotRun, null, AnsweringTier.NoAnswer))];
        IReadOnlyList<ReadOnlyMemory<float>> vectors;
        try
        {
            vectors = await context.Embedder.EmbedAsync([answer, other], TextKind.Passage, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EmbeddingFailedException)
        {
            return [.. measures.Select(m => Row(m, Outcome.TransportError, null, e.Message))];
        }
        var (a, b) = (vectors[0], vectors[1]);
        double?[] values =
        [
            VectorSimilarity.Cosine(a.Span, b.Span),
            VectorSimilarity.Dot(a.Span, b.Span),
            VectorSimilarity.Euclidean(a.Span, b.Span),
        ];
        return [.. measures.Zip(values, (measure, value) => Row(measure, Outcome.Scored, value, null))];
    }
}
