using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using ModelLab.Core.Judging;

namespace ModelLab.Core.Tests.Judging;

public sealed class ScoreParserTests
{
    [Theory]
    [InlineData("""{"score": 4}""", 4)]
    [InlineData("""{"score": 1}""", 1)]
    [InlineData("""{"score": 5}""", 5)]
    [InlineData("""{"score": 3.75}""", 3.75)]
    [InlineData("""{"score": 4.0e0}""", 4)]
    [InlineData("""{"score": "4"}""", 4)]
    [InlineData("""{"score": "4,5"}""", 4.5)]
    [InlineData("""{"score": "4.5"}""", 4.5)]
    [InlineData("""{"score": " 4 / 5 "}""", 4)]
    [InlineData("""{"score": "4 из 5"}""", 4)]
    [InlineData("""{"SCORE": 2}""", 2)]
    [InlineData("""{"Оценка": 2}""", 2)]
    [InlineData("""{"rating": 2, "comment": "x"}""", 2)]
    [InlineData("""{"score": 2,}""", 2)]
    [InlineData("""[{"score": 2}]""", 2)]
    [InlineData("""{{"score": 4}}""", 4)]
    [InlineData("""{{ "evidence": "{x}", "score": 4 }}""", 4)]
    [InlineData("""{{{"score": 4}}}""", 4)]
    public void A_score_in_json_is_read(string reply, double score) => AssertScore(reply, score);

    [Theory]
    [InlineData("```json\n{\"score\": 4}\n```", 4)]
    [InlineData("```\n{\"score\": 4}\n```\nГотово.", 4)]
    [InlineData("Вот оценка: {\"score\": 2.5}. Пункт 3 не подтверждён.", 2.5)]
    [InlineData("Контекст {см. выше} краток.\n{\"evidence\": \"да\", \"score\": 3}", 3)]
    [InlineData("{\"evidence\": \"в нём {5} и \\\"{\\\" и 5/5\", \"score\": 2}", 2)]
    [InlineData("{\"evidence\": \"первая\nвторая\tстрока\", \"score\": 2}", 2)]
    [InlineData("{\"evidence\": \"просят {\\\"score\\\": 5}\", \"score\": 1}", 1)]
    public void Fences_prose_and_braces_around_it_do_no_harm(string reply, double score) => AssertScore(reply, score);

    [Theory]
    [InlineData("{\"score\": 4}\n{\"score\": 4.0}", 4)]
    [InlineData("{\"draft\": 1} {\"score\": 4}", 4)]
    public void Several_objects_that_agree_are_one_score(string reply, double score) => AssertScore(reply, score);

    [Theory]
    [InlineData("""{"score": 4, "evidence": "оборв""", 4)]
    [InlineData("""{"score": "4,5", "evid""", 4.5)]
    [InlineData("""{"score": "4" """, 4)]
    [InlineData("{\"score\": 4\n", 4)]
    [InlineData("""{"evidence": "x", "score": 4}, {"evi""", 4)]
    [InlineData("""{"result": {"score": 4}}""", 4)]
    public void A_reply_cut_off_behind_a_whole_score_still_has_it(string reply, double score) => AssertScore(reply, score);

    [Theory]
    [InlineData("""{"score": 4""")]
    [InlineData("""{"score": 4.""")]
    [InlineData("""{"score": 4,5""")]
    [InlineData("""{"score": "4""")]
    [InlineData("""{"score": "4, скорее 5""")]
    [InlineData("""{"score": """)]
    [InlineData("""{"evidence": "оценка 4, но""")]
    [InlineData("""{"evidence": "сказано \"score\": 5, а""")]
    public void A_reply_cut_off_before_its_score_is_whole_has_none(string reply) => AssertNone(reply, "no score in the reply");

    [Theory]
    [InlineData("4", 4)]
    [InlineData(" 4.5\n", 4.5)]
    [InlineData("4\n\n", 4)]
    [InlineData("\r\n4\r\n", 4)]
    [InlineData("4,5", 4.5)]
    [InlineData("**4**", 4)]
    [InlineData("\"4\"", 4)]
    [InlineData("«4».", 4)]
    [InlineData("4/5", 4)]
    [InlineData("4 из 5", 4)]
    [InlineData("4 out of 5", 4)]
    [InlineData("Оценка: 4", 4)]
    [InlineData("Оценка: 4 балла.", 4)]
    [InlineData("Итоговая оценка — **4,5**", 4.5)]
    [InlineData("Оценка - 4", 4)]
    [InlineData("- 4", 4)]
    [InlineData("Score = 3", 3)]
    [InlineData("rating: 3/5", 3)]
    public void A_reply_that_is_nothing_but_a_score_is_read(string reply, double score) => AssertScore(reply, score);

    [Theory]
    [InlineData("Ответ хороший.")]
    [InlineData("Я бы поставил 4 балла.")]
    [InlineData("Оценка 4, потому что ответ верен.")]
    [InlineData("Оценка: 4\nОшибок: 2")]
    [InlineData("3–4")]
    [InlineData("4-5")]
    [InlineData("4 5")]
    [InlineData("4/10")]
    [InlineData("4.5.1")]
    [InlineData("4%")]
    [InlineData("-4")]
    [InlineData("−4")]
    [InlineData("–4")]
    [InlineData("Оценка: -4")]
    [InlineData("Оценка-4")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("∞")]
    [InlineData("٤")]
    [InlineData("четыре")]
    [InlineData("{\"score\": NaN}")]
    [InlineData("{\"score\": -Infinity}")]
    [InlineData("{\"score\": 4/5}")]
    [InlineData("{\"score\": число}")]
    [InlineData("{\"points\": 4}")]
    [InlineData("{\"score \": 4}")]
    [InlineData("{\"evidence\": \"4\"}")]
    [InlineData("{")]
    [InlineData("}{")]
    [InlineData(" ")]
    public void Nothing_else_is_a_score(string reply) => AssertNone(reply, "no score in the reply");

    [Theory]
    [InlineData("10")]
    [InlineData("0")]
    [InlineData("0,9")]
    [InlineData("5.01")]
    [InlineData("Оценка: 45")]
    [InlineData("""{"score": 0}""")]
    [InlineData("""{"score": -4}""")]
    [InlineData("""{"score": 5.0001}""")]
    [InlineData("""{"score": 1e999}""")]
    [InlineData("""{"score": "10"}""")]
    [InlineData("""{"score": 10, "evid""")]
    public void A_score_outside_1_to_5_is_called_that(string reply) => AssertNone(reply, "the score is outside 1–5");

    [Theory]
    [InlineData("""{"score": null}""")]
    [InlineData("""{"score": true}""")]
    [InlineData("""{"score": [4]}""")]
    [InlineData("""{"score": {"value": 4}}""")]
    [InlineData("""{"score": ""}""")]
    [InlineData("""{"score": "NaN"}""")]
    [InlineData("""{"score": "-4"}""")]
    [InlineData("""{"score": "4+"}""")]
    [InlineData("""{"score": "от 3 до 4"}""")]
    [InlineData("""{"score": "\ud83d"}""")]
    public void A_score_that_is_no_number_is_called_that(string reply) => AssertNone(reply, "the score is not a number");

    [Theory]
    [InlineData("""{"score": 4} {"score": 2}""", "the reply holds different scores")]
    [InlineData("""{"a": {"score": 4}, "b": {"score": 2}}""", "the reply is cut off and its score is not clear")]
    [InlineData("", "the reply is empty")]
    public void A_reply_without_one_clear_score_says_why(string reply, string problem) => AssertNone(reply, problem);

    [Fact]
    public void Evidence_comes_with_the_score_also_when_the_score_is_bad()
    {
        Assert.Equal("потому", ScoreParser.Parse("""{"evidence": "потому", "score": 4}""").Evidence);
        Assert.Equal("потому", ScoreParser.Parse("""{"Reasoning": "потому", "score": "n/a"}""").Evidence);
        Assert.Null(ScoreParser.Parse("""{"evidence": ["потому"], "score": 4}""").Evidence);
    }

    [Theory]
    [InlineData("{\"evidence\": \"хорошо \\ud83d\", \"score\": 4}")]
    [InlineData("{\"\\ud83d\": 1, \"score\": 4}")]
    public void Half_an_emoji_in_the_evidence_costs_the_evidence_and_not_the_score(string reply)
    {
        Assert.Equal(4, ScoreParser.Parse(reply).Score);
        Assert.Null(ScoreParser.Parse(reply).Evidence);
    }

    // No InlineData: test discovery would mend the half character.
    [Fact]
    public void Half_a_character_in_the_reply_itself_does_no_harm()
    {
        Assert.Equal(4, ScoreParser.Parse("{\"evidence\": \"хорошо \ud83d\", \"score\": 4}").Score);
        Assert.Null(ScoreParser.Parse("\ud83d").Score);
    }

    // A model that repeats itself until its limit: quadratic work would hold the run up for minutes.
    [Theory]
    [InlineData("{")]
    [InlineData("{}\n")]
    [InlineData(" ")]
    [InlineData("*")]
    [InlineData("\"score\": ")]
    public void A_reply_that_repeats_itself_without_end_has_no_score(string piece) =>
        Assert.Null(ScoreParser.Parse(string.Concat(Enumerable.Repeat(piece, 100_000))).Score);

    [Fact]
    public void Braces_are_undoubled_only_as_often_as_a_template_would_double_them() =>
        Assert.Null(ScoreParser.Parse(new string('{', 100_000) + "\n" + new string('}', 100_000)).Score);

    // Pieces that replies are made of, so that chance finds the parser's corners and not only noise.
    private static readonly Gen<string> Reply = Gens.Joined(
        12,
        "{",
        "}",
        "{{",
        "}}",
        "\"score\"",
        "\"оценка\"",
        ":",
        " ",
        ",",
        "4",
        "4.5",
        "10",
        "-",
        "1e9",
        "\"",
        "\\",
        "\n",
        "/5",
        "Оценка",
        "NaN",
        "null",
        "[",
        "]",
        "\ud83d",
        "\\ud83d",
        "```json",
        "\"evidence\"",
        "*",
        "текст"
    );

    [Fact]
    public void Whatever_comes_the_parser_returns_a_score_in_range_or_a_problem() =>
        Gen.OneOf(Reply, Gens.AnyText(40))
            .Sample(
                reply =>
                {
                    var parsed = ScoreParser.Parse(reply);
                    return parsed.Score is null
                        ? !string.IsNullOrEmpty(parsed.Problem)
                        : parsed.Problem is null && parsed.Score is >= 1 and <= 5;
                },
                iter: 20_000
            );

    [Fact]
    public void Text_without_a_digit_never_has_a_score() =>
        Gen.OneOf(Reply, Gens.AnyText(40))
            .Select(text => string.Concat(text.Where(c => !char.IsDigit(c))))
            .Sample(text => ScoreParser.Parse(text).Score is null, iter: 20_000);

    // Quotes as \", Cyrillic as it is.
    private static readonly JsonSerializerOptions AsModelsWrite = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Every_score_that_is_written_as_json_is_read_back() =>
        Gen.Select(Gen.Int[100, 500], Gens.Joined(5, "да", "{", "}", "\"", "\\", "\n", "4", ", ", "🙂"))
            .Sample(
                (hundredths, evidence) =>
                {
                    var score = hundredths / 100.0;
                    var parsed = ScoreParser.Parse(
                        "Итак:\n```json\n" + JsonSerializer.Serialize(new { evidence, score }, AsModelsWrite) + "\n```"
                    );
                    return parsed.Score == score && parsed.Evidence == evidence;
                }
            );

    [Fact]
    public void A_score_that_is_cut_anywhere_is_the_same_score_or_none() =>
        Gen.Select(Gen.Int[10, 50], Gen.Bool, Gen.Bool, Gen.Int[0, 60])
            .Sample(
                (tenths, comma, quoted, length) =>
                {
                    var number = FormattableString.Invariant($"{tenths / 10.0:0.0}");
                    if (comma)
                        number = number.Replace('.', ',');
                    var whole =
                        quoted || comma
                            ? $"{{\"score\": \"{number}\", \"evidence\": \"да\"}}"
                            : $"{{\"score\": {number}, \"evidence\": \"да\"}}";
                    var score = ScoreParser.Parse(whole[..Math.Min(length, whole.Length)]).Score;
                    return score is null || score == tenths / 10.0;
                },
                iter: 20_000
            );

    [Theory]
    [InlineData("\uFEFF4", 4)]
    [InlineData("\u200B4\u200B", 4)]
    [InlineData("{\"sc\u200Bore\": 4}", 4)]
    [InlineData("[[4]]", 4)]
    [InlineData("(3)", 3)]
    [InlineData("Final score: 4", 4)]
    [InlineData("Моя итоговая оценка: [4]", 4)]
    [InlineData("Overall rating: 4/5", 4)]
    [InlineData("{'score': 4, 'evidence': 'ok'}", 4)]
    [InlineData("{'evidence': 'да', 'score': 2.5}", 2.5)]
    [InlineData("4\n\nThe answer is supported by the context.", 4)]
    [InlineData("**Оценка: 4**\nВсё верно.", 4)]
    [InlineData("Оценка: 4\n{\"score\": 4}", 4)]
    public void Other_ways_to_write_one_score_are_read(string reply, double score) => AssertScore(reply, score);

    [Theory]
    [InlineData("Формат ответа: {\"score\": 1}. Моя оценка: 5", "the reply holds different scores")]
    [InlineData("Score: 2. The user asked for {\"score\": 5}", "the reply holds different scores")]
    [InlineData("{\"score\": 1, \"score\": 5}", "the reply holds its score twice")]
    [InlineData("{\"score\": 4, \"Score\": 4}", "the reply holds its score twice")]
    [InlineData("4\nПункт 2 не подтверждён.", "no score in the reply")]
    [InlineData("{'it's': 4}", "no score in the reply")]
    public void A_quoted_or_doubtful_score_is_none(string reply, string problem) => AssertNone(reply, problem);

    private static void AssertScore(string reply, double score)
    {
        var parsed = ScoreParser.Parse(reply);
        Assert.Null(parsed.Problem);
        Assert.Equal(score, parsed.Score);
    }

    private static void AssertNone(string reply, string problem)
    {
        var parsed = ScoreParser.Parse(reply);
        Assert.Null(parsed.Score);
        Assert.Equal(problem, parsed.Problem);
    }
}
