using CsCheck;
using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Statistics;

namespace ModelLab.Core.Tests.Metrics.Agreement;

public sealed class AgreementTests
{
    // Krippendorff 2011, section C: four observers, twelve units, a dot where a value is missing.
    private static readonly double?[][] Krippendorff = Units(
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 ."
    );

    // The vignette of Gwet's irrCAC: two abstractors, pregnancies ectopic, AIU, NIU.
    private static readonly (double[] First, double[] Second) Abstractors = FromTable([
        [13, 0, 0],
        [0, 20, 7],
        [0, 4, 56],
    ]);

    // Published with the data: 0.743, 0.815, 0.849, 0.797.
    [Theory]
    [InlineData(MeasurementLevel.Nominal, 0.743)]
    [InlineData(MeasurementLevel.Ordinal, 0.815)]
    [InlineData(MeasurementLevel.Interval, 0.849)]
    [InlineData(MeasurementLevel.Ratio, 0.797)]
    public void Alpha_of_the_published_data_is_the_published_one(MeasurementLevel level, double alpha) =>
        Assert.Equal(alpha, KrippendorffAlpha.Of(Krippendorff, level)!.Value, 0.0005);

    [Fact]
    public void Alpha_of_a_small_table_is_the_one_derived_by_hand()
    {
        // Units (1,1), (1,2), (2,2): n = 6, three values each. Observed: one unit, 2·1/(2 − 1) = 2. Expected: 2·3·3 = 18. 1 − 5·2/18.
        Assert.Equal(1 - 10.0 / 18, KrippendorffAlpha.Of(Units("1 1 2", "1 2 2"), MeasurementLevel.Nominal)!.Value, 1e-15);
        // Zero and zero agree on a ratio scale; 0 and 1 differ by all there is.
        Assert.Equal(1, KrippendorffAlpha.Of(Units("0 1", "0 1"), MeasurementLevel.Ratio));
    }

    [Fact]
    public void Alpha_is_undefined_without_pairs_or_without_variation()
    {
        Assert.Null(KrippendorffAlpha.Of(Units("1 . 2", ". 3 ."), MeasurementLevel.Interval));
        Assert.Null(KrippendorffAlpha.Of(Units("3 3", "3 3"), MeasurementLevel.Interval));
        Assert.Null(KrippendorffAlpha.Of([], MeasurementLevel.Nominal));
        Assert.Throws<ArgumentException>(() => KrippendorffAlpha.Of(Units("-1 2", "1 2"), MeasurementLevel.Ratio));
    }

    [Fact]
    public void Alpha_ignores_the_order_of_raters_and_units_and_the_scale_of_values() =>
        Gen.Select(
                Gen.Int[0, 5].Array[3].Array[2, 8],
                Gens.Of(MeasurementLevel.Nominal, MeasurementLevel.Ordinal, MeasurementLevel.Interval, MeasurementLevel.Ratio)
            )
            .Sample(
                (rows, level) =>
                {
                    var units = rows.Select(r => r.Select(v => v == 5 ? null : (double?)v).ToArray()).ToArray();
                    var alpha = KrippendorffAlpha.Of(units, level);
                    Assert.True(alpha is null or <= 1);
                    Same(alpha, KrippendorffAlpha.Of([.. units.Reverse().Select(u => u.Reverse().ToArray())], level));
                    Same(alpha, KrippendorffAlpha.Of([.. units.Select(u => u.Select(v => v * 4).ToArray())], level));
                    if (level == MeasurementLevel.Interval)
                        Same(alpha, KrippendorffAlpha.Of([.. units.Select(u => u.Select(v => v - 7).ToArray())], level));
                }
            );

    // irrCAC prints 0.7964094 and 0.8493305.
    [Fact]
    public void Kappa_and_AC1_of_the_abstractors_are_those_of_irrCAC()
    {
        // By hand: pₐ = 89/100, pₑ of κ = (13·13 + 27·24 + 60·63) / 100² = 0.4597; (0.89 − 0.4597) / 0.5403.
        Assert.Equal(0.7964094, CohenKappa.Of(Abstractors.First, Abstractors.Second)!.Value, 5e-8);
        // π = 0.13, 0.255, 0.615; pₑ = (0.1131 + 0.189975 + 0.236775) / 2 = 0.269925; (0.89 − 0.269925) / 0.730075.
        Assert.Equal(0.8493305, GwetAC1.Of(Pairs(Abstractors.First, Abstractors.Second))!.Value, 5e-8);
    }

    // The same data as Krippendorff's; irrCAC prints pₐ = 0.81818, pₑ = 0.19036, AC1 = 0.77544.
    [Fact]
    public void AC1_with_missing_values_is_that_of_irrCAC() => Assert.Equal(0.77544, GwetAC1.Of(Krippendorff)!.Value, 5e-6);

    [Fact]
    public void AC1_stays_sensible_where_kappa_falls()
    {
        // 118 times both yes, 5 and 2 disagreements, never both no (the example of Feinstein and Cicchetti's paradox in Gwet 2002): κ is
        // below 0.
        var (first, second) = FromTable([
            [118, 5],
            [2, 0],
        ]);
        // κ: pₐ = 118/125, pₑ = (123·120 + 2·5) / 125²: −0.0234.
        Assert.Equal((118.0 / 125 - 14770.0 / 15625) / (1 - 14770.0 / 15625), CohenKappa.Of(first, second)!.Value, 1e-12);
        // AC1: π = 243/250; pₑ = 2π(1 − π).
        var chance = 2 * 243.0 / 250 * 7 / 250;
        Assert.Equal((118.0 / 125 - chance) / (1 - chance), GwetAC1.Of(Pairs(first, second))!.Value, 1e-12);
    }

    [Fact]
    public void AC1_counts_categories_that_nobody_used_when_told_to()
    {
        // Units (1,1), (1,2): pₐ = 1/2, π = 3/4, 1/4, Σπ(1 − π) = 3/8. q = 2: (1/2 − 3/8) / (5/8). q = 4: chance 1/8: (3/8) / (7/8).
        Assert.Equal(0.2, GwetAC1.Of(Units("1 1", "1 2"))!.Value, 1e-12);
        Assert.Equal(3.0 / 7, GwetAC1.Of(Units("1 1", "1 2"), 4)!.Value, 1e-12);
        Assert.Null(GwetAC1.Of(Units("1 1", "1 1")));
        Assert.Equal(1, GwetAC1.Of(Units("1 1", "1 1"), 2));
        Assert.Null(GwetAC1.Of(Units("1 .", ". 2")));
        Assert.Throws<ArgumentException>(() => GwetAC1.Of(Units("1 2 3", "1 2 3"), 2));
    }

    [Theory]
    // 1 2 3 against 1 3 3: weights observed 1 step once. Expected, positions 1–3, rows 1 1 1, columns 1 0 2 of 3: linear (0·1 + 2·2 + 1·1 +
    // 1·2 + 2·1 + 0) / 3 = 9/3.
    [InlineData(KappaWeights.Linear, 1 - 1 / 3.0)]
    // Quadratic: (4·2 + 1·1 + 1·2 + 4·1) / 3 = 5.
    [InlineData(KappaWeights.Quadratic, 1 - 1 / 5.0)]
    // Plain: 1 − pairs alike expected: alike (1·1 + 1·2) / 3 = 1, so expected 2 unlike of 3.
    [InlineData(KappaWeights.None, 1 - 1 / 2.0)]
    public void Weighted_kappa_is_the_one_derived_by_hand(KappaWeights weights, double kappa) =>
        Assert.Equal(kappa, CohenKappa.Of([1, 2, 3], [1, 3, 3], weights)!.Value, 1e-12);

    [Fact]
    public void A_category_between_that_nobody_used_is_a_step_when_given()
    {
        double[] first = [1, 1, 3, 4],
            second = [1, 3, 3, 3];
        Assert.NotEqual(
            CohenKappa.Of(first, second, KappaWeights.Quadratic),
            CohenKappa.Of(first, second, KappaWeights.Quadratic, [1, 2, 3, 4, 5])
        );
        Assert.Contains(
            "4 is not one of the categories",
            Assert.Throws<ArgumentException>(() => CohenKappa.Of(first, second, categories: [1, 2, 3])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Kappa_with_one_category_is_undefined()
    {
        Assert.Null(CohenKappa.Of([2, 2], [2, 2]));
        Assert.Null(CohenKappa.Of([], []));
        Assert.Throws<ArgumentException>(() => CohenKappa.Of([1], [1, 2]));
    }

    [Fact]
    public void Kappa_is_symmetric_at_most_1_and_linear_and_plain_agree_on_two_categories() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5])
            .Array[1, 20]
            .Sample(pairs =>
            {
                double[] a = [.. pairs.Select(p => (double)p.Item1)],
                    b = [.. pairs.Select(p => (double)p.Item2)];
                foreach (var weights in Enum.GetValues<KappaWeights>())
                {
                    Same(CohenKappa.Of(a, b, weights), CohenKappa.Of(b, a, weights));
                    Assert.True(CohenKappa.Of(a, b, weights) is null or <= 1);
                    Assert.True(CohenKappa.Of(a, a, weights) is null or 1);
                }
                double[] x = [.. a.Select(v => v > 2 ? 1.0 : 0)],
                    y = [.. b.Select(v => v > 2 ? 1.0 : 0)];
                Same(CohenKappa.Of(x, y), CohenKappa.Of(x, y, KappaWeights.Linear));
            });

    [Fact]
    public void Matthews_correlation_is_the_one_derived_by_hand()
    {
        // (6·3 − 1·2) / √(7·8·4·5) = 16 / √1120.
        Assert.Equal(16 / Math.Sqrt(1120), MatthewsCorrelation.Of(new ConfusionMatrix(6, 1, 2, 3))!.Value, 1e-12);
        Assert.Null(MatthewsCorrelation.Of(new ConfusionMatrix(5, 3, 0, 0)));
        Assert.Equal(1, MatthewsCorrelation.Of(new ConfusionMatrix(3_000_000_000, 0, 0, 3_000_000_000))!.Value, 1e-12);
        // Three classes, s = 4, c = 3; p = (2, 1, 1), t = (1, 2, 1), so Σpt = 2 + 2 + 1: (3·4 − 5) / √((16 − 6)(16 − 6)).
        Assert.Equal(0.7, MatthewsCorrelation.Of(["a", "a", "b", "c"], ["a", "b", "b", "c"])!.Value, 1e-12);
        Assert.Null(MatthewsCorrelation.Of(["a", "a"], ["a", "b"]));
    }

    [Fact]
    public void Matthews_correlation_of_two_classes_is_Pearsons_of_zeros_and_ones() =>
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 1])
            .Array[0, 20]
            .Sample(pairs =>
            {
                int[] a = [.. pairs.Select(p => p.Item1)],
                    b = [.. pairs.Select(p => p.Item2)];
                var matrix = new ConfusionMatrix(Count(1, 1), Count(1, 0), Count(0, 1), Count(0, 0));
                var pearson = PearsonCorrelation.Of([.. a.Select(v => (double)v)], [.. b.Select(v => (double)v)]);
                Same(pearson, MatthewsCorrelation.Of(matrix));
                Same(pearson, MatthewsCorrelation.Of(a, b));

                long Count(int x, int y) => pairs.Count(p => p == (x, y));
            });

    private static void Same(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } e)
            Assert.Equal(e, actual!.Value, 1e-9);
    }

    private static double?[][] Units(params string[] raters)
    {
        var rows = raters
            .Select(r =>
                r.Split(' ')
                    .Select(v => v == "." ? null : (double?)int.Parse(v, System.Globalization.CultureInfo.InvariantCulture))
                    .ToArray()
            )
            .ToArray();
        return [.. Enumerable.Range(0, rows[0].Length).Select(u => rows.Select(r => r[u]).ToArray())];
    }

    private static double?[][] Pairs(double[] first, double[] second) => [.. first.Zip(second, (a, b) => new double?[] { a, b })];

    private static (double[], double[]) FromTable(int[][] table)
    {
        var cells = (
            from r in Enumerable.Range(0, table.Length)
            from c in Enumerable.Range(0, table.Length)
            from _ in Enumerable.Range(0, table[r][c])
            select (Row: (double)r, Column: (double)c)
        ).ToArray();
        return ([.. cells.Select(c => c.Row)], [.. cells.Select(c => c.Column)]);
    }
}
