namespace ModelLab.Knowledge.Search;

/// <summary>
/// The k best rows seen so far: a binary heap whose root is the worst of them. Rows are in the order of their ids, so ties go to the lower
/// row.
/// </summary>
internal sealed class TopRows(int k)
{
    private readonly Candidate[] _heap = new Candidate[k];
    private int _count;

    // What a row must reach; most rows end at this comparison.
    private float _threshold = float.NegativeInfinity;

    public void Offer(int row, float similarity)
    {
        if (similarity < _threshold)
            return;
        var candidate = new Candidate(row, similarity);
        if (_count < k)
        {
            SiftUp(_count++, candidate);
            if (_count == k)
                _threshold = _heap[0].Similarity;
        }
        else if (candidate.IsBetterThan(_heap[0]))
        {
            SiftDown(candidate);
            _threshold = _heap[0].Similarity;
        }
    }

    public void Take(TopRows other)
    {
        for (var i = 0; i < other._count; i++)
            Offer(other._heap[i].Row, other._heap[i].Similarity);
    }

    /// <summary>The rows, best first.</summary>
    public IEnumerable<Candidate> Sorted() => _heap.Take(_count).OrderByDescending(c => c.Similarity).ThenBy(c => c.Row);

    private void SiftUp(int at, Candidate candidate)
    {
        while (at > 0)
        {
            var parent = (at - 1) / 2;
            if (!_heap[parent].IsBetterThan(candidate))
                break;
            _heap[at] = _heap[parent];
            at = parent;
        }
        _heap[at] = candidate;
    }

    private void SiftDown(Candidate candidate)
    {
        var at = 0;
        for (var child = 1; child < k; child = 2 * at + 1)
        {
            if (child + 1 < k && _heap[child].IsBetterThan(_heap[child + 1]))
                child++;
            if (!candidate.IsBetterThan(_heap[child]))
                break;
            _heap[at] = _heap[child];
            at = child;
        }
        _heap[at] = candidate;
    }

    internal readonly record struct Candidate(int Row, float Similarity)
    {
        public bool IsBetterThan(Candidate other) => Similarity > other.Similarity || (Similarity == other.Similarity && Row < other.Row);
    }
}
