using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Scoring.Tests;

public sealed class LabelScoringTests : ScoringTest
{
    // Krippendorff 2011, section C, by unit: four observers, blank where a value is missing.
    private const string Krippendorff =
        "id,A,B,C,D\n1,1,1,,1\n2,2,2,3,2\n3,3,3,3,3\n4,3,3,3,3\n5,2,2,2,2\n6,1,2,3,4\n7,4,4,4,4\n8,1,1,2,1\n9,2,2,2,2\n10,,5,5,5\n11,,,1,1\n12,,3,,\n";

    [Fact]
    public void All_raters_of_the_published_data_agree_as_published()
    {
        var result = Labels("k.csv", Krippendorff);
        Assert.Equal((LabelScale.Numbers, 12, 6), (result.Scale, result.Units, result.Pairs.Count));
        Assert.Equal(["A", "B", "C", "D"], result.Raters);
        // 0.743, 0.815, 0.849, 0.797 by Krippendorff; AC1 0.77544 by irrCAC. The twelfth unit pairs nothing.
        Assert.Equal([0.743, 0.815, 0.849, 0.797, 0.775], result.Overall.Select(s => Math.Round(s.Value!.Value, 3)));
        Assert.All(result.Overall, s => Assert.Equal(11, s.N));
        Assert.Equal([9, 8, 9], result.Pairs.Take(3).Select(p => (int)p.Scores[0].N)); // items that both labelled: A has 1–9, C 2–11
    }

    [Fact]
    public void Verdicts_are_measured_against_the_first_rater()
    {
        // By m: TP 2, FP 1, FN 1, TN 2: all four of accuracy, precision, recall and F1 are 2/3; MCC = (4 − 1) / 9; κ = (2/3 − 1/2) / (1/2).
        var result = Labels("v.csv", "human,m\nда,да\nда,да\nнет,да\nда,нет\nнет,нет\nнет,нет\n,да\nнет,\n");
        Assert.Equal(("human", "да", LabelScale.Names, 8), (result.Truth, result.Positive, result.Scale, result.Units));
        var scores = Assert.Single(result.Pairs).Scores;
        Assert.All(scores.Take(4), s => Assert.Equal(2 / 3.0, s.Value!.Value, 1e-12));
        Assert.All(scores.Skip(4).Take(2), s => Assert.Equal(1 / 3.0, s.Value!.Value, 1e-12));
        Assert.Equal([6, 3, 3, 6, 6, 6], scores.Take(6).Select(s => (int)s.N));
        Assert.All(scores.Skip(6), s => Assert.Null(s.Value)); // names have no order
    }

    [Fact]
    public void Labels_that_differ_in_case_alone_are_one()
    {
        Assert.Equal(["нет", "да"], Labels("w.csv", "a,b\nда,Да\nнет,НЕТ\n").Labels);
        Assert.Equal(["good", "Bad"], Labels("w.csv", "a,b\ngood,Good\nBad,bad\n").Labels);
        // All agree, whatever language and case each rater writes in.
        var mixed = Labels("w.csv", "a,b,c\nДа,yes,TRUE\nнет,No,false\nда,YES,1\n");
        Assert.Equal(1, Value(mixed.Overall, "krippendorff_alpha_nominal"));
        Assert.Equal(1, Value(mixed.Pairs[0].Scores, "f1"));
    }

    [Theory]
    [InlineData("None")]
    [InlineData("NaN")]
    [InlineData("N/A")]
    [InlineData("-")]
    [InlineData("н/д")]
    public void What_stands_for_no_label_is_no_label(string nothing)
    {
        // Units 1 1 –, 1 1 1 and 2 – 2: nobody disagrees (nltk#3752 gives 1.0 where a placeholder as a category gave 0.33).
        var result = Labels("n.csv", $"a,b,c\n1,1,{nothing}\n1,1,1\n2,{nothing},2\n");
        Assert.Equal((LabelScale.Numbers, 2), (result.Scale, result.Missing.Count));
        Assert.Equal(1, Value(result.Overall, "krippendorff_alpha_nominal"));
        Assert.Equal(1, Value(result.Pairs[1].Scores, "cohen_kappa")!.Value, 1e-12);
        // Who names it means it.
        Assert.Empty(Labels("n.csv", $"a,b\nx,{nothing}\n", new LabelScoringOptions(Categories: ["x", nothing])).Missing);
    }

    [Fact]
    public void Decimal_commas_are_numbers()
    {
        var result = Labels("c.csv", "a;b\n4,5;4.5\n3;3,5\n2;2\n");
        Assert.Equal(LabelScale.Numbers, result.Scale);
        Assert.Equal(
            [2, 3, 3.5, 4.5],
            result.Labels.Select(l => double.Parse(l.Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture))
        );
    }

    [Fact]
    public void The_truth_and_the_positive_label_can_be_named()
    {
        const string Text = "id,a,b,c\n1,x,y,x\n2,x,x,y\n3,z,x,x\n";
        Assert.Null(Value(Labels("a.csv", Text).Pairs[0].Scores, "f1"));
        var result = Labels("a.csv", Text, new LabelScoringOptions(Truth: "c", Positive: "x"));
        Assert.Equal([("c", "a"), ("c", "b"), ("a", "b")], result.Pairs.Select(p => (p.First, p.Second)));
        // a against c (x y x): says x, x, z: TP 1, FP 1, FN 1.
        Assert.Equal((0.5, 2L), (Value(result.Pairs[0].Scores, "precision")!.Value, result.Pairs[0].Scores[1].N));
        Assert.Equal(0.5, Value(result.Pairs[0].Scores, "recall"));
        Assert.Null(Value(result.Pairs[2].Scores, "precision")); // neither a nor b is the truth
        Assert.Equal(["c", "b"], Labels("a.csv", Text, new LabelScoringOptions(Raters: ["b"], Truth: "c")).Raters);
    }

    [Fact]
    public void Names_in_an_order_have_weighted_kappa_and_rank_correlations()
    {
        // 1 2 3 against 1 3 3 as in AgreementTests: κ 1/2, linear 2/3, quadratic 4/5.
        const string Text = "a,b\nlow,low\nmid,high\nhigh,high\n";
        var ordered = Labels("a.csv", Text, new LabelScoringOptions(Categories: ["low", "mid", "high"]));
        Assert.Equal(LabelScale.Ordered, ordered.Scale);
        Assert.Equal(0.5, Value(ordered.Pairs[0].Scores, "cohen_kappa")!.Value, 1e-12);
        Assert.Equal(2 / 3.0, Value(ordered.Pairs[0].Scores, "cohen_kappa_linear")!.Value, 1e-12);
        Assert.Equal(0.8, Value(ordered.Pairs[0].Scores, "cohen_kappa_quadratic")!.Value, 1e-12);
        // Ranks 1 2 3 and 1 2.5 2.5: r = 1.5 / √(2 · 1.5). τ-b: two pairs concordant, one tied in b: 2 / √(3 · 2).
        Assert.Equal(1.5 / Math.Sqrt(3), Value(ordered.Pairs[0].Scores, "spearman")!.Value, 1e-12);
        Assert.Equal(2 / Math.Sqrt(6), Value(ordered.Pairs[0].Scores, "kendall_tau_b")!.Value, 1e-12);
        Assert.NotNull(Value(ordered.Overall, "krippendorff_alpha_ordinal"));
        Assert.Null(Value(ordered.Pairs[0].Scores, "pearson"));
        Assert.Null(Value(ordered.Overall, "krippendorff_alpha_interval"));
        Assert.Null(Value(Labels("a.csv", Text).Pairs[0].Scores, "cohen_kappa_linear"));
    }

    [Fact]
    public void Categories_that_nobody_used_are_steps_when_given()
    {
        const string Text = "a,b\n1,1\n1,3\n3,3\n4,3\n";
        double Kappa(IReadOnlyList<string>? categories) =>
            Value(Labels("a.csv", Text, new LabelScoringOptions(Categories: categories)).Pairs[0].Scores, "cohen_kappa_quadratic")!.Value;
        Assert.NotEqual(Kappa(null), Kappa(["1", "2", "3", "4", "5"]));
        double Chance(IReadOnlyList<string>? categories) =>
            Value(Labels("a.csv", "a,b\n1,1\n1,2\n", new LabelScoringOptions(Categories: categories)).Overall, "gwet_ac1")!.Value;
        Assert.Equal((0.2, 3 / 7.0), (Math.Round(Chance(null), 12), Chance(["1", "2", "3", "4"]))); // as in AgreementTests
    }

    [Fact]
    public void The_pairs_of_several_raters_stand_on_one_scale()
    {
        // a and b use 1, 2 and 4, c uses 3 too: the steps between 1, 2, 3 and 4 are those of every pair, as scikit-learn's
        // cohen_kappa_score has them with labels=[1, 2, 3, 4].
        var pairs = Labels("a.csv", "a,b,c\n1,1,3\n2,4,3\n4,4,4\n1,2,1\n").Pairs;
        // a 1 2 4 1, b 1 4 4 2. Observed: (2,4) 2² + (1,2) 1² = 5. Shares of a: 1 twice, 2, 4; of b: 1, 2, 4 twice. Expected: 1·2·1 +
        // 9·2·2 (from 1) + 1·1·1 + 4·1·2 (from 2) + 9·1·1 + 4·1·1 (from 4) = 60, over 4 items 15. κ = 1 − 5/15.
        Assert.Equal(2 / 3.0, Value(pairs[0].Scores, "cohen_kappa_quadratic")!.Value, 1e-12);
        // Linear: observed 2 + 1 = 3; expected (2 + 12 + 1 + 4 + 3 + 2) / 4 = 6.
        Assert.Equal(0.5, Value(pairs[0].Scores, "cohen_kappa_linear")!.Value, 1e-12);
        // Unweighted, categories that a pair does not use weigh nothing: observed 2 of 4; expected to differ (16 − 2 − 1 − 2) / 4 = 11/4.
        Assert.Equal(1 - 2 / (11 / 4.0), Value(pairs[0].Scores, "cohen_kappa")!.Value, 1e-12);
        // The pair is on the same scale when its raters are chosen and the categories given.
        var chosen = Labels("a.csv", "a,b\n1,1\n2,4\n4,4\n1,2\n", new LabelScoringOptions(Categories: ["1", "2", "3", "4"])).Pairs[0];
        Assert.Equal(Value(pairs[0].Scores, "cohen_kappa_quadratic"), Value(chosen.Scores, "cohen_kappa_quadratic"));
    }

    [Fact]
    public void Numbers_are_one_label_however_they_are_written_and_JSON_may_leave_them_out()
    {
        var result = Labels(
            "a.jsonl",
            """
            {"id": 1, "a": 1, "b": "1.0"}
            {"id": 2, "a": 0, "b": null}
            {"id": 3, "b": 1, "a": 0}
            {"id": 4, "a": 1e0, "b": 1}
            """
        );
        Assert.Equal((LabelScale.Numbers, "1"), (result.Scale, result.Positive));
        Assert.Equal((2 / 3.0, 3L), (Value(result.Pairs[0].Scores, "accuracy")!.Value, result.Pairs[0].Scores[0].N));
        Assert.Equal("true", Labels("b.jsonl", "{\"a\": true, \"b\": false}").Positive);
    }

    [Fact]
    public void What_is_undefined_is_null()
    {
        var constant = Labels("a.csv", "a,b\n1,1\n1,1\n");
        Assert.Equal(1, Value(constant.Pairs[0].Scores, "accuracy"));
        Assert.All(
            new[] { "mcc", "cohen_kappa", "pearson", "spearman", "kendall_tau_b" },
            m => Assert.Null(Value(constant.Pairs[0].Scores, m))
        );
        Assert.All(constant.Overall, s => Assert.Null(s.Value));
        var apart = Labels("b.csv", "a,b\nyes,\n,no\n");
        Assert.All(apart.Pairs[0].Scores, s => Assert.Equal((null, 0), (s.Value, s.N)));
        Assert.Null(Value(Labels("c.csv", "a,b\n0,0\n0,0\n").Pairs[0].Scores, "f1")); // no positive at all
        Assert.Null(Value(Labels("d.csv", "a,b\n-1,1\n2,1\n").Overall, "krippendorff_alpha_ratio")); // a ratio scale has no negative value
    }

    [Theory]
    [InlineData("id,a\n1,x\n", "a.csv: has one rater: agreement needs two columns or more besides 'id', or --raters A,B")]
    [InlineData("a,b\n", "a.csv: holds no rows: expected a row for each item, with a column for each rater")]
    [InlineData("a,b\n1,2\n", "a.csv: has no column 'c': there are a, b", "a,c")]
    [InlineData("a,b\n1,2\n", "a.csv: --positive '3' does not occur: the labels are 1, 2", null, "3")]
    [InlineData("a,b\n1,2\n1,7\n", "a.csv: line 3: field 'b': '7' is none of --categories 1, 2", null, null, "1,2")]
    public void What_does_not_fit_is_told(
        string text,
        string problem,
        string? raters = null,
        string? positive = null,
        string? categories = null
    ) =>
        Assert.Equal(
            problem,
            Problem(() => Labels("a.csv", text, new LabelScoringOptions(raters?.Split(','), null, positive, categories?.Split(','))))
        );

    [Fact]
    public void A_label_that_is_a_list_is_told() =>
        Assert.Equal(
            "a.jsonl: line 1: field 'b': must be a string, a number, true or false, but is a list",
            Problem(() => Labels("a.jsonl", "{\"a\": 1, \"b\": [1]}"))
        );

    [Theory, MemberData(nameof(Cultures))]
    public void Every_culture_gives_the_same_JSON(string culture)
    {
        var file = Write("a.csv", "id,I,i\n1,1.5,2.5\n2,2.5,2.5\n3,4,3.5\n");
        var invariant = ScoreJson.Text(LabelScoring.Run(file, new LabelScoringOptions(), Stop));
        In(culture, () => Assert.Equal(invariant, ScoreJson.Text(LabelScoring.Run(file, new LabelScoringOptions(), Stop))));
        Assert.Contains("\"scale\": \"numbers\"", invariant, StringComparison.Ordinal);
    }

    private LabelScores Labels(string name, string text, LabelScoringOptions? options = null) =>
        LabelScoring.Run(Write(name, text), options ?? new LabelScoringOptions(), Stop);
}
