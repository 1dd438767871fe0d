using System.Globalization;
using ModelLab.Core;

namespace ModelLab.Knowledge.Search;

/// <summary>Fills a <see cref="VectorIndex"/> row by row, in the order of ids.</summary>
/// <param name="location">Where the vectors come from, for messages.</param>
/// <param name="capacity">How many vectors there are at most.</param>
internal sealed class VectorIndexBuilder(string location, int capacity)
{
    private readonly long[] _ids = new long[capacity];
    private float[] _rows = [];
    private int _dimensions;
    private int _count;

    /// <exception cref="BadInputException">The vector is not finite, is of another length than the first, or all of them do not fit one
    /// array.</exception>
    public void Add(long id, ReadOnlySpan<float> vector)
    {
        if (_dimensions == 0)
            Allocate(vector.Length);
        if (vector.Length != _dimensions)
            throw new BadInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{location}: the embedding of {id} has {vector.Length} dimensions, others have {_dimensions}: embed all anew "
                        + $"with 'kb embed --overwrite'"
                )
            );
        if (!Vectors.IsFinite(vector))
            throw new BadInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{location}: the embedding of {id} holds a number that is not finite: embed anew with 'kb embed --overwrite'"
                )
            );
        if (!Vectors.Normalise(vector, _rows.AsSpan(_count * _dimensions, _dimensions)))
            return;
        _ids[_count++] = id;
    }

    public VectorIndex Build() => new(_count == _ids.Length ? _ids : _ids[.._count], _rows, _dimensions);

    private void Allocate(int dimensions)
    {
        if ((long)capacity * dimensions > Array.MaxLength)
            throw new BadInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{location}: {capacity} embeddings of {dimensions} dimensions are too many to search in memory: use PostgreSQL"
                )
            );
        _dimensions = dimensions;
        _rows = GC.AllocateUninitializedArray<float>(capacity * dimensions);
    }
}
