using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using Xunit;

namespace ModelLab.Records.Tests.Writing;

public sealed class MetricTextTests
{
    [Theory]
    [InlineData("avg_faithfulness", 4.1234, 3.979, 4.251, "4.12 [3.98, 4.25] (n=60)", "4,12 [3,98; 4,25] (n=60)")]
    [InlineData("false_refusal_rate", 0.05, 0.0204, 0.1101, "0.050 [0.020, 0.110] (n=60)", "0,050 [0,020; 0,110] (n=60)")]
    [InlineData("avg_generation_latency_ms", 9.5, 8.25, 10.75, "9.50 [8.25, 10.75]", "9,50 [8,25; 10,75]")] // the value decides on the digits of all three
    [InlineData("avg_generation_latency_ms", 1234.4, 9.4, 2459.6, "1234 [9, 2460]", "1234 [9; 2460]")]
    public void A_number_stands_with_its_interval(string metric, double value, double lower, double upper, string english, string russian)
    {
        var number = Number(metric, value) with { Interval = new ConfidenceInterval(value, lower, upper, 20) };
        Assert.Equal(
            (english, russian),
            (
                MetricText.WithN(number, Tier.Generation, metric, Language.English),
                MetricText.WithN(number, Tier.Generation, metric, Language.Russian)
            )
        );
        Assert.Null(IntervalText.Note([number.Interval], Language.English));
    }

    [Fact]
    public void Under_twenty_pages_the_interval_bears_a_mark_with_a_note()
    {
        var number = Number("avg_faithfulness", 4) with { Interval = new ConfidenceInterval(4, 3, 5, 19) };
        Assert.Equal("4.00 [3.00, 5.00]* (n=60)", MetricText.WithN(number, Tier.Generation, "avg_faithfulness", Language.English));
        Assert.Equal(
            "fewer than 20 source pages: the interval is unreliable",
            IntervalText.Note([null, number.Interval], Language.English)
        );
        Assert.Equal("меньше 20 страниц-источников: интервал ненадёжен", IntervalText.Note([number.Interval], Language.Russian));
    }

    [Fact]
    public void Without_interval_or_value_there_are_no_brackets()
    {
        Assert.Equal("4.00", MetricText.WithInterval(Number("avg_faithfulness", 4), Tier.Generation, "avg_faithfulness", Language.English));
        Assert.Equal("—", MetricText.WithInterval(Number("avg_faithfulness", null), Tier.Generation, "avg_faithfulness", Language.English));
        Assert.Equal("—", MetricText.WithInterval(null, Tier.Generation, "avg_faithfulness", Language.English));
        Assert.Null(IntervalText.Note([null], Language.English));
    }

    private static Aggregate Number(string metric, double? value) => new(Tier.Generation, metric, "g", null, null, value, 60);
}
