using ModelLab.Core.Statistics;
using Xunit;

namespace ModelLab.Core.Tests.Statistics;

public sealed class PairedComparisonTests
{
    [Fact]
    public void Scores_are_compared_on_pages()
    {
        // Differences 1, 1 (page a), 0 (b), 2 (c): mean 1. Page sums of deviations: 0, −1, 1: SE² = 3/2 · 2/16 = 0.1875, t(0.975; 2) =
        // 4.302653, half 1.863103.
        // Sign flips of sums 2, 0, 2: page b moves nothing; |±2 ± 2| ≥ 4 in 2 of 4 patterns: p = 0.5.
        var c = PairedComparison.Of([5, 4, 3, 5], [4, 3, 3, 3], ["a", "a", "b", "c"], Scale.Unbounded, seed: 1);
        Assert.Equal((4, 3, 1.0, 0.5, PairedTest.PageFlip), (c.Questions, c.Pages, c.Difference, c.PValue, c.Test));
        Assert.Equal(1 - 1.863103, c.Interval!.Lower, 5);
        Assert.Equal((3, 1, 0), (c.Effect.Wins, c.Effect.Ties, c.Effect.Losses));
        Assert.Equal(3 * 0.1875, c.PageVariance!.Value, 12);
        // (1.959964 + 0.841621)² · 0.5625 / 0.2² = 7.848879 · 14.0625 = 110.37
        Assert.Equal(111, c.PagesToEstablish(margin: 0.2, alpha: 0.05));
        Assert.Equal((-1.0, 0, 3), (c.Reversed.Difference, c.Reversed.Effect.Wins, c.Reversed.Effect.Losses));
        Assert.Equal(-c.Interval.Upper, c.Reversed.Interval!.Lower);
    }

    [Fact]
    public void On_a_scale_skewed_differences_are_tested_by_Gaffkes_test_too()
    {
        // The first is better by a half on 19 of 20 pages and worse by four on one: mean 0.275. Flips of signs find that rare (p = 0.0208 as
        // for a page or two the other way); the rare page might well be commoner.
        double[] first = [.. Enumerable.Repeat(5.0, 19), 1],
            second = [.. Enumerable.Repeat(4.5, 19), 5];
        string[] pages = [.. Enumerable.Range(0, 20).Select(i => $"{i}")];
        var plain = PairedComparison.Of(first, second, pages, Scale.Unbounded, seed: 1);
        var bounded = PairedComparison.Of(first, second, pages, Scale.Score, seed: 1);
        Assert.True(bounded.PValue > plain.PValue, $"{bounded.PValue} and {plain.PValue}");
        Assert.True(bounded.Interval!.Lower < plain.Interval!.Lower);
        Assert.InRange(bounded.Interval.Lower, -4, 0.275);
        Assert.Equal(bounded.PValueAbove(0), bounded.Reversed.PValueBelow(0), 12);
    }

    [Fact]
    public void Where_nothing_varies_a_scale_still_says_how_far_off_the_truth_can_be()
    {
        // 20 pages, each half a point: (4.5 − 0.5 …) one page at −4 would have weight D₀ ~ Beta(1, 20): 0.5 − 4.5·D₀ with P(D₀ > 0.1684) =
        // 0.025, so the lower end is 0.5 − 4.5 · 0.1684 = −0.258.
        string[] pages = [.. Enumerable.Range(0, 20).Select(i => $"{i}")];
        var c = PairedComparison.Of([.. Enumerable.Repeat(5.0, 20)], [.. Enumerable.Repeat(4.5, 20)], pages, Scale.Score, seed: 1);
        Assert.Equal(0.025, c.PValueAbove(-0.258), 1e-3);
        Assert.Equal(0.025, c.Reversed.PValueBelow(0.258), 1e-3);
        Assert.Null(c.Interval);
        Assert.Null(c.PageVariance);
        // Signs say which is better: 2 of 2²⁰ patterns are as far.
        Assert.Equal(2 / 1048576.0, c.PValue!.Value, 12);
    }

    [Fact]
    public void Yes_or_no_with_one_question_a_page_is_McNemars()
    {
        // Only the first right: 5, only the second: 1. 2 · (C(6,0) + C(6,1)) / 64 = 14/64.
        double[] first = [1, 1, 1, 1, 1, 0, 1],
            second = [0, 0, 0, 0, 0, 1, 1];
        var apart = PairedComparison.Of(first, second, ["a", "b", "c", "d", "e", "f", "g"], Scale.Unbounded, seed: 1);
        Assert.Equal(PairedTest.McNemar, apart.Test);
        Assert.Equal(14.0 / 64, apart.PValue!.Value, 12);
        Assert.Equal(
            PairedTest.PageFlip,
            PairedComparison.Of(first, second, ["a", "a", "c", "d", "e", "f", "g"], Scale.Unbounded, seed: 1).Test
        );
    }

    [Fact]
    public void F1_differs_by_what_the_cells_say_and_swaps_pages()
    {
        // Labels: 4 yes, 2 no. First says yes to all: TP 4, FP 2, F1 8/10. Second: yes to two of the yes: TP 2, FN 2, F1 4/6.
        bool[] labels = [true, true, true, true, false, false];
        var c = PairedComparison.OfVerdicts(
            [true, true, true, true, true, true],
            [true, true, false, false, false, false],
            labels,
            ["a", "a", "b", "b", "c", "c"],
            m => m.F1,
            seed: 1
        );
        Assert.Equal(0.8 - 4.0 / 6, c.Difference!.Value, 12);
        Assert.Equal((PairedTest.PageSwap, 2, 2), (c.Test, c.Effect.Wins, c.Effect.Losses));
        // Page a moves nothing. Neither of b, c swapped: 0.1333. b swapped: first TP 2, FP 2, FN 2: 0.5, second TP 4: 1; difference 0.5,
        // far. p = 2/2.
        Assert.Equal(1, c.PValue);
    }

    [Fact]
    public void Precision_differs_by_what_was_shown_and_always_swaps_pages()
    {
        // Labels: 4 yes, 2 no. First shows all: 4/6. Second shows two of the good: 2/2. One item a page, as McNemar's test would like it.
        bool[] labels = [true, true, true, true, false, false],
            all = [true, true, true, true, true, true],
            two = [true, true, false, false, false, false],
            none = new bool[6];
        var c = PairedComparison.OfVerdicts(all, two, labels, ["a", "b", "c", "d", "e", "f"], m => m.Precision, seed: 1);
        Assert.Equal(4.0 / 6 - 1, c.Difference!.Value, 12);
        Assert.Equal((PairedTest.PageSwap, 2, 2), (c.Test, c.Effect.Wins, c.Effect.Losses));
        // Pages c, d (TP) and e, f (FP) move. With i of c, d and j of e, f swapped: (4−i)/(6−i−j) against (2+i)/(2+i+j). At least 1/3 apart
        // are
        // i=0, j=0 (1 pattern): 0.667, 1; i=1, j=0 (2): 0.6, 1; i=2, j=0 (1): 0.5, 1; and these turned round (i, j → 2−i, 2−j): 8 of 16; at
        // j=1: i=0 (2): 0.8, 0.667; i=1 (4): 0.75, 0.75; i=2 (2): 0.667, 0.8.
        Assert.Equal(0.5, c.PValue!.Value, 12);
        var undefined = PairedComparison.OfVerdicts(all, none, labels, ["a", "b", "c", "d", "e", "f"], m => m.Precision, seed: 1);
        Assert.Equal((null, null, null), (undefined.Difference, undefined.PValue, undefined.Interval));
    }

    [Fact]
    public void Without_questions_nothing_is_known_and_without_variation_there_is_no_interval()
    {
        Assert.Equal(
            (0, null, null, null),
            (
                PairedComparison.Of([], [], [], Scale.Unbounded, 1).Questions,
                PairedComparison.Of([], [], [], Scale.Unbounded, 1).Difference,
                PairedComparison.Of([], [], [], Scale.Unbounded, 1).PValue,
                PairedComparison.Of([], [], [], Scale.Unbounded, 1).Interval
            )
        );
        var same = PairedComparison.Of([4, 5], [4, 5], ["a", "b"], Scale.Unbounded, 1);
        Assert.Equal((0.0, 1.0, null, null), (same.Difference, same.PValue, same.Interval, same.PageVariance));
    }
}
