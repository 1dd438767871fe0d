using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Statistics;

namespace ModelLab.Core.Tests.Metrics;

public sealed class MetricCultureTests
{
    public static TheoryData<string> Tricky => Cultures.Tricky;

    [Theory, MemberData(nameof(Tricky))]
    public void Texts_score_the_same_in_every_culture(string culture) =>
        Cultures.In(
            culture,
            () =>
            {
                // tr-TR lower-cases I to ı, and would find nothing in common.
                Assert.All(TextTokenizer.All, tokenizer => Assert.Equal(1, Rouge.Of("WIFI IS IN", ["wifi is in"], tokenizer).Two.F));
                Assert.Equal(1, ExactMatch.Of("ЁЛКА IN WIFI", ["елка in wifi"]));
                Assert.Equal(100, Bleu.Sentence("Цена 3,5 тыс. руб.", ["Цена 3,5 тыс. руб."])!.Score, 1e-9);
                Assert.Equal(["3,000.5", "ok"], BleuTokenizer.V13a.Tokenize("3,000.5 ok"));
                Assert.Equal(100, ChrF.Sentence("İıI", ["İıI"])!.Value, 1e-9);
            }
        );

    [Theory, MemberData(nameof(Tricky))]
    public void Documents_of_equal_score_come_in_the_same_order_in_every_culture(string culture) =>
        Cultures.In(
            culture,
            () =>
            {
                // By code point: «я» above «d2» above «d10» above «D3».
                var judgements = new Dictionary<string, int>
                {
                    ["D3"] = 1,
                    ["d10"] = 2,
                    ["d2"] = 3,
                    ["я"] = 4,
                };
                Assert.Equal([4, 3, 2, 1], Ranking.OfTrec([("d10", 1), ("я", 1), ("D3", 1), ("d2", 1)], judgements).Grades);
            }
        );

    [Theory, MemberData(nameof(Tricky))]
    public void Messages_carry_numbers_the_same_in_every_culture(string culture) =>
        Cultures.In(
            culture,
            () =>
                Assert.Contains(
                    "1.5 is not one of the categories",
                    Assert.Throws<ArgumentException>(() => CohenKappa.Of([1.5], [1], categories: [1, 2])).Message,
                    StringComparison.Ordinal
                )
        );

    [Theory, MemberData(nameof(Tricky))]
    public void Intervals_are_the_same_in_every_culture(string culture) =>
        Cultures.In(
            culture,
            () =>
                Assert.Equal(
                    3 - 2.776445 * Math.Sqrt(0.5),
                    ClusteredMean.Interval([1, 2, 3, 4, 5], ClusterIndex.Independent(5))!.Lower,
                    1e-5
                )
        );
}
