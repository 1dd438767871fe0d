using ModelLab.Core.Text;

namespace ModelLab.Core.Metrics.Retrieval;

/// <summary>
/// The answer to one query as retrieval metrics see it: how relevant each source is, in rank order, and how relevant sources there are in
/// all.
/// Every source stands in it once, so that no metric can count one twice.
/// </summary>
public sealed class Ranking
{
    private readonly int[] grades;
    private readonly int[] ideal;

    private Ranking(int[] grades, int[] ideal, int? depth) => (this.grades, this.ideal, Depth) = (grades, ideal, depth);

    /// <summary>The grade of the source at each rank, from the best rank on; 0 or less is not relevant.</summary>
    public IReadOnlyList<int> Grades => grades;

    /// <summary>The grades of all relevant sources, retrieved or not, falling: the best ranking there could be.</summary>
    public IReadOnlyList<int> Ideal => ideal;

    /// <summary>How many relevant sources there are, retrieved or not.</summary>
    public int Relevant => ideal.Length;

    /// <summary>How many sources retrieval was asked for; null where it gave all it has.</summary>
    public int? Depth { get; }

    /// <summary>
    /// Whether a metric with cut-off <paramref name="k"/> is defined: something is relevant, and the list was not cut before rank k. A list
    /// that is shorter
    /// than its depth was not cut: nothing more was there to retrieve.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public bool Reaches(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return Relevant > 0 && (Depth is null || k <= Depth);
    }

    /// <summary>How many of the first k sources are relevant.</summary>
    public int Hits(int k)
    {
        var hits = 0;
        for (var i = 0; i < Math.Min(k, grades.Length); i++)
            if (grades[i] > 0)
                hits++;
        return hits;
    }

    /// <summary>
    /// A list of sources, best first, against the set of relevant ones. A source that occurs several times (several chunks of one page)
    /// counts once, at its best rank;
    /// the ranks below it move up.
    /// </summary>
    /// <param name="retrieved">What was retrieved, best first.</param>
    /// <param name="relevant">What is relevant; empty makes every metric null.</param>
    /// <param name="depth">How many entries retrieval was asked for (<c>--top-k</c>), or null where the list is all there is.</param>
    /// <param name="comparer">How sources are compared; by default as their type does it.</param>
    /// <exception cref="ArgumentException">More was retrieved than asked for.</exception>
    public static Ranking Of<T>(
        IReadOnlyCollection<T> retrieved,
        IEnumerable<T> relevant,
        int? depth = null,
        IEqualityComparer<T>? comparer = null
    )
    {
        if (retrieved.Count > depth)
            throw new ArgumentException($"{retrieved.Count} sources were retrieved, more than the depth of {depth}", nameof(depth));
        var wanted = new HashSet<T>(relevant, comparer);
        var grades = retrieved.Distinct(comparer).Select(id => wanted.Contains(id) ? 1 : 0);
        return new([.. grades], [.. Enumerable.Repeat(1, wanted.Count)], depth);
    }

    /// <summary>
    /// A run's documents for one topic against graded judgements, as trec_eval reads them: by score falling, equal scores by document id
    /// falling (by its bytes in UTF-8), whatever ranks the file states. Documents without a judgement count as not relevant.
    /// </summary>
    /// <param name="run">Documents with their scores, in any order.</param>
    /// <param name="judgements">Grades by document id; relevant from 1 on.</param>
    /// <exception cref="ArgumentException">A document occurs twice, or a score is not a number.</exception>
    public static Ranking OfTrec(IReadOnlyCollection<(string Document, double Score)> run, IReadOnlyDictionary<string, int> judgements)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (document, score) in run)
        {
            if (!seen.Add(document))
                throw new ArgumentException($"document '{document}' occurs twice", nameof(run));
            if (double.IsNaN(score))
                throw new ArgumentException($"the score of document '{document}' is not a number", nameof(run));
        }
        var ordered = run.OrderByDescending(d => d.Score).ThenByDescending(d => d.Document, CodePointComparer.Instance);
        return new(
            [.. ordered.Select(d => judgements.GetValueOrDefault(d.Document))],
            [.. judgements.Values.Where(grade => grade > 0).OrderDescending()],
            depth: null
        );
    }
}
