using Microsoft.AspNetCore.WebUtilities;
using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Embedding;
using ModelLab.Core.Roles;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Llm;
using ModelLab.Records.Analyses;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Views;

/// <summary>Questions with what models made of them: values, outcomes, filters, order.</summary>
public sealed class QuestionTests
{
    private static readonly EmbeddedAssets Assets = EmbeddedAssets.Load();

    private static readonly QuestionText[] Texts =
    [
        new(0, "q1", "Где общежитие?", "На улице Мира, 5.", "page/a", null, true),
        new(1, "q2", "Когда сессия?", "В январе.", "page/a", null, true),
        new(2, "q3", "Какая погода?", "", "page/b", null, false),
        new(3, "q4", "Сколько стоит (в рублях)?", "1200", "page/b", null, true),
        new(4, "s1", "реплика", "", null, null, true),
    ];

    // Judges j1 and j2 on q1: g1 5 and 4, g2 2 and 1, the baseline 1 and 1. On q2: g1 3 and no score, g2 4 and 4. q3 has no answer: g1 says
    // so, g2 does not. q4: g1 fails, g2 refuses and gets 1 and 1.
    private static readonly QuestionSet Set = Make(
        "avg_e2e_score",
        [
            .. Scores("q1", "g1", 5, 4),
            .. Scores("q1", "g2", 2, 1),
            .. Scores("q1", "builtin:lead", 1, 1),
            .. Scores("q2", "g1", 3, null),
            .. Scores("q2", "g2", 4, 4),
            .. Scores("q4", "g2", 1, 1),
            Answer("q1", "g1", 0),
            Answer("q1", "g2", 0),
            Answer("q1", "builtin:lead", 0),
            Answer("q2", "g1", 0),
            Answer("q2", "g2", 0),
            Answer("q3", "g1", 1, unanswerable: true),
            Answer("q3", "g2", 0, unanswerable: true),
            Answer("q4", "g2", 1),
            Hit("q1", "g1", 1),
            Hit("q1", "g2", 0),
            Hit("q1", "builtin:lead", 0),
            Hit("q2", "g1", 1),
            Hit("q2", "g2", 1),
            Hit("q4", "g2", 1),
        ]
    );

    [Fact]
    public void Values_are_means_over_the_judges_that_scored_and_baselines_are_left_out_of_mean_and_spread()
    {
        Assert.Equal(["g1", "g2", "builtin:lead"], Set.Models); // gone:model could not be called
        Assert.Equal([true, true, false], Set.Compared);
        Assert.Equal(["q1", "q2", "q3", "q4"], Set.Rows.Select(r => r.Text.ItemId)); // nobody was asked the turn of a session
        Assert.Equal(
            [
                [4.5, 1.5, 1.0],
                [3.0, 4.0, null],
                [null, null, null],
                [null, 1.0, null],
            ],
            Set.Rows.Select(r => r.Scores)
        );
        Assert.Equal([3.0, 3.5, null, 1.0], Set.Rows.Select(r => r.Mean)); // (4.5 + 1.5) / 2, (3 + 4) / 2
        Assert.Equal([3.0, 1.0, null, null], Set.Rows.Select(r => r.Spread)); // 4.5 − 1.5, 4 − 3; one value has no spread
        Assert.Equal(["page/a", "page/b"], Set.Topics);
        Assert.False(Set.HasTopics);
    }

    [Fact]
    public void A_model_that_could_only_fail_has_no_value_and_breaks_no_page()
    {
        Assert.Equal(1.5, Set.ScoreOf(Set.Rows[0], "g2")); // (2 + 1) / 2
        Assert.Null(Set.ScoreOf(Set.Rows[0], "gone:model"));
    }

    [Fact]
    public void Outcomes_say_where_an_answer_was_lost()
    {
        Assert.Equal([QuestionOutcomes.Good, QuestionOutcomes.RetrievalMissed, QuestionOutcomes.RetrievalMissed], Set.Rows[0].Outcomes);
        Assert.Equal(
            [QuestionOutcomes.GenerationWrong | QuestionOutcomes.JudgeFailed, QuestionOutcomes.Good, QuestionOutcomes.NoAnswer],
            Set.Rows[1].Outcomes
        );
        Assert.Equal([QuestionOutcomes.None, QuestionOutcomes.AnsweredUnanswerable, QuestionOutcomes.NoAnswer], Set.Rows[2].Outcomes);
        Assert.Equal(
            [QuestionOutcomes.NoAnswer, QuestionOutcomes.FalseRefusal | QuestionOutcomes.GenerationWrong, QuestionOutcomes.NoAnswer],
            Set.Rows[3].Outcomes
        );
    }

    [Fact]
    public void False_refusals_are_of_answerable_questions_alone()
    {
        var set = Make("false_refusal_rate", [Answer("q1", "g1", 0), Answer("q3", "g1", 1, unanswerable: true), Answer("q4", "g1", 1)]);
        Assert.Equal([("q1", 0.0), ("q4", 1.0)], set.Rows.Select(r => (r.Text.ItemId, r.Scores[0]!.Value)));
    }

    [Theory]
    [InlineData("", "q1 q2 q3 q4")] // spread 3, 1, none, none: those without stand last, in the order of the data set
    [InlineData("sort=spread&dir=asc", "q2 q1 q3 q4")]
    [InlineData("sort=mean", "q4 q1 q2 q3")]
    [InlineData("sort=mean&dir=desc", "q2 q1 q4 q3")]
    [InlineData("sort=mean&dir=desc&model=g1", "q1 q2 q3 q4")]
    [InlineData("sort=text", "q1 q3 q2 q4")] // Где, Какая, Когда, Сколько
    [InlineData("sort=place&dir=desc", "q4 q3 q2 q1")]
    [InlineData("q=СЕССИЯ", "q2")]
    [InlineData("q=мира", "q1")] // in the reference answer
    [InlineData("q=(в рублях)", "q4")] // plain text
    [InlineData("q=%5E(%D0%93%D0%B4%D0%B5%7C%D0%9A%D0%BE%D0%B3%D0%B4%D0%B0)&re=1", "q1 q2")] // ^(Где|Когда)
    [InlineData("q=page/b", "q3 q4")]
    [InlineData("topic=page/a", "q1 q2")]
    [InlineData("min=3.2", "q2")]
    [InlineData("max=3", "q1 q4")]
    [InlineData("min=1,5&max=1.5&model=g2", "q1")]
    [InlineData("min=nonsense", "q1 q2 q3 q4")]
    [InlineData("outcome=good", "q1 q2")]
    [InlineData("outcome=good&model=g1", "q1")]
    [InlineData("outcome=retrieval_missed", "q1")]
    [InlineData("outcome=false_refusal", "q4")]
    [InlineData("outcome=answered_unanswerable", "q3")]
    [InlineData("outcome=nonsense", "q1 q2 q3 q4")]
    [InlineData("outcome=good&model=nobody", "q1 q2")] // a model that is not there is no choice
    public void Questions_are_filtered_and_ordered_by_the_address(string query, string expected)
    {
        var page = QuestionPage.Of(Set, Filter(query), 1, TimeProvider.System);
        Assert.Equal(expected, string.Join(' ', page.Rows.Select(r => r.Text.ItemId)));
        Assert.Equal((expected.Split(' ').Length, 4, null), (page.Found, page.Total, page.Problem));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?<=a)b")] // looking behind is what takes more than linear time
    [InlineData("(a{1000}){1000}")]
    public void A_pattern_that_cannot_be_used_is_told_and_finds_nothing(string pattern)
    {
        var page = QuestionPage.Of(Set, Filter("re=1&q=" + Uri.EscapeDataString(pattern)), 1, TimeProvider.System);
        Assert.Empty(page.Rows);
        Assert.False(string.IsNullOrWhiteSpace(page.Problem));
        Assert.DoesNotContain('\n', page.Problem!);
    }

    [Fact]
    public void A_pattern_that_takes_too_long_is_given_up()
    {
        var page = QuestionPage.Of(Set, Filter("re=1&q=x"), 1, new SlowTime());
        Assert.Equal(("", 0), (page.Problem, page.Found));
        Assert.Null(QuestionPage.Of(Set, Filter("q=x"), 1, new SlowTime()).Problem); // plain text needs no patience
    }

    [Fact]
    public void A_pattern_that_backtracks_without_end_elsewhere_is_matched_in_linear_time()
    {
        var set = Set with
        {
            Rows = [.. Set.Rows.Select(r => r with { Text = r.Text with { Question = new string('a', 100_000) + "!" } })],
        };
        Assert.Null(QuestionPage.Of(set, Filter("re=1&q=" + Uri.EscapeDataString("^(a+)+$")), 1, new StoppedTime()).Problem);
    }

    [Fact]
    public void A_text_longer_than_anyone_types_is_refused() =>
        Assert.NotNull(
            QuestionPage.Of(Set, Filter("q=" + new string('a', QuestionFilter.LongestText + 1)), 1, TimeProvider.System).Problem
        );

    [Fact]
    public void Pages_hold_25_and_the_last_one_the_rest()
    {
        var set = Set with { Rows = [.. Enumerable.Range(0, 60).Select(i => Set.Rows[0] with { Text = Texts[0] with { Place = i } })] };
        Assert.Equal((25, 60, 1, 3), Counts(QuestionPage.Of(set, Filter(""), 1, TimeProvider.System)));
        Assert.Equal((10, 60, 3, 3), Counts(QuestionPage.Of(set, Filter(""), 3, TimeProvider.System)));
        Assert.Equal((10, 60, 3, 3), Counts(QuestionPage.Of(set, Filter(""), 99, TimeProvider.System)));
        static (int, int, int, int) Counts(QuestionPage p) => (p.Rows.Count, p.Found, p.Page, p.Pages);
    }

    [Fact]
    public void Topics_of_the_data_set_are_preferred_to_pages()
    {
        QuestionText[] texts = [Texts[0] with { Topic = "жильё" }, Texts[1] with { Topic = "учёба" }];
        var set = Make(
            "avg_e2e_score",
            [.. Scores("q1", "g1", 5, 5), .. Scores("q2", "g1", 4, 4), Answer("q1", "g1", 0), Answer("q2", "g1", 0)],
            texts
        );
        Assert.True(set.HasTopics);
        Assert.Equal(["жильё", "учёба"], set.Topics);
        Assert.Equal("q2", Assert.Single(QuestionPage.Of(set, Filter("topic=учёба"), 1, TimeProvider.System).Rows).Text.ItemId);
    }

    private static QuestionFilter Filter(string query) =>
        QuestionFilter.Of(new PageContext("/llm", QueryHelpers.ParseQuery(query), Language.English, Assets));

    private static QuestionSet Make(string name, Observation[] observations, QuestionText[]? texts = null)
    {
        var metric = Assert.Single(GeneratorMetric.Of([new Aggregate(Tier.EndToEnd, name, "g1", null, null, 1, 1)]));
        var table = ScoreTable.Of(observations, ItemPages.Unknown);
        return QuestionSet.Of(
            metric,
            ["g1", "g2", "gone:model", "builtin:lead"],
            ["j1", "j2"],
            texts ?? Texts,
            new QuestionTables(table, table, table, table),
            "e2e_quality"
        );
    }

    private static IEnumerable<Observation> Scores(string item, string model, double? first, double? second) =>
        [
            Row(item, model, "e2e_quality", first) with
            {
                JudgeModel = "j1",
            },
            Row(item, model, "e2e_quality", second) with
            {
                JudgeModel = "j2",
            },
        ];

    private static Observation Answer(string item, string model, double abstained, bool unanswerable = false) =>
        Row(item, model, "abstention", abstained) with
        {
            Expected = unanswerable ? 1 : 0,
        };

    private static Observation Hit(string item, string model, double hit) => Row(item, model, "context_hit", hit);

    private static Observation Row(string item, string model, string measure, double? value) =>
        new()
        {
            Tier = Tier.EndToEnd,
            ItemId = item,
            Measure = measure,
            GenerationModel = model,
            Outcome = value is null ? Outcome.Unparseable : Outcome.Scored,
            Value = value,
        };

    /// <summary>A clock that goes on a second each time it is looked at.</summary>
    private sealed class SlowTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}
