using CsCheck;
using ModelLab.Core.Metrics.Retrieval;

namespace ModelLab.Core.Tests.Metrics.Retrieval;

public sealed class RetrievalMetricsTests
{
    // Relevant: b, d, x. Retrieved: a b c d e.
    private static readonly Ranking Mixed = Ranking.Of(["a", "b", "c", "d", "e"], ["b", "d", "x"], depth: 5);

    [Fact]
    public void Values_of_a_mixed_list_are_those_derived_by_hand()
    {
        Assert.Equal(0, HitRate.At(Mixed, 1));
        Assert.Equal(1, HitRate.At(Mixed, 2));
        Assert.Equal(1, HitRate.At(Mixed, 5)); // two hits are still one
        Assert.Equal(1.0 / 3, Recall.At(Mixed, 3)!.Value, 1e-15); // b of b, d, x
        Assert.Equal(2.0 / 3, Recall.At(Mixed, 5)!.Value, 1e-15);
        Assert.Equal(1.0 / 3, Precision.At(Mixed, 3)!.Value, 1e-15);
        Assert.Equal(0.4, Precision.At(Mixed, 5)!.Value, 1e-15);
        Assert.Equal(0.5, ReciprocalRank.Of(Mixed));
        Assert.Equal(1.0 / 3, AveragePrecision.Of(Mixed)!.Value, 1e-15); // (1/2 + 2/4) / 3
        // DCG = 1/log2(3) + 1/log2(5); the best has three at ranks 1–3: 1 + 1/log2(3) + 1/2.
        Assert.Equal((1 / Math.Log2(3) + 1 / Math.Log2(5)) / (1.5 + 1 / Math.Log2(3)), NormalisedDiscountedGain.At(Mixed, 5)!.Value, 1e-15);
        // At 1 the best has one.
        Assert.Equal(0, NormalisedDiscountedGain.At(Mixed, 1));
    }

    [Fact]
    public void A_cut_off_beyond_the_depth_is_undefined()
    {
        Assert.Null(HitRate.At(Mixed, 6));
        Assert.Null(Recall.At(Mixed, 10));
        Assert.Null(Precision.At(Mixed, 10));
        Assert.Null(NormalisedDiscountedGain.At(Mixed, 10));
    }

    // The tool this replaces reported nDCG@10 = 1.0923: chunks of one page each counted as a hit.
    [Fact]
    public void Several_chunks_of_the_one_relevant_page_give_an_nDCG_of_1() =>
        Assert.Equal(1, NormalisedDiscountedGain.At(Ranking.Of(["p", "p", "q", "p"], ["p"], depth: 10), 10));

    // The example of pytrec_eval's README, computed by trec_eval: map 1/3 and 0.58333…, ndcg 0.5 and 0.69342640361727.
    [Fact]
    public void Values_equal_those_of_trec_eval()
    {
        var q1 = Ranking.OfTrec(
            [("d1", 1.0), ("d2", 0.0), ("d3", 1.5)],
            new Dictionary<string, int>
            {
                ["d1"] = 0,
                ["d2"] = 1,
                ["d3"] = 0,
            }
        );
        var q2 = Ranking.OfTrec([("d1", 1.5), ("d2", 0.2), ("d3", 0.5)], new Dictionary<string, int> { ["d2"] = 1, ["d3"] = 1 });
        Assert.Equal(0.3333333333333333, AveragePrecision.Of(q1)!.Value, 1e-14);
        Assert.Equal(0.5, NormalisedDiscountedGain.Of(q1)!.Value, 1e-14);
        Assert.Equal(0.5833333333333333, AveragePrecision.Of(q2)!.Value, 1e-14);
        Assert.Equal(0.6934264036172708, NormalisedDiscountedGain.Of(q2)!.Value, 1e-14);
    }

    [Fact]
    public void The_gain_is_linear_and_negative_grades_gain_nothing()
    {
        // Order: x (3), y (−1), z (1). DCG = 3 + 0 + 1/2; best: 3 + 1/log2(3).
        var ranking = Ranking.OfTrec(
            [("x", 3), ("y", 2), ("z", 1)],
            new Dictionary<string, int>
            {
                ["x"] = 3,
                ["y"] = -1,
                ["z"] = 1,
            }
        );
        Assert.Equal(3.5 / (3 + 1 / Math.Log2(3)), NormalisedDiscountedGain.At(ranking, 3)!.Value, 1e-15);
        Assert.Equal(2.0 / 3, Precision.At(ranking, 3)!.Value, 1e-15);
    }

    [Fact]
    public void Whatever_is_retrieved_values_stay_between_0_and_1_and_grow_with_k_where_they_must()
    {
        var id = Gen.Int[0, 7];
        Gen.Select(id.Array[0, 12], id.Array[1, 6], Gen.Int[1, 12])
            .Sample(
                (retrieved, relevant, k) =>
                {
                    var ranking = Ranking.Of(retrieved, relevant);
                    foreach (
                        var value in new[]
                        {
                            HitRate.At(ranking, k),
                            Recall.At(ranking, k),
                            Precision.At(ranking, k),
                            ReciprocalRank.Of(ranking),
                            AveragePrecision.Of(ranking),
                            NormalisedDiscountedGain.At(ranking, k),
                            NormalisedDiscountedGain.Of(ranking),
                        }
                    )
                        Assert.InRange(value!.Value, 0, 1 + 1e-12);
                    Assert.True(HitRate.At(ranking, k) <= HitRate.At(ranking, k + 1));
                    Assert.True(Recall.At(ranking, k) <= Recall.At(ranking, k + 1));
                    // Names mean nothing: 7 − id is the same ranking.
                    Assert.Equal(
                        NormalisedDiscountedGain.At(ranking, k),
                        NormalisedDiscountedGain.At(Ranking.Of([.. retrieved.Select(x => 7 - x)], relevant.Select(x => 7 - x)), k)
                    );
                }
            );
    }

    [Fact]
    public void The_relevant_sources_in_their_best_order_score_1() =>
        Gen.Int[1, 4]
            .Array[1, 8]
            .Sample(grades =>
            {
                var judgements = grades.Select((g, i) => ($"d{i}", g)).ToDictionary();
                var best = Ranking.OfTrec([.. judgements.Select(j => (j.Key, (double)j.Value))], judgements);
                Assert.Equal(1, NormalisedDiscountedGain.Of(best)!.Value, 1e-12);
                Assert.Equal(1, NormalisedDiscountedGain.At(best, 2)!.Value, 1e-12);
                Assert.Equal(1, AveragePrecision.Of(best)!.Value, 1e-12);
            });
}
