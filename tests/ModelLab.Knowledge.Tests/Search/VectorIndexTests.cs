using CsCheck;
using ModelLab.Core;
using ModelLab.Knowledge.Search;
using ModelLab.Testing.Support;

namespace ModelLab.Knowledge.Tests.Search;

public sealed class VectorIndexTests
{
    private const double Slack = 1e-6;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Few distinct numbers make exact ties and vectors of zeros likely; wide ones and tiny ones try the scaling.
    private static readonly Gen<float> Number = Gen.OneOf(
        Gen.Int[-2, 2].Select(i => (float)i),
        Gen.Float[-1, 1],
        Gen.Float[-1e30f, 1e30f],
        Gen.Float[-1e-30f, 1e-30f]
    );

    private static readonly Gen<(float[][] Rows, float[][] Queries, int K)> Case =
        from dimensions in Gen.Int[1, 70]
        from rows in Gen.OneOf(Number, Gen.Float[-1, 1], Gen.Int[0, 1].Select(i => (float)i)).Array[dimensions].Array[0, 90]
        from queries in Gen.OneOf(Number, Gen.Float[-1, 1]).Array[dimensions].Array[0, 5]
        from k in Gen.Int[1, 30]
        select (rows, queries, k);

    [Fact]
    [OneCulture]
    public void A_search_returns_what_a_naive_scan_in_double_precision_returns() =>
        Case.Sample(
            c =>
            {
                var index = VectorIndex.Of([.. c.Rows.Select((r, i) => new ItemVector(i * 3, r))]);
                var found = index.Search([.. c.Queries.Select(q => (ReadOnlyMemory<float>)q)], c.K, Stop);
                Assert.Equal(c.Queries.Length, found.Count);
                for (var q = 0; q < c.Queries.Length; q++)
                    AssertSameButForNearTies(Naive(c.Rows, c.Queries[q]), found[q], c.K);
            },
            iter: 2_000
        );

    [Fact]
    [OneCulture]
    public void Many_rows_over_several_stripes_give_what_a_naive_scan_gives()
    {
        // 4 MiB a stripe: 3,000 rows of 700 numbers (8.4 MB) take three, shared among the workers.
        var random = new Random(7);
        float[][] Rows(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 700).Select(_ => random.NextSingle() - 0.5f).ToArray())];
        var (rows, queries) = (Rows(3000), Rows(20));
        rows[2999] = rows[5]; // an exact tie across stripes
        queries[0] = rows[5];
        var found = VectorIndex
            .Of([.. rows.Select((r, i) => new ItemVector(i * 3, r))])
            .Search([.. queries.Select(q => (ReadOnlyMemory<float>)q)], 10, Stop);
        for (var q = 0; q < queries.Length; q++)
            AssertSameButForNearTies(Naive(rows, queries[q]), found[q], 10);
        Assert.Equal([15, 8997], found[0].Take(2).Select(n => n.Id));
    }

    [Fact]
    public void Equal_vectors_come_by_id_wherever_the_bound_falls()
    {
        var index = VectorIndex.Of([.. Enumerable.Range(0, 50).Select(i => new ItemVector(100 - i, new float[] { 1, 2, 3 }))]);
        for (var k = 1; k <= 50; k++)
            Assert.Equal(
                Enumerable.Range(51, k).Select(i => (long)i),
                index.Search([new float[] { 3, 1, 2 }], k, Stop)[0].Select(n => n.Id)
            );
    }

    [Fact]
    public void Vectors_of_mixed_lengths_make_no_index()
    {
        var error = Assert.Throws<BadInputException>(() => VectorIndex.Of([new(1, new float[3]), new(2, new float[4])]));
        Assert.Contains("the embedding of 2 has 4 dimensions, others have 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_for_no_neighbours_is_a_mistake() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorIndex.Of([new(1, new float[] { 1 })]).Search([new float[] { 1 }], 0, Stop));

    // Every pair in double precision on the vectors as they are given; ids are 3 times the row.
    private static Dictionary<long, double> Naive(float[][] rows, float[] query)
    {
        var similarities = new Dictionary<long, double>();
        for (var i = 0; i < rows.Length; i++)
        {
            var (dot, xx, yy) = (0.0, 0.0, 0.0);
            for (var d = 0; d < query.Length; d++)
            {
                dot += (double)rows[i][d] * query[d];
                xx += (double)rows[i][d] * rows[i][d];
                yy += (double)query[d] * query[d];
            }
            if (xx > 0 && yy > 0)
                similarities[i * 3] = dot / (Math.Sqrt(xx) * Math.Sqrt(yy));
        }
        return similarities;
    }

    private static void AssertSameButForNearTies(Dictionary<long, double> naive, IReadOnlyList<Neighbour> found, int k)
    {
        var expected = naive.OrderByDescending(n => n.Value).ThenBy(n => n.Key).Take(k).ToList();
        Assert.Equal(expected.Count, found.Count);
        Assert.Equal(found.Count, found.Select(n => n.Id).Distinct().Count());
        for (var i = 0; i < found.Count; i++)
        {
            Assert.Equal(naive[found[i].Id], found[i].Similarity, Slack);
            // Another item may stand here only if it is as similar as the one expected.
            if (found[i].Id != expected[i].Key)
                Assert.Equal(expected[i].Value, naive[found[i].Id], Slack);
        }
    }
}
