using CsCheck;
using ModelLab.Core.Metrics.Retrieval;

namespace ModelLab.Core.Tests.Metrics.Retrieval;

public sealed class RankingTests
{
    [Fact]
    public void A_source_counts_once_at_its_best_rank_and_the_ranks_below_move_up()
    {
        var ranking = Ranking.Of(["b", "a", "b", "a", "c"], ["c"], depth: 5);
        Assert.Equal([0, 0, 1], ranking.Grades); // b, a, c
        Assert.Equal(1.0 / 3, ReciprocalRank.Of(ranking)!.Value, 1e-15);
    }

    [Fact]
    public void Relevant_sources_named_twice_count_once() => Assert.Equal(1, Ranking.Of([1L], [1L, 1L]).Relevant);

    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(5, 6, false)]
    [InlineData(null, 1000, true)]
    public void A_list_reaches_as_far_as_retrieval_was_asked(int? depth, int k, bool reaches) =>
        Assert.Equal(reaches, Ranking.Of(["a", "b"], ["a"], depth).Reaches(k));

    [Fact]
    public void A_list_that_is_shorter_than_its_depth_was_not_cut() =>
        Assert.Equal(0.1, Precision.At(Ranking.Of(["a", "b"], ["a"], depth: 10), 10)!.Value, 1e-15);

    [Fact]
    public void Without_relevant_sources_every_metric_is_null()
    {
        var ranking = Ranking.Of(["a"], [], depth: 1);
        Assert.All(
            new[]
            {
                HitRate.At(ranking, 1),
                Recall.At(ranking, 1),
                Precision.At(ranking, 1),
                ReciprocalRank.Of(ranking),
                AveragePrecision.Of(ranking),
                NormalisedDiscountedGain.At(ranking, 1),
                NormalisedDiscountedGain.Of(ranking),
            },
            Assert.Null
        );
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Ranking.Of(["a", "b"], ["a"], depth: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => HitRate.At(Ranking.Of(["a"], ["a"]), 0));
        Assert.Contains(
            "'d1' occurs twice",
            Assert.Throws<ArgumentException>(() => Ranking.OfTrec([("d1", 1), ("d1", 2)], new Dictionary<string, int>())).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'d1' is not a number",
            Assert.Throws<ArgumentException>(() => Ranking.OfTrec([("d1", double.NaN)], new Dictionary<string, int>())).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_run_is_ordered_by_score_and_equal_scores_by_document_id_falling()
    {
        var judgements = new Dictionary<string, int>
        {
            ["d1"] = 1,
            ["d2"] = 2,
            ["d3"] = 3,
            ["D9"] = 4,
        };
        // d9 is not judged; ordinal order puts D9 below every d.
        Assert.Equal([3, 4, 0, 2, 1], Ranking.OfTrec([("d1", 0.5), ("d2", 0.5), ("D9", 0.7), ("d9", 0.5), ("d3", 0.7)], judgements).Grades);
        Assert.Equal([4, 3, 2, 1], Ranking.OfTrec([], judgements).Ideal);
    }

    [Fact]
    public void Equal_scores_go_by_the_bytes_of_the_ids_and_not_by_UTF_16()
    {
        // In UTF-8 «｡» U+FF61 is EF BD A1 and «😀» F0 9F 98 80, which strcmp finds greater. In UTF-16 it begins with D83D, the lesser.
        var judgements = new Dictionary<string, int> { ["\uFF61"] = 1, ["😀"] = 2 };
        Assert.Equal([2, 1], Ranking.OfTrec([("\uFF61", 0.5), ("😀", 0.5)], judgements).Grades);
        Assert.Equal([2, 1], Ranking.OfTrec([("😀", 0.5), ("\uFF61", 0.5)], judgements).Grades);
    }

    [Fact]
    public void The_order_of_lines_in_a_run_changes_nothing() =>
        Gen.Select(Gen.Int[0, 3].Array[1, 9], Gen.Int[-1, 3].Array[9], Gen.Int[0, 1_000_000])
            .Sample(
                (scores, grades, seed) =>
                {
                    var run = scores.Select((s, i) => ($"d{i}", (double)s)).ToArray();
                    var judgements = grades.Select((g, i) => ($"d{i}", g)).ToDictionary();
                    var before = Ranking.OfTrec(run, judgements).Grades;
                    new Random(seed).Shuffle(run);
                    Assert.Equal(before, Ranking.OfTrec(run, judgements).Grades);
                }
            );
}
