using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Prod;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Tests.Views;

public sealed class DecisionViewTests
{
    private static readonly EmbeddedAssets Assets = EmbeddedAssets.Load();

    private static PageContext At(string query) =>
        new("/prod", Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query), Language.Russian, Assets);

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("show=5&hide=0.5", 5, 0.5)]
    [InlineData("show=0&hide=0", 0, 0)]
    [InlineData("show=abc&hide=3,5", 1, 1)] // an address has a decimal point whatever the page's language
    [InlineData("show=-2&hide=1e9", 1, 1)]
    [InlineData("show=NaN&hide=99999999", 1, 1)]
    public void Costs_are_read_from_the_address(string query, double show, double hide) =>
        Assert.Equal(new DecisionCosts(show, hide), CostChoice.Of(At(query)));

    [Fact]
    public void The_order_turns_with_the_costs_and_constants_stand_among_the_judges()
    {
        // 10 good and 10 bad answers. careful: shows 1 bad, hides 6 good. eager: shows 5 bad, hides none.
        DecisionCounts careful = new("careful", new ConfusionMatrix(4, 1, 6, 9), 0),
            eager = new("eager", new ConfusionMatrix(10, 5, 0, 5), 0);
        DecisionCounts[] constants = [DecisionCounts.Constant("show", true, 10, 10), DecisionCounts.Constant("hide", false, 10, 10)];
        CostTable Table(double show, double hide) => CostTable.Of([careful, eager], constants, new DecisionCosts(show, hide), null);
        // 1 : 1. careful 7/20, eager 5/20, constants 10/20 each.
        Assert.Equal(
            [("eager", 0.25), ("careful", 0.35), ("show", 0.5), ("hide", 0.5)],
            Table(1, 1).Rows.Select(r => (r.Counts.Judge, r.Cost!.Value))
        );
        // 4 : 1. careful (4 + 6)/20 = 0.5, eager 20/20 = 1, show 40/20 = 2, hide 10/20 = 0.5 (careful is named first).
        Assert.Equal(
            [("careful", 0.5), ("hide", 0.5), ("eager", 1.0), ("show", 2.0)],
            Table(4, 1).Rows.Select(r => (r.Counts.Judge, r.Cost!.Value))
        );
    }

    [Fact]
    public void A_judge_without_verdicts_has_no_cost_and_stands_last()
    {
        var rows = CostTable
            .Of(
                [new("silent", new ConfusionMatrix(0, 0, 0, 0), 20), new("a", new ConfusionMatrix(0, 1, 0, 0), 0)],
                [],
                new DecisionCosts(1, 1),
                null
            )
            .Rows;
        Assert.Equal([("a", 1.0), ("silent", null)], rows.Select(r => (r.Counts.Judge, r.Cost)));
    }

    [Fact]
    public void Counts_come_from_the_file_and_a_judge_with_a_cell_missing_has_none()
    {
        Aggregate Value(string judge, string metric, double? value) => new(Tier.JudgePipeline, metric, null, null, judge, value, 20);
        var counts = DecisionCounts.Of([
            Value("a", "true_positives", 7),
            Value("a", "false_positives", 1),
            Value("a", "false_negatives", 3),
            Value("a", "true_negatives", 9),
            Value("b", "true_positives", 7),
            Value("a", "errors", 2),
        ]);
        var only = Assert.Single(counts);
        Assert.Equal((new ConfusionMatrix(7, 1, 3, 9), 2, 10, 10), (only.Matrix, only.NoVerdict, only.Good, only.Bad));
    }

    [Fact]
    public void Wrong_verdicts_are_collected_by_item_and_bad_answers_by_defect()
    {
        var table = ScoreTable.Of(
            [
                Verdict("a", "p1", true, false),
                Verdict("b", "p1", true, false),
                Verdict("a", "p2", false, true),
                Verdict("b", "p2", true, true),
                Verdict("a", "p3", false, false),
                Verdict("b", "p3", true, false),
                Verdict("a", "p4", true, false),
            ],
            ItemPages.Unknown
        );
        var verdicts = ShowVerdicts.Of(table, ["b"]);
        Assert.Equal(["b", "a"], verdicts.Judges);
        Assert.Equal((1, 3), (verdicts.Good, verdicts.Bad));
        Assert.Equal(
            [("p1", false, "b a", 2), ("p2", true, "a", 2), ("p3", false, "b", 2), ("p4", false, "a", 1)],
            verdicts.Wrong.Select(w => (w.ItemId, w.Label, string.Join(' ', w.Wrong), w.Judges))
        );

        var kinds = verdicts.ByDefect(
            new Dictionary<string, string>
            {
                ["p1"] = "date",
                ["p3"] = "date",
                ["p2"] = "not a bad answer",
            },
            verdicts.Judges
        );
        // date: b showed p1 and p3, a showed p1 alone. p4 has no kind; b gave no verdict on it.
        Assert.Equal(
            [
                [new DefectCount("date", "b", 2, 2), new DefectCount("date", "a", 1, 2)],
                [new DefectCount(null, "b", 0, 0), new DefectCount(null, "a", 1, 1)],
            ],
            kinds
        );

        bool Takes(string query, int place) => WrongFilter.Of(At(query)).Takes(verdicts.Wrong[place], place == 0 ? "date" : null);
        Assert.Equal([true, false, true, true], Enumerable.Range(0, 4).Select(i => Takes("kind=fp", i)));
        Assert.Equal([false, true, false, false], Enumerable.Range(0, 4).Select(i => Takes("kind=fn&judge=a", i)));
        Assert.Equal([true, false, false, false], Enumerable.Range(0, 4).Select(i => Takes("defect=date", i)));
    }

    [Fact]
    public void Quantiles_lie_between_neighbours()
    {
        // 0, 10, …, 100: h = 10·p, so p5 = 5, p25 = 25, p95 = 95.
        Assert.Equal(new QuantileRow("m", 5, 25, 50, 75, 95, 11), QuantileRow.Of("m", [.. Enumerable.Range(0, 11).Select(i => i * 10.0)]));
        Assert.Null(QuantileRow.Of("m", []));
    }

    private static Observation Verdict(string judge, string item, bool shown, bool label) =>
        new()
        {
            Tier = Tier.JudgePipeline,
            ItemId = item,
            Measure = "show",
            ProductionJudgeModel = judge,
            Outcome = Outcome.Scored,
            Value = shown ? 1 : 0,
            Expected = label ? 1 : 0,
        };
}
