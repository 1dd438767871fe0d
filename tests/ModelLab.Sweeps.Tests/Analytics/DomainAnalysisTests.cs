using System.Globalization;
using ModelLab.Core;
using ModelLab.Core.Text;
using ModelLab.Knowledge;
using ModelLab.Records.Analyses;
using ModelLab.Records.Reading;
using ModelLab.Sweeps.Analytics;
using Xunit;

namespace ModelLab.Sweeps.Tests.Analytics;

public sealed class DomainAnalysisTests : AnalyticsTest
{
    private static readonly SlangList Slang = SlangList.Parse("общага\nстипуха\nче", "list");

    [Fact]
    public async Task Answers_scores_lengths_words_and_slang_are_counted()
    {
        await using var knowledge = await BaseAsync(
            [],
            new PastQuestion(1, "Где общага?", "Там.", "u", 5), // 11 characters
            new PastQuestion(2, "В общаге чё?", "Да.", "u", 1), // 12
            new PastQuestion(3, "Где касса?", " "), // 10, a blank answer is none
            new PastQuestion(4, "😀", null, null, 4.5)
        ); // 1 character of two UTF-16 units
        var profile = await DomainAnalysis.RunAsync(knowledge, Slang, new DomainOptions(), Stop);

        Assert.Equal((4, 2, 2, 0.5), (profile.TotalQuestions, profile.WithAnswers, profile.WithoutAnswers, profile.WithAnswersRate));
        Assert.Equal((3, 1, 1), (profile.ScoredQuestions, profile.Score5Questions, profile.Score1Questions));
        Assert.Equal(
            [("1", 1), ("2", 0), ("3", 0), ("4", 0), ("4.5", 1), ("5", 1)],
            profile.ScoreDistribution.Select(s => (s.Key, s.Value))
        );
        Assert.Equal(8.5, profile.AvgQuestionLength); // (11 + 12 + 10 + 1) / 4
        // "где" and "в" are stop words; "чё" is not, and is written "че"; ties in ordinal order.
        Assert.Equal([new("касса", 1), new("общага", 1), new("общаге", 1), new("че", 1)], profile.TopTokensAll);
        Assert.Equal([new("общага", 1)], profile.TopTokensScore5);
        Assert.Equal([new("общаге", 1), new("че", 1)], profile.TopTokensScore1);
        Assert.Equal([new("касса", 1)], profile.TopTokensWithoutAnswers);
        Assert.Equal([("общага", 2), ("че", 1), ("стипуха", 0)], profile.SlangIndicatorCounts.Select(s => (s.Key, s.Value)));
        Assert.Equal(2, profile.SlangQuestions);
    }

    [Fact]
    public void A_word_counts_as_often_as_it_occurs_but_slang_once_a_question()
    {
        var profile = DomainAnalysis.Of([new(1, "общага, общага!"), new(2, "общага")], Slang, new DomainOptions());
        Assert.Equal([new("общага", 3)], profile.TopTokensAll);
        Assert.Equal(2, profile.SlangIndicatorCounts["общага"]);
    }

    [Fact]
    public void Without_past_questions_shares_and_means_are_undefined()
    {
        var profile = DomainAnalysis.Of([], Slang, new DomainOptions());
        Assert.Equal(
            (0, 0, 0, null, null),
            (profile.TotalQuestions, profile.WithAnswers, profile.WithoutAnswers, profile.WithAnswersRate, profile.AvgQuestionLength)
        );
        Assert.All(profile.ScoreDistribution.Values.Concat(profile.SlangIndicatorCounts.Values), count => Assert.Equal(0, count));
        Assert.Empty(profile.TopTokensAll);
    }

    [Fact]
    public void More_questions_than_the_limit_are_sampled_by_the_seed()
    {
        PastQuestion[] questions = [.. Enumerable.Range(0, 50).Select(i => new PastQuestion(i, FormattableString.Invariant($"слово{i}")))];
        string Tokens(int seed) =>
            string.Join(
                ' ',
                DomainAnalysis.Of(questions, Slang, new DomainOptions(Limit: 5, Seed: seed)).TopTokensAll.Select(t => t.Token)
            );
        Assert.Equal(5, Tokens(1).Split(' ').Length);
        Assert.Equal(Tokens(1), Tokens(1));
        Assert.NotEqual(Tokens(1), Tokens(2));
        Assert.Equal(
            (5, 50),
            DomainAnalysis.Of(questions, Slang, new DomainOptions(Limit: 5)) is var p ? (p.TotalQuestions, p.AvailableQuestions) : default
        );
    }

    [Fact]
    public void The_fields_are_those_of_the_contract_in_every_culture()
    {
        var former = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ru-RU");
            var json = AnalyticsJson.Node(DomainAnalysis.Of([new(1, "общага", "Да.", null, 4.5)], Slang, new DomainOptions()));
            Assert.Equal(
                [
                    "total_questions",
                    "with_answers",
                    "without_answers",
                    "with_answers_rate",
                    "scored_questions",
                    "score_distribution",
                    "score_5_questions",
                    "score_1_questions",
                    "avg_question_length",
                    "top_tokens_all",
                    "top_tokens_score_5",
                    "top_tokens_score_1",
                    "top_tokens_without_answers",
                    "slang_indicator_counts",
                ],
                Fields(json).Take(14)
            );
            Assert.Equal("""{"1":0,"2":0,"3":0,"4":0,"4.5":1,"5":0}""", json["score_distribution"]!.ToJsonString());
            Assert.Equal("общага", (string?)json["top_tokens_all"]![0]!["token"]);
            Assert.Equal(1, (int?)json["slang_indicator_counts"]!["общага"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = former;
        }
    }

    [Fact]
    public void A_file_replaces_the_built_in_list()
    {
        Assert.Equal(["свое"], DomainAnalysis.ReadSlang(Write("slang.txt", "своё\n")).Indicators);
        Assert.Same(SlangList.Default, DomainAnalysis.ReadSlang(null));
        Assert.EndsWith(
            "no such file",
            Assert.Throws<BadInputException>(() => DomainAnalysis.ReadSlang("absent.txt")).Message,
            StringComparison.Ordinal
        );
        var cp1251 = Write("old.txt", "");
        File.WriteAllBytes(cp1251, [0xEE, 0xE1, 0xF9]);
        Assert.Equal(
            $"{cp1251}: is not UTF-8 text: save it as UTF-8",
            Assert.Throws<BadInputException>(() => DomainAnalysis.ReadSlang(cp1251)).Message
        );
    }

    [Fact]
    public async Task The_built_in_list_marks_students_questions_and_no_official_page_of_the_sample()
    {
        var (knowledge, embedder, items) = await SampleAsync();
        await using var _ = knowledge;
        using var __ = embedder;
        var official = SampleChunks().SelectMany(c => SlangList.Default.In(c.Text)).Select(i => SlangList.Default.Indicators[i]);
        Assert.Equal("", string.Join(", ", official.Distinct()));
        var profile = await DomainAnalysis.RunAsync(knowledge, SlangList.Default, new DomainOptions(), Stop);
        Assert.Equal(items.Count, profile.TotalQuestions);
        Assert.InRange(profile.SlangQuestions, items.Count / 4, items.Count);
    }
}
