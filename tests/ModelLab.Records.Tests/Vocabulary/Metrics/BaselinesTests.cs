using System.Text;
using ModelLab.Core;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Tests.Vocabulary.Metrics;

public sealed class BaselinesTests
{
    // The list of issue 5, item 11; exact match and semantic consistency are in both answering tiers.
    [Fact]
    public void The_catalogue_has_the_agreed_baselines_and_no_others() =>
        Assert.Equal(
            [
                ("tier_1.hit_rate@1", 0.7),
                ("tier_1.hit_rate@10", 0.95),
                ("tier_1.hit_rate@5", 0.9),
                ("tier_1.mrr", 0.8),
                ("tier_1.retrieval_consistency", 0.95),
                ("tier_2.avg_answer_correctness", 4.2),
                ("tier_2.avg_answer_relevance", 4.2),
                ("tier_2.avg_faithfulness", 4.5),
                ("tier_2.response_exact_match_rate", 0.7),
                ("tier_2.response_semantic_consistency", 0.85),
                ("tier_3.avg_e2e_score", 4.2),
                ("tier_3.avg_semantic_similarity", 0.85),
                ("tier_3.response_exact_match_rate", 0.7),
                ("tier_3.response_semantic_consistency", 0.85),
            ],
            Baselines.Catalogued.All.Select(b => (b.Metric.Address, b.Baseline)).OrderBy(b => b.Address, StringComparer.Ordinal)
        );

    [Fact]
    public void A_file_changes_switches_off_and_adds_single_baselines()
    {
        var baselines = Parse("""{ "tier_2.avg_faithfulness": 4.75, "tier_1.mrr": null, "tier_judge.error_rate": 0.02, /* ours */ }""");
        double? Of(string tier, string name) => baselines.For(MetricCatalog.Find(TierNames.FromFileName(tier), name));
        Assert.Equal(
            (4.75, null, 0.02, 4.2),
            (Of("tier_2", "avg_faithfulness"), Of("tier_1", "mrr"), Of("tier_judge", "error_rate"), Of("tier_2", "avg_answer_correctness"))
        );
        Assert.Equal(Baselines.Catalogued.All.Count(), baselines.All.Count()); // one more, one less
    }

    [Theory]
    [InlineData("[]", "must be an object such as {\"tier_2.avg_faithfulness\": 4.5}")]
    [InlineData("{\n\"tier_1.mrr\": \n", "not JSON (line 3)")]
    [InlineData(
        "{\"avg_faithfulness\": 4}",
        "field 'avg_faithfulness': no metric has this address: write tier.metric such as tier_2.avg_faithfulness (all are in docs/metrics.md)"
    )]
    [InlineData(
        "{\"tier_2.total_queries\": 4}",
        "field 'tier_2.total_queries': is neither better high nor low: it can have no baseline, leave it out"
    )]
    [InlineData("{\"tier_1.mrr\": \"0.8\"}", "field 'tier_1.mrr': must be a number, or null for no baseline")]
    [InlineData("{\"tier_1.mrr\": 1.5}", "field 'tier_1.mrr': 1.5 is out of its range: give 0 to 1")]
    [InlineData("{\"tier_judge.avg_latency_ms\": -1}", "field 'tier_judge.avg_latency_ms': -1 is out of its range: give 0 or more")]
    [InlineData("{\"tier_1.mrr\": 0.8, \"tier_1.mrr\": 0.9}", "field 'tier_1.mrr': is there twice: keep one")]
    public void A_bad_file_is_told_by_field(string json, string problem) =>
        Assert.Equal("baselines.json: " + problem, Assert.Throws<BadInputException>(() => Parse(json)).Message);

    private static Baselines Parse(string json) => Baselines.Parse(Encoding.UTF8.GetBytes(json), "baselines.json");
}
