using System.Globalization;
using ModelLab.Core;
using ModelLab.Knowledge.Search;

namespace ModelLab.Knowledge;

/// <summary>What a vector must be before it is stored.</summary>
internal static class VectorCheck
{
    /// <exception cref="BadInputException">A number is not finite, or a vector is empty.</exception>
    public static void Finite(string location, IReadOnlyList<ItemVector> vectors)
    {
        foreach (var vector in vectors)
        {
            if (vector.Values.Length == 0)
                throw new BadInputException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{location}: the embedding of {vector.Id} is empty: nothing was written; the embedder is broken"
                    )
                );
            if (!Vectors.IsFinite(vector.Values.Span))
                throw new BadInputException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{location}: the embedding of {vector.Id} holds a number that is not finite: nothing was written; the "
                            + $"embedder is broken"
                    )
                );
        }
    }

    /// <exception cref="BadInputException">A vector is of another length.</exception>
    public static void Length(string location, IReadOnlyList<ItemVector> vectors, int dimensions)
    {
        foreach (var vector in vectors)
            if (vector.Values.Length != dimensions)
                throw new BadInputException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{location}: the embedding of {vector.Id} has {vector.Values.Length} dimensions, but those stored have "
                            + $"{dimensions}: use the embedder that made them"
                    )
                );
    }

    /// <summary>An embedding of something that is not stored.</summary>
    public static BadInputException Unknown(string location, long id) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{location}: {id} is not there, so its embedding cannot be kept: nothing was written"
            )
        );

    /// <exception cref="BadInputException">A query is of another length, or not finite.</exception>
    public static void Queries(IReadOnlyList<ReadOnlyMemory<float>> queries, int dimensions)
    {
        for (var q = 0; q < queries.Count; q++)
        {
            if (queries[q].Length != dimensions)
                throw new BadInputException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"query {q}: has {queries[q].Length} dimensions, but the embeddings have {dimensions}: use the embedder that "
                            + $"made them"
                    )
                );
            if (!Vectors.IsFinite(queries[q].Span))
                throw new BadInputException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"query {q}: its vector holds a number that is not finite: the embedder is broken"
                    )
                );
        }
    }
}
