using CsCheck;
using ModelLab.Core.Judging;

namespace ModelLab.Core.Tests.Judging;

public sealed class VerdictParserTests
{
    [Theory]
    [InlineData("Да", true)]
    [InlineData("Нет", false)]
    [InlineData("да.", true)]
    [InlineData("НЕТ!", false)]
    [InlineData("Yes", true)]
    [InlineData("no", false)]
    [InlineData("true", true)]
    [InlineData("False", false)]
    [InlineData("**Yes**", true)]
    [InlineData("**Нет.**", false)]
    [InlineData("`Да`", true)]
    [InlineData("«Нет»", false)]
    [InlineData("\"Yes\"", true)]
    [InlineData("(No)", false)]
    [InlineData("[Да]", true)]
    [InlineData("> Нет", false)]
    [InlineData("# Да", true)]
    [InlineData("  Да  ", true)]
    [InlineData("Вердикт: Да", true)]
    [InlineData("**Решение:** нет", false)]
    [InlineData("Verdict — No", false)]
    [InlineData("Ответ: Да", true)]
    public void A_reply_that_is_nothing_but_a_verdict_is_read(string reply, bool show) => AssertVerdict(reply, show, null);

    [Theory]
    [InlineData("No: the year is wrong", false, "the year is wrong")]
    [InlineData("Нет, в контексте другой срок.", false, "в контексте другой срок.")]
    [InlineData("Да. Всё подтверждается.", true, "Всё подтверждается.")]
    [InlineData("Да — всё верно", true, "всё верно")]
    [InlineData("Нет - не о том", false, "не о том")]
    [InlineData("Нет (выдумано)", false, "(выдумано)")]
    [InlineData("Yes\n\nThe context says so.", true, "The context says so.")]
    [InlineData("Да\r\nпотому что", true, "потому что")]
    [InlineData("**Нет** ответ выдуман", false, "ответ выдуман")]
    [InlineData("Вердикт: нет; ошибка в дате", false, "ошибка в дате")]
    public void What_follows_a_leading_verdict_is_its_reason(string reply, bool show, string reason) => AssertVerdict(reply, show, reason);

    [Theory]
    [InlineData("Ответ подтверждается контекстом. Да", true)]
    [InlineData("Срок указан неверно.\n\n**Нет**", false)]
    [InlineData("Можно ли показать? Да.", true)]
    [InlineData("Сначала проверим срок. Он верен.\nВердикт: Да\nКонец.", true)]
    [InlineData("Итоговое решение: нет, показывать нельзя", false)]
    [InlineData("The final verdict = yes.", true)]
    public void A_labelled_or_closing_verdict_behind_prose_is_read(string reply, bool show) => AssertVerdict(reply, show, null);

    [Theory]
    [InlineData("Yesterday the office was open.")]
    [InlineData("Nothing is wrong.")]
    [InlineData("Данные верны.")]
    [InlineData("Нетипичный ответ.")]
    [InlineData("Notes: none")]
    [InlineData("В ответе нет ошибок, его стоит показать")]
    [InlineData("Возможно")]
    [InlineData("No-one knows")]
    [InlineData("true_positive")]
    [InlineData("Непредрешение: да, видимо")]
    [InlineData("👍")]
    [InlineData("  ")]
    public void A_word_in_prose_or_inside_another_word_is_no_verdict(string reply) => AssertNone(reply, "no verdict in the reply");

    // "Нет ошибок" praises the answer, "Нет ответа" blames it: a leading word that goes on without a break decides nothing, the model is
    // asked again.
    [Theory]
    [InlineData("Нет ошибок, показать")]
    [InlineData("Нет ответа в контексте")]
    [InlineData("No errors found.")]
    [InlineData("No problem, show it")]
    [InlineData("Вердикт: нет нарушений, показать")]
    [InlineData("Yes the answer")]
    public void A_leading_word_that_goes_on_as_prose_is_ambiguous(string reply) => AssertNone(reply, "no verdict in the reply");

    [Theory]
    [InlineData("Да или нет")]
    [InlineData("Да/Нет")]
    [InlineData("Yes | No")]
    [InlineData("\"Да\" или \"Нет\"")]
    [InlineData("Да, или нет?")]
    [InlineData("yes and no")]
    [InlineData("Да и нет")]
    [InlineData("Да, нет.")]
    [InlineData("Вердикт: Да или Нет")]
    [InlineData("""{"evidence": "причина", "verdict": "Да" или "Нет"}""")]
    public void An_alternative_is_no_verdict(string reply) => AssertNone(reply, "no verdict in the reply");

    [Theory]
    [InlineData("Да. Нет.")]
    [InlineData("Нет.\nВердикт: Да")]
    [InlineData("Решение: да. Нет, вердикт: нет")]
    [InlineData("Yes.\n\nNo")]
    [InlineData("""{"verdict": "Да"} {"verdict": "Нет"}""")]
    [InlineData("""{"verdict": "Да", "x": {"verdict": "Нет", "y": "об""")]
    public void A_reply_with_both_verdicts_is_refused(string reply) => AssertNone(reply, "the reply holds both verdicts");

    [Theory]
    [InlineData("""{"verdict": "Да"}""", true, null)]
    [InlineData("""{"evidence": "срок неверен", "verdict": "Нет"}""", false, "срок неверен")]
    [InlineData("""{"reason": "ok", "show": true}""", true, "ok")]
    [InlineData("""{"show": false}""", false, null)]
    [InlineData("""{"Decision": "NO."}""", false, null)]
    [InlineData("""{"вердикт": "**да**", "обоснование": "так"}""", true, "так")]
    [InlineData("""{"answer": "Yes, show it"}""", true, null)]
    [InlineData("```json\n{\"verdict\": \"Нет\"}\n```\nДа, это всё.", false, null)]
    [InlineData("{{\"verdict\": \"Да\"}}", true, null)]
    [InlineData("{\"evidence\": \"в ответе «Нет»\nи {скобка\", \"verdict\": \"Да\"}", true, "в ответе «Нет»\nи {скобка")]
    [InlineData("{\"verdict\": \"Да\", \"evidence\": \"\\ud83d\"}", true, null)]
    public void A_verdict_in_json_is_read_with_its_reason(string reply, bool show, string? reason) => AssertVerdict(reply, show, reason);

    [Theory]
    [InlineData("""{"verdict": "maybe"}""")]
    [InlineData("""{"verdict": "Да или нет"}""")]
    [InlineData("""{"verdict": "Да и нет"}""")]
    [InlineData("""{"verdict": "Нет ошибок"}""")]
    [InlineData("""{"verdict": ""}""")]
    [InlineData("""{"verdict": null}""")]
    [InlineData("""{"verdict": 1}""")]
    [InlineData("""{"show": ["Да"]}""")]
    [InlineData("""{"verdict": "\ud83d"}""")]
    public void A_json_verdict_that_is_neither_is_called_that(string reply) => AssertNone(reply, "the verdict is neither yes nor no");

    [Theory]
    [InlineData("""{"verdict": "Да", "evidence": "обор""", true)]
    [InlineData("""{"verdict": "Нет" """, false)]
    [InlineData("""{"show": false, "evidence": "Да. Да""", false)]
    [InlineData("""{"result": {"verdict": "Нет"}}""", false)]
    public void A_reply_cut_off_behind_a_whole_verdict_still_has_it(string reply, bool show) => AssertVerdict(reply, show, null);

    [Theory]
    [InlineData("""{"verdict": "Да""")]
    [InlineData("""{"verdict": "No""")]
    [InlineData("""{"show": tr""")]
    [InlineData("""{"evidence": "verdict да или""")]
    [InlineData("""{"result": "Да"}""")]
    public void A_reply_cut_off_before_its_verdict_is_whole_has_none(string reply) => AssertNone(reply, "no verdict in the reply");

    [Theory]
    [InlineData("\n")]
    [InlineData("нет ")]
    [InlineData("Вердикт: ")]
    public void A_reply_that_repeats_itself_without_end_has_no_verdict(string piece) =>
        Assert.Null(VerdictParser.Parse(string.Concat(Enumerable.Repeat(piece, 100_000)) + "…").Show);

    [Fact]
    public void An_empty_reply_says_so() => AssertNone("", "the reply is empty");

    private static readonly Gen<string> Reply = Gens.Joined(
        10,
        "Да",
        "нет",
        "Yes",
        "no",
        "true",
        " ",
        ".",
        ",",
        "\n",
        ":",
        "Вердикт",
        "{",
        "}",
        "\"verdict\"",
        "\"",
        "или",
        "/",
        "-",
        "*",
        "\\",
        "ошибок",
        "\ud83d",
        "\\ud83d",
        "null"
    );

    [Fact]
    public void Whatever_comes_the_parser_returns_a_verdict_or_a_problem() =>
        Gen.OneOf(Reply, Gens.AnyText(40))
            .Sample(
                reply =>
                {
                    var parsed = VerdictParser.Parse(reply);
                    return (parsed.Show is null) == (parsed.Problem is not null);
                },
                iter: 20_000
            );

    [Fact]
    public void A_verdict_is_never_one_that_the_reply_does_not_hold() =>
        Reply.Sample(
            reply =>
                VerdictParser.Parse(reply).Show switch
                {
                    true => new[] { "да", "yes", "true" }.Any(w => reply.Contains(w, StringComparison.OrdinalIgnoreCase)),
                    false => new[] { "нет", "no" }.Any(w => reply.Contains(w, StringComparison.OrdinalIgnoreCase)),
                    null => true,
                },
            iter: 20_000
        );

    [Theory]
    [InlineData("Нет, ошибок нет, ответ можно показать.")]
    [InlineData("Нет. Ответ можно показать.")]
    [InlineData("No, it can be shown")]
    [InlineData("Да, ошибки есть, показывать нельзя")]
    [InlineData("Yes, there are errors: it should not be shown")]
    public void A_leading_word_that_is_taken_back_is_no_verdict(string reply) =>
        AssertNone(reply, "what follows the verdict says the opposite");

    [Theory]
    [InlineData("Нет. Ответ содержит {\"verdict\":\"Да\"}")]
    [InlineData("{\"verdict\": \"Нет\"}\nВердикт: Да")]
    [InlineData("Verdict: no. It quotes {\"show\": true}")]
    public void Quoted_JSON_is_not_what_the_judge_says(string reply) => AssertNone(reply, "the reply holds both verdicts");

    [Theory]
    [InlineData("{\"answer\": \"Нет, справка выдаётся только после сессии\"}", "no verdict in the reply")]
    [InlineData("{\"verdict\": \"Да\", \"verdict\": \"Нет\"}", "the reply holds its verdict twice")]
    public void An_answer_and_a_doubled_key_are_no_verdict(string reply, string problem) => AssertNone(reply, problem);

    [Theory]
    [InlineData("\uFEFFДа", true)]
    [InlineData("\u200BНет\u200B", false)]
    [InlineData("{\"answer\": \"Да.\"}", true)]
    [InlineData("Вердикт: Нет\n{\"verdict\": \"Нет\"}", false)]
    [InlineData("{'verdict': 'Да'}", true)]
    public void Other_ways_to_write_one_verdict_are_read(string reply, bool show) => AssertVerdict(reply, show, null);

    [Fact]
    public void What_agrees_with_the_verdict_takes_nothing_back() =>
        AssertVerdict("Нет, не следует показывать.", false, "не следует показывать.");

    private static void AssertVerdict(string reply, bool show, string? reason)
    {
        var parsed = VerdictParser.Parse(reply);
        Assert.Null(parsed.Problem);
        Assert.Equal(show, parsed.Show);
        Assert.Equal(reason, parsed.Evidence);
    }

    private static void AssertNone(string reply, string problem)
    {
        var parsed = VerdictParser.Parse(reply);
        Assert.Null(parsed.Show);
        Assert.Equal(problem, parsed.Problem);
    }
}
