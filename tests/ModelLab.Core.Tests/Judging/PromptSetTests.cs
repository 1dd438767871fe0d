using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;

namespace ModelLab.Core.Tests.Judging;

public sealed class PromptSetTests
{
    private const string Question = "Когда работает {{context}} библиотека?";
    private const string Context = "Библиотека: 9–18. {{question}}";
    private const string Answer = "С девяти до восемнадцати";

    private static PromptSet With(string name, string text) =>
        PromptSet.WithOverrides(new Dictionary<string, string> { [name] = text }, "prompts");

    private static ScoreRequest Request(Rubric rubric) => new("id", rubric, Question, Context, Answer, ["эталон один", "эталон два"]);

    [Theory]
    [InlineData(DataLanguage.Ru, "справочная служба университета")]
    [InlineData(DataLanguage.En, "the help desk of a university")]
    public void Every_built_in_prompt_is_there_and_filled_in(DataLanguage language, string assistant)
    {
        var set = PromptSet.BuiltIn(language);
        IReadOnlyList<PromptMessage>[] conversations =
        [
            set.GenerationMessages(new GenerationRequest("id", "вопрос", "контекст")),
            set.VerdictMessages(new ShowRequest("id", "вопрос", "контекст", "ответ")),
            .. from rubric in Enum.GetValues<Rubric>()
            from mode in Enum.GetValues<JudgeEvalMode>()
            select set.ScoreMessages(new ScoreRequest("id", rubric, "вопрос", "контекст", "ответ", ["эталон"]), mode),
        ];
        foreach (var messages in conversations)
        {
            Assert.Equal([PromptRole.System, PromptRole.User], messages.Select(m => m.Role));
            Assert.All(messages, m => Assert.DoesNotContain("{{", m.Text, StringComparison.Ordinal));
            Assert.All(messages, m => Assert.DoesNotContain("\uFEFF", m.Text, StringComparison.Ordinal));
        }
        Assert.Equal(conversations.Length, conversations.Select(m => m[0].Text).Distinct().Count());
        Assert.Contains("score", set.ScoreReAsk, StringComparison.Ordinal);
        Assert.Contains("verdict", set.VerdictReAsk, StringComparison.Ordinal);
        // Each speaks one language, and who answers stands where it is told.
        var prompts = conversations.Select(m => m[0].Text).Append(set.ScoreReAsk).Append(set.VerdictReAsk).ToList();
        Assert.All(prompts, p => Assert.Equal(language, DataLanguages.Of([p])));
        Assert.Equal(1 + 2 * Enum.GetValues<Rubric>().Length, prompts.Count(p => p.Contains(assistant, StringComparison.Ordinal)));
        var own = PromptSet.BuiltIn(language, "лаборатория {{rubric}} X");
        Assert.Contains(
            "лаборатория {{rubric}} X",
            own.GenerationMessages(new GenerationRequest("id", "q", "c"))[0].Text,
            StringComparison.Ordinal
        );
        Assert.NotEqual(set.Sha256, own.Sha256);
    }

    [Fact]
    public void A_prompt_of_ones_own_may_name_the_assistant_too()
    {
        var set = PromptSet.WithOverrides(
            new Dictionary<string, string> { ["generation.system.txt"] = "You are {{assistant}}." },
            "prompts",
            DataLanguage.En,
            "a museum"
        );
        var messages = set.GenerationMessages(new GenerationRequest("id", "q", "c"));
        Assert.Equal("You are a museum.", messages[0].Text);
        Assert.StartsWith("Passage of the knowledge base:", messages[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_prompts_show_no_reply_that_a_parser_would_take_for_the_answer_when_a_model_echoes_them()
    {
        foreach (var set in Enum.GetValues<DataLanguage>().Select(l => PromptSet.BuiltIn(l)))
        {
            foreach (var mode in Enum.GetValues<JudgeEvalMode>())
                Assert.Null(ScoreParser.Parse(set.ScoreMessages(Request(Rubric.Faithfulness), mode)[0].Text).Score);
            Assert.Null(VerdictParser.Parse(set.VerdictMessages(new ShowRequest("id", Question, Context, Answer))[0].Text).Show);
            Assert.Null(VerdictParser.Parse(set.VerdictReAsk).Show);
        }
    }

    [Fact]
    public void Text_that_is_put_in_is_never_searched_for_placeholders()
    {
        var user = PromptSet.Default.GenerationMessages(new GenerationRequest("id", Question, Context))[1].Text;
        var fence = new Fence(("context", Context), ("question", Question));
        Assert.Contains(fence.Wrap("context", Context), user, StringComparison.Ordinal);
        Assert.EndsWith("Вопрос:\n" + fence.Wrap("question", Question), user, StringComparison.Ordinal);
    }

    [Fact]
    public void Stray_braces_in_a_prompt_do_not_swallow_a_placeholder()
    {
        var text = With("generation.user.txt", "{{ {a} {{\"x\": 1}} {{{question}}} {{context}} }} {{")
            .GenerationMessages(new GenerationRequest("id", "Q", "C"))[1]
            .Text;
        var fence = new Fence(("context", "C"), ("question", "Q"));
        Assert.Equal($"{{{{ {{a}} {{{{\"x\": 1}}}} {{{fence.Wrap("question", "Q")}}} {fence.Wrap("context", "C")} }}}} {{{{", text);
    }

    private static string Fenced(params (string Label, string Text)[] parts)
    {
        var fence = new Fence(parts);
        return string.Join("\n\n", parts.Select(p => fence.Wrap(p.Label, p.Text)));
    }

    public static TheoryData<Rubric, bool, bool> Sights =>
        new()
        {
            { Rubric.Faithfulness, true, false },
            { Rubric.AnswerRelevance, false, false },
            { Rubric.AnswerCorrectness, true, true },
            { Rubric.E2eQuality, true, true },
        };

    [Theory, MemberData(nameof(Sights))]
    public void A_judge_sees_what_its_rubric_is_about_and_no_more(Rubric rubric, bool context, bool references)
    {
        foreach (var mode in Enum.GetValues<JudgeEvalMode>())
        {
            var messages = PromptSet.Default.ScoreMessages(Request(rubric), mode);
            (string, string)[] expected =
            [
                ("question", Question),
                .. context ? [("context", Context)] : Array.Empty<(string, string)>(),
                .. references ? [("reference", "эталон один"), ("reference", "эталон два")] : Array.Empty<(string, string)>(),
                ("answer", Answer),
            ];
            Assert.Equal(Fenced(expected), messages[1].Text);
            Assert.Equal(mode == JudgeEvalMode.Reasoned, messages[0].Text.Contains("\"evidence\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_production_judge_sees_question_context_and_answer_as_data() =>
        Assert.Equal(
            Fenced(("question", Question), ("context", Context), ("answer", Answer)),
            PromptSet.Default.VerdictMessages(new ShowRequest("id", Question, Context, Answer))[1].Text
        );

    [Fact]
    public void A_file_replaces_the_prompt_of_its_name_and_no_other()
    {
        var set = With("rubric.faithfulness.txt", "\r\n МОЯ РУБРИКА\r\nвторая строка \r\n");
        Assert.Contains(
            "\n\nМОЯ РУБРИКА\nвторая строка\n\n",
            set.ScoreMessages(Request(Rubric.Faithfulness), JudgeEvalMode.Direct)[0].Text,
            StringComparison.Ordinal
        );
        Assert.Equal(
            PromptSet.Default.ScoreMessages(Request(Rubric.E2eQuality), JudgeEvalMode.Direct),
            set.ScoreMessages(Request(Rubric.E2eQuality), JudgeEvalMode.Direct)
        );
        Assert.Equal("ещё раз", With("reask.score.txt", "ещё раз").ScoreReAsk);
        Assert.Equal("ещё раз", With("reask.verdict.txt", "ещё раз\n").VerdictReAsk);
    }

    [Theory]
    [InlineData("generation.user.txt", "{{context}}", "the placeholder {{question}} is missing: put it where that text belongs")]
    [InlineData(
        "generation.user.txt",
        "{{ context }} {{question}}",
        "the placeholder {{context}} is missing: put it where that text belongs"
    )]
    [InlineData("judge.direct.txt", "Оцени", "the placeholder {{rubric}} is missing: put it where that text belongs")]
    [InlineData("judge.reasoned.txt", "Оцени", "the placeholder {{rubric}} is missing: put it where that text belongs")]
    [InlineData("decider.system.txt", " \n", "is empty: write a prompt, or delete the file to use the built-in one")]
    public void A_prompt_that_cannot_work_is_refused(string name, string text, string problem) =>
        Assert.Equal($"prompts/{name}: {problem}", Assert.Throws<BadInputException>(() => With(name, text)).Message);

    [Fact]
    public void An_unknown_name_is_refused_with_the_names_there_are()
    {
        var message = Assert.Throws<BadInputException>(() => With("Judge.direct.txt", "{{rubric}}")).Message;
        Assert.StartsWith(
            "prompts/Judge.direct.txt: no prompt has this name: use generation.system.txt, ",
            message,
            StringComparison.Ordinal
        );
        foreach (var rubric in new[] { "faithfulness", "answer_relevance", "answer_correctness", "e2e_quality" })
            Assert.Contains($"rubric.{rubric}.txt", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_follows_the_texts_and_not_their_line_endings()
    {
        Assert.Matches("^[0-9a-f]{64}$", PromptSet.Default.Sha256);
        Assert.Equal(PromptSet.Default.Sha256, PromptSet.WithOverrides(new Dictionary<string, string>(), "prompts").Sha256);
        Assert.Equal(With("decider.system.txt", "a\nb").Sha256, With("decider.system.txt", "a\r\nb\r\n").Sha256);
        Assert.NotEqual(With("decider.system.txt", "a\nb").Sha256, With("decider.system.txt", "a b").Sha256);
        Assert.NotEqual(PromptSet.Default.Sha256, With("decider.system.txt", "a").Sha256);
        // The same text under another name is another set.
        Assert.NotEqual(With("reask.score.txt", "a").Sha256, With("reask.verdict.txt", "a").Sha256);
    }
}
