using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Numbers;

public sealed class ScoreTableTests
{
    private static readonly ScoreColumn First = new(Tier.Generation, "answer_correctness", "g", "j");
    private static readonly ScoreColumn Second = new(Tier.Generation, "answer_correctness", "h", "j");

    [Fact]
    public void Two_models_are_paired_on_the_items_that_both_have_scored()
    {
        var table = ScoreTable.Of(
            [
                Make.Score("g", "j", "b", Rubric.AnswerCorrectness, 4),
                Make.Score("g", "j", "a", Rubric.AnswerCorrectness, 3),
                Make.Score("g", "j", "c", Rubric.AnswerCorrectness, 5),
                Make.Score("h", "j", "a", Rubric.AnswerCorrectness, 5),
                Make.Score("h", "j", "b", Rubric.AnswerCorrectness, null),
                Make.Score("h", "j", "c", Rubric.AnswerCorrectness, 1),
            ],
            ItemPages.Unknown
        );
        Assert.Equal([("a", 3.0, 5.0), ("c", 5.0, 1.0)], table.Pair(First, Second).Select(p => (p.ItemId, p.First, p.Second)));
        Assert.Empty(table.Pair(First, First with { JudgeModel = "k" }));
    }

    [Fact]
    public void A_judges_trials_of_an_item_are_averaged_and_agree_or_not()
    {
        var table = ScoreTable.Of(
            [Make.Trial("j", "a", 0, 4), Make.Trial("j", "a", 1, 5), Make.Trial("j", "b", 0, 3), Make.Trial("j", "b", 1, null)],
            ItemPages.Unknown
        );
        IReadOnlyDictionary<string, double> Of(string measure) => table.Values(new ScoreColumn(Tier.JudgeTrial, measure, JudgeModel: "j"));
        Assert.Equal([("a", 4.5), ("b", 3.0)], Of("faithfulness").Select(v => (v.Key, v.Value)).Order());
        Assert.Equal([("a", 0.0)], Of(Measures.Consistent).Select(v => (v.Key, v.Value)));
        Assert.Equal([("a", 0.0), ("b", 0.5)], Of(Measures.TrialError).Select(v => (v.Key, v.Value)).Order());
    }

    [Fact]
    public void Labels_stand_beside_verdicts_and_repeated_answers_do_not_count()
    {
        var table = ScoreTable.Of(
            [
                Make.Verdict("p", "a", label: true, shown: false),
                Make.Verdict("p", "b", label: false, shown: null),
                Make.Answer("g", "a", abstained: 0),
                Make.Answer("g", "a", abstained: 1, repeat: 1),
            ],
            ItemPages.Unknown
        );
        Assert.Equal(1, table.Values(new ScoreColumn(Tier.JudgePipeline, Measures.Label))["a"]);
        Assert.Equal(0, Assert.Single(table.Values(new ScoreColumn(Tier.JudgePipeline, Measures.Show, ProductionJudgeModel: "p"))).Value);
        Assert.Equal(0, Assert.Single(table.Values(new ScoreColumn(Tier.Generation, Measures.Abstention, "g"))).Value);
    }
}
