using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;

namespace ModelLab.Scoring.Tests;

public sealed class RetrievalScoringTests : ScoringTest
{
    private const string Qrels = "q1 0 d1 2\nq1 0 d2 1\nq1 0 d3 0\nq2\t0\td1\t1\nq3 0 d9 0\nq4 0 d1 1\n";

    // The ranks lie: the score orders, and of d1 and d2 the greater id comes first. z has no judgements, q4 no results.
    private const string Run = "q1 Q0 d1 1 0.5 x\nq1 Q0 d2 2 0.5 x\nq1 Q0 d3 9 0.9 x\n\nq2 Q0 d5 1 1e1 x\nq3 Q0 d9 1 1 x\nz Q0 d1 1 1 x\n";

    [Fact]
    public void A_query_scores_as_trec_eval_defines_it()
    {
        var result = Score();
        // q1 in order d3 (0), d2 (1), d1 (2). DCG = 1/log₂3 + 2/log₂4; the best order has 2 + 1/log₂3.
        var ndcg = (1 / Math.Log2(3) + 1) / (2 + 1 / Math.Log2(3));
        Assert.Equal(
            [
                ("map", (1 / 2.0 + 2 / 3.0) / 2),
                ("recip_rank", 1 / 2.0),
                ("ndcg", ndcg),
                ("ndcg_cut_1", 0),
                ("ndcg_cut_3", ndcg),
                ("P_1", 0),
                ("P_3", 2 / 3.0),
                ("recall_1", 0),
                ("recall_3", 1),
                ("success_1", 0),
                ("success_3", 1),
            ],
            result.Metrics.Zip(result.Rows[0].Values.Select(v => v!.Value))
        );
        Assert.All(result.Rows[1].Values, v => Assert.Equal(0, v)); // nothing found
        Assert.All(result.Rows[2].Values, Assert.Null); // nothing to find
    }

    [Fact]
    public void A_query_that_the_run_lacks_is_left_out_or_counts_as_nothing_found()
    {
        var usual = Score();
        Assert.Equal(["q1", "q2", "q3"], usual.Rows.Select(r => r.Id));
        Assert.Equal((1, 1, 1), (usual.MissingQueries, usual.UnjudgedQueries, usual.QueriesWithoutRelevant));
        Assert.Equal((0.25, 2L), (Value(usual.Aggregates, "recip_rank")!.Value, usual.Aggregates[0].N));
        var complete = Score(complete: true);
        Assert.Equal(["q1", "q2", "q3", "q4"], complete.Rows.Select(r => r.Id));
        Assert.All(complete.Rows[3].Values, v => Assert.Equal(0, v));
        Assert.Equal((0.5 / 3, 3L), (Value(complete.Aggregates, "recip_rank")!.Value, complete.Aggregates[0].N));
        Assert.Equal((1, 1, 1), (complete.MissingQueries, complete.UnjudgedQueries, complete.QueriesWithoutRelevant));
    }

    [Fact]
    public void Means_have_the_interval_of_their_kind()
    {
        // One document is relevant to each query, and stands at rank 1, 2, 1, 3, …
        int[] ranks = [1, 2, 1, 3, 1, 1, 2, 4, 1, 2];
        var qrels = string.Concat(ranks.Select((_, q) => FormattableString.Invariant($"q{q} 0 d 1\n")));
        var run = string.Concat(
            ranks.SelectMany(
                (rank, q) =>
                    Enumerable.Range(1, 4).Select(r => FormattableString.Invariant($"q{q} Q0 {(r == rank ? "d" : $"x{r}")} {r} {-r} x\n"))
            )
        );
        var result = RetrievalScoring.Run(Write("q", qrels), Write("r", run), [1], complete: false, seed: 7, Stop);
        ConfidenceInterval? Interval(string metric) => result.Aggregates.Single(a => a.Metric == metric).Interval;
        var queries = ClusterIndex.Independent(10);
        Assert.Equal(Scale.Share.MeanInterval([.. ranks.Select(r => 1.0 / r)], queries), Interval("recip_rank"));
        Assert.Equal(Scale.Share.MeanInterval([.. ranks.Select(r => r == 1 ? 1.0 : 0)], queries), Interval("success_1"));
        Assert.Equal(Scale.Share.MeanInterval([.. ranks.Select(r => 1 / Math.Log2(r + 1))], queries), Interval("ndcg"));
    }

    [Fact]
    public void Equal_scores_go_by_the_bytes_of_the_ids()
    {
        // F0 9F 98 80 is greater than EF BD A1, so «😀» stands first, and is relevant.
        var run = Write("r", "q Q0 \uFF61 1 0.5 x\nq Q0 😀 2 0.5 x\n");
        var result = RetrievalScoring.Run(Write("q", "q 0 😀 1\n"), run, [1], complete: false, cancellationToken: Stop);
        Assert.Equal(1, Value(result.Aggregates, "recip_rank"));
    }

    [Fact]
    public void One_number_under_two_names_has_one_interval()
    {
        // Ranks of the only relevant document: P_1, recall_1, success_1 and ndcg_cut_1 are the share of rank 1; recall_3 and success_3 that
        // of the first three. P_3 is a third of that, and the mean of thirds is no share.
        int[] ranks = [1, 2, 1, 3, 1, 1, 2, 4, 1, 2];
        var result = Ranked(ranks, "");
        Score Of(string metric) => result.Aggregates.Single(a => a.Metric == metric);
        Assert.All(
            ["P_1", "recall_1", "success_1", "ndcg_cut_1"],
            (string name) =>
            {
                Assert.Equal(0.5, Of(name).Value);
                // 5 of 10 is not skewed: Student's, s² = 2.5/9, SE = √(2.5/90) = 1/6, t(0.975; 9) = 2.262157.
                Assert.Equal(0.5 - 2.262157 / 6, Of(name).Interval!.Lower, 5);
                Assert.Equal(0.5 + 2.262157 / 6, Of(name).Interval!.Upper, 5);
            }
        );
        Assert.Equal(Of("success_3").Interval, Of("recall_3").Interval);
        Assert.Equal(
            Scale.Share.MeanInterval([.. ranks.Select(r => r <= 3 ? 1 / 3.0 : 0)], ClusterIndex.Independent(10)),
            Of("P_3").Interval
        );

        // A second relevant document that is never found: recall is a half or nothing, P_1 and success_1 are one number still.
        var two = Ranked(ranks, "other");
        Score OfTwo(string metric) => two.Aggregates.Single(a => a.Metric == metric);
        Assert.Equal(Of("success_1").Interval, OfTwo("P_1").Interval);
        Assert.Equal(
            Scale.Share.MeanInterval([.. ranks.Select(r => r == 1 ? 0.5 : 0)], ClusterIndex.Independent(10)),
            OfTwo("recall_1").Interval
        );
    }

    [Fact]
    public void Cutoffs_are_sorted_and_a_list_may_be_shorter() =>
        Assert.Equal(
            ["P_2", "P_100"],
            RetrievalScoring
                .Run(Write("q", Qrels), Write("r", Run), [100, 2, 100], complete: false, cancellationToken: Stop)
                .Metrics.Where(m => m.StartsWith('P'))
        );

    [Fact]
    public void Ids_are_compared_letter_by_letter() =>
        Assert.Equal(
            0,
            Value(
                RetrievalScoring
                    .Run(Write("q", "q 0 doc 1\n"), Write("r", "q Q0 DOC 1 1 x\n"), [1], complete: false, cancellationToken: Stop)
                    .Aggregates,
                "recip_rank"
            )
        );

    [Theory]
    [InlineData("# judged by hand\nq1 0 d1 1\nq1 0 d2 0 # not this\n", "q1 Q0 d1 1 2.5 STANDARD more junk\nq1 Q0 d2 2 1.5 t\n")]
    [InlineData("q1 0 d1 1.0\nq1 0 d2 0.0\n", "#qid Q0 docno rank score tag\nq1 Q0 d1 1 2.5 t\nq1 Q0 d2 2 1.5 t\n")]
    [InlineData("query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n", "q1 Q0 d1 1 2.5 t\nq1 Q0 d2 2 1.5 t\n")]
    public void Forms_that_trec_eval_and_BEIR_know_are_read(string qrels, string run) =>
        Assert.Equal(
            1,
            Value(
                RetrievalScoring.Run(Write("q", qrels), Write("r", run), [1], complete: false, cancellationToken: Stop).Aggregates,
                "recip_rank"
            )
        );

    [Theory]
    [InlineData("q1 0 d1\n", "", "q: line 1: has 3 fields, needs 4: QUERY ITERATION DOCUMENT GRADE")]
    [InlineData(
        "q1 0 d1 1.5\n",
        "",
        "q: line 1: field 'GRADE': '1.5' is not a whole number: write each line as QUERY ITERATION DOCUMENT GRADE"
    )]
    [InlineData("q1 0 d1 1\n\nq1 0 d1 1\n", "", "q: line 3: field 'DOCUMENT': 'd1' is there twice for query 'q1': leave one out")]
    [InlineData("\n", "", "q: is empty: expected lines of QUERY ITERATION DOCUMENT GRADE")]
    [InlineData("q1 0 d1 1\n", "q1 d1 1 0.5\n", "r: line 1: has 4 fields, needs 6: QUERY Q0 DOCUMENT RANK SCORE TAG")]
    [InlineData(
        "q1 0 d1 1\n",
        "q1 Q0 d1 1 0,5 x\n",
        "r: line 1: field 'SCORE': '0,5' is not a number: write each line as QUERY Q0 DOCUMENT RANK SCORE TAG"
    )]
    [InlineData(
        "q1 0 d1 1\n",
        "q1 Q0 d1 1 NaN x\n",
        "r: line 1: field 'SCORE': 'NaN' is not a number: write each line as QUERY Q0 DOCUMENT RANK SCORE TAG"
    )]
    [InlineData("q1 0 d1 1\n", "q2 Q0 d1 1 1 x\n", "r: none of its queries is judged in q: give a run and judgements of the same queries")]
    public void A_line_that_cannot_be_used_is_told(string qrels, string run, string problem) =>
        Assert.Equal(
            problem,
            Problem(() => RetrievalScoring.Run(Write("q", qrels), Write("r", run), [1], complete: false, cancellationToken: Stop))
        );

    [Theory, MemberData(nameof(Cultures))]
    public void Every_culture_gives_the_same_JSON(string culture)
    {
        var invariant = ScoreJson.Text(Score());
        In(culture, () => Assert.Equal(invariant, ScoreJson.Text(Score())));
    }

    // Each query has one relevant document at its rank of four, and perhaps another that is not found.
    private RetrievalScores Ranked(int[] ranks, string other)
    {
        var qrels = string.Concat(ranks.Select((_, q) => $"q{q} 0 d 1\n" + (other.Length > 0 ? $"q{q} 0 {other} 1\n" : "")));
        var run = string.Concat(
            ranks.SelectMany((rank, q) => Enumerable.Range(1, 4).Select(r => $"q{q} Q0 {(r == rank ? "d" : $"x{r}")} {r} {5 - r} x\n"))
        );
        return RetrievalScoring.Run(Write("q", qrels), Write("r", run), [1, 3], complete: false, seed: 7, Stop);
    }

    private RetrievalScores Score(bool complete = false) =>
        RetrievalScoring.Run(Write("q", Qrels), Write("r", Run), [1, 3], complete, cancellationToken: Stop);
}
