using ModelLab.Core;
using ModelLab.Records.Vocabulary.Metrics;
using Xunit;

namespace ModelLab.Records.Tests.Vocabulary.Metrics;

public sealed class MetricAddressTests
{
    [Fact]
    public void Every_metric_is_found_by_its_address() =>
        Assert.All(MetricCatalog.All, m => Assert.Same(m, MetricAddress.Parse(m.Address, "--metric")));

    [Theory]
    [InlineData("tier_2.avg_faithfulnes", "tier_2.avg_faithfulness")] // one letter is missing
    [InlineData("mrr", "tier_1.mrr")] // the tier is missing
    [InlineData("tier_judge_pipeline.f1", "tier_judge_pipeline.f1_score")]
    [InlineData("tier_1.hit_rate@50", "tier_1.hit_rate@5")]
    public void A_mistyped_address_is_answered_with_the_nearest(string typed, string meant)
    {
        Assert.Equal(meant, MetricAddress.Nearest(typed, 1).Single().Address);
        var e = Assert.Throws<BadInputException>(() => MetricAddress.Parse(typed, "--metric"));
        Assert.StartsWith($"--metric {typed}: no metric is called so: did you mean {meant}, ", e.Message, StringComparison.Ordinal);
    }
}
