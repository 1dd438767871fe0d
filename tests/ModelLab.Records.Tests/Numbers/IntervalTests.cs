using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Numbers;

public sealed class IntervalTests
{
    [Fact]
    public void A_mean_of_scores_carries_the_cluster_robust_interval_over_source_pages()
    {
        // Pages u: 4, 4; v: 5; w: 3. Mean 4. Page sums of deviations 0, 1, -1, so SE² = 3/2 · 2 / 16 = 0.1875; t(0.975; 2) = 4.302653.
        // Half a width: 4.302653 · 0.4330127 = 1.863103.
        var mean = Find(
            Of([Scored("a", 4), Scored("b", 4), Scored("c", 5), Scored("d", 3)], Pages(("a", "u"), ("b", "u"), ("c", "v"), ("d", "w"))),
            "avg_answer_correctness"
        );
        Assert.Equal(4, mean.Value);
        Assert.Equal(3, mean.Interval!.Clusters);
        Assert.Equal(4 - 1.863103, mean.Interval.Lower, 5);
        Assert.Equal(5, mean.Interval.Upper); // the scale ends there
        Assert.False(mean.Interval.IsReliable);
    }

    [Fact]
    public void A_skewed_share_carries_Clopper_and_Pearsons_interval()
    {
        // 3 of 4, each item its own page: γ = −1.1547, so its weight is 1. Clopper and Pearson's tables: 0.1941 to 0.9937.
        var accuracy = Find(
            Aggregation.Of([
                Make.Verdict("p", "a", true, true),
                Make.Verdict("p", "b", true, true),
                Make.Verdict("p", "c", true, true),
                Make.Verdict("p", "d", true, false),
            ]),
            "accuracy"
        );
        Assert.Equal(0.1941, accuracy.Interval!.Lower, 1e-3);
        Assert.Equal(0.9937, accuracy.Interval.Upper, 1e-3);
    }

    [Fact]
    public void One_number_of_retrieval_under_two_names_has_one_interval()
    {
        // The one relevant chunk stands at rank 1 for 3 of 4 questions: precision@1 is hit_rate@1, and so is recall@1; a share as above.
        var numbers = Retrieval([1, 1, 1, 0], [1, 1, 1, 0]);
        Assert.All(
            ["hit_rate@1", "precision@1", "recall@1"],
            (string metric) =>
            {
                Assert.Equal(0.75, Find(numbers, metric).Value);
                Assert.Equal(0.1941, Find(numbers, metric).Interval!.Lower, 1e-3);
                Assert.Equal(0.9937, Find(numbers, metric).Interval!.Upper, 1e-3);
            }
        );

        // With two relevant chunks recall@1 is another number: 0.25, not skewed, SE² = 4/3 · 0.25 / 16 = 1/48; t(0.975; 3) = 3.182446.
        var halves = Find(Retrieval([1, 1, 0, 0], [0.5, 0.5, 0, 0]), "recall@1");
        Assert.Equal(0, halves.Interval!.Lower);
        Assert.Equal(0.25 + 3.182446 / Math.Sqrt(48), halves.Interval.Upper, 5);
    }

    [Fact]
    public void Questions_of_one_page_say_less_than_questions_of_many()
    {
        Observation[] rows = [.. Enumerable.Range(0, 40).Select(i => Scored($"q{i:00}", i % 4 < 2 ? 5 : 3))];
        var apart = Find(Of(rows, ItemPages.Unknown), "avg_answer_correctness").Interval!;
        // Questions 0 and 1 of every four are on one page, and score alike.
        var together = Find(
            Of(rows, Pages([.. Enumerable.Range(0, 40).Select(i => ($"q{i:00}", $"page {i / 2}"))])),
            "avg_answer_correctness"
        ).Interval!;
        Assert.Equal((40, 20), (apart.Clusters, together.Clusters));
        Assert.True(together.IsReliable);
        Assert.True(together.Upper - together.Lower > 1.3 * (apart.Upper - apart.Lower));
    }

    [Fact]
    public void What_is_of_two_pages_and_what_is_no_mean_has_no_interval()
    {
        var numbers = Aggregation.Of([
            Make.Answer("g", "a", latency: 1),
            Make.Answer("g", "b", latency: 2),
            Make.Answer("g", "c", latency: 4),
            Scored("a", 4),
            Scored("b", 4),
        ]);
        Assert.Null(Find(numbers, "avg_answer_correctness").Interval);
        Assert.Null(Find(numbers, "total_queries").Interval);
        Assert.Null(Find(numbers, "p95_generation_latency_ms").Interval);
        Assert.NotNull(Find(numbers, "avg_generation_latency_ms").Interval);
    }

    [Fact]
    public void F1_is_bootstrapped_over_pages_with_the_seed()
    {
        Observation[] rows = [.. Enumerable.Range(0, 60).Select(i => Make.Verdict("p", $"q{i:00}", label: i % 2 == 0, shown: i % 3 != 0))];
        ConfidenceInterval F1(ulong seed) => Find(Aggregation.Of(rows, new Estimator(ItemPages.Unknown, seed)), "f1_score").Interval!;
        // Of 60: shown 40; both 20 (i even and no multiple of 3), shown alone 20, label alone 10. F1 = 40 / 70.
        Assert.Equal(40.0 / 70, F1(1).Estimate, 12);
        Assert.InRange(F1(1).Lower, 0.40, 0.52);
        Assert.InRange(F1(1).Upper, 0.63, 0.72);
        Assert.Equal(F1(1), F1(1));
        Assert.NotEqual(F1(1), F1(2));
    }

    [Fact]
    public void Pages_are_addresses_else_chunks_else_the_items_themselves()
    {
        var gold = Make.Gold("a");
        var pages = ItemPages.Of(
            [
                gold with
                {
                    Id = "1",
                    ConfluenceUrl = "u",
                    ChunkId = 1,
                },
                gold with
                {
                    Id = "2",
                    ConfluenceUrl = "u",
                    ChunkId = 2,
                },
                gold with
                {
                    Id = "3",
                    ChunkId = 7,
                },
                gold with
                {
                    Id = "4",
                    ChunkId = 7,
                    ChunkText = "x",
                },
                gold with
                {
                    Id = "5",
                    ChunkText = "",
                },
            ],
            [Make.Show("1")]
        );
        string Of(string id) => pages.PageOf(Tier.Generation, id);
        Assert.Equal(Of("1"), Of("2"));
        Assert.Equal(Of("3"), Of("4"));
        Assert.Equal(5, new[] { Of("1"), Of("3"), Of("5"), Of("unknown"), pages.PageOf(Tier.JudgePipeline, "1") }.Distinct().Count());
    }

    private static List<Aggregate> Retrieval(double[] hits, double[] recalls)
    {
        var aggregator = new RetrievalAggregator(Estimator.Plain);
        void Add(int question, string measure, double value, string? evidence = null) =>
            aggregator.Add(
                new Observation
                {
                    Tier = Tier.Retrieval,
                    ItemId = $"q{question}",
                    Measure = measure,
                    Outcome = Outcome.Scored,
                    Value = value,
                    Evidence = evidence,
                }
            );
        foreach (var (question, (hit, recall)) in hits.Zip(recalls).Index())
        {
            Add(question, Measures.Retrieved, 0, "[]");
            Add(question, "hit_rate@1", hit);
            Add(question, "precision@1", hit);
            Add(question, "recall@1", recall);
        }
        return [.. aggregator.Finish()];
    }

    private static Observation Scored(string item, double score) => Make.Score("g", "j", item, Rubric.AnswerCorrectness, score);

    private static IReadOnlyList<Aggregate> Of(IEnumerable<Observation> rows, ItemPages pages)
    {
        var scores = rows.ToList();
        return Aggregation.Of([.. scores.Select(s => Make.Answer("g", s.ItemId)), .. scores], new Estimator(pages, 0));
    }

    private static ItemPages Pages(params (string Item, string Page)[] pages) =>
        ItemPages.Of(pages.Select(p => Make.Gold(p.Item) with { ConfluenceUrl = p.Page }), []);

    private static Aggregate Find(IReadOnlyList<Aggregate> numbers, string metric) => numbers.Single(n => n.Metric == metric);
}
