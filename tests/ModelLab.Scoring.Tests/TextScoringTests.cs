using System.Globalization;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Statistics;
using ModelLab.Records.Reading;

namespace ModelLab.Scoring.Tests;

public sealed class TextScoringTests : ScoringTest
{
    [Fact]
    public void Identical_Russian_texts_score_all_there_is()
    {
        var result = Texts(
            "a.jsonl",
            """{"hypothesis": "Заявление подают до 19 августа.", "reference": "Заявление подают до 19 августа."}"""
        );
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 100, 100, 1, 1, 1], Assert.Single(result.Rows).Values);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 100, 100, 1, 1, 1, 100, 100], result.Aggregates.Select(a => a.Value));
    }

    [Fact]
    public void Inflected_Russian_scores_more_by_stems_and_nothing_by_ASCII()
    {
        var text = """{"hypothesis": "заявления подают в общежития", "reference": "заявление подаёт в общежитие"}""";
        double? F(TextTokenizer tokenizer) => Of(Texts("a.jsonl", text, Defaults with { Tokenizer = tokenizer }).Rows[0], "rouge1_f");
        Assert.Equal(0.25, F(TextTokenizer.Unicode)); // «в» alone of four words
        Assert.True(F(TextTokenizer.RussianStem) > 0.5);
        Assert.Null(F(TextTokenizer.Ascii)); // no words at all
    }

    [Fact]
    public void Values_and_means_are_those_derived_by_hand()
    {
        var result = Texts("a.csv", "id,hypothesis,reference,reference\na,да да нет,да нет,\nb,,нет,\nc,нет,да,нет\n");
        // a: words 2 shared of 3 and 2: P 2/3, R 1, F 4/5. b: empty against one: P of nothing is undefined. c: the second reference is the
        // same.
        Assert.Equal([2.0 / 3, null, 1], result.Rows.Select(r => Of(r, "rouge1_precision")));
        Assert.Equal([0.8, 0, 1], result.Rows.Select(r => Of(r, "rouge1_f")));
        Assert.Equal([0.8, 0, 1], result.Rows.Select(r => Of(r, "token_f1")));
        Assert.Equal([0, 0, 1], result.Rows.Select(r => Of(r, "exact_match")));
        Assert.Equal([("a", 2), ("b", 3), ("c", 4)], result.Rows.Select(r => (r.Id!, r.Line!.Value)));
        var precision = result.Aggregates.Single(s => s.Metric == "rouge1_precision");
        Assert.Equal(5.0 / 6, precision.Value!.Value, 1e-12);
        Assert.Equal(2, precision.N);
        var f = result.Aggregates.Single(s => s.Metric == "rouge1_f");
        Assert.Equal(0.6, f.Value!.Value, 1e-12);
        Assert.Equal(3, f.N);
        // Corpus BLEU: words 3 of 4 (да, нет; нет), pairs 1 of 2 («да нет»), triples 0 of 1 → 1/2; no fours, so it is 0 as sacreBLEU's.
        Assert.Equal(0, Value(result.Aggregates, "corpus_bleu"));
    }

    [Fact]
    public void Corpus_BLEU_and_chrF_are_those_of_sacreBLEUs_README()
    {
        // Its README prints BLEU 48.530827 and chrF2 59.73 for these three sentences with two references each.
        var result = Texts(
            "a.jsonl",
            """
            {"hypothesis": "The dog bit the man.", "references": ["The dog bit the man.", "The dog had bit the man."]}
            {"hypothesis": "It wasn't surprising.", "references": ["It was not unexpected.", "No one was surprised."]}
            {"hypothesis": "The man had just bitten him.", "references": ["The man bit him first.", "The man had bitten the dog."]}
            """
        );
        Assert.Equal(48.530827, Value(result.Aggregates, "corpus_bleu")!.Value, 1e-6);
        Assert.Equal(59.73, Value(result.Aggregates, "corpus_chrf")!.Value, 0.005);
        Assert.Equal(result.Rows.Average(r => Of(r, "bleu")), Value(result.Aggregates, "bleu"));
    }

    [Fact]
    public void Smoothing_and_the_tokenizer_of_BLEU_are_those_asked_for()
    {
        const string Text = """{"hypothesis": "am I am a character sequence", "reference": "I am a symbol string sequence a a"}""";
        double Score(TextScoringOptions options) => Of(Texts("a.jsonl", Text, options).Rows[0], "bleu")!.Value;
        // As in BleuTests: matches 4 2 1 0 of 6 5 4 3 and a penalty of exp(1 − 8/6).
        double Expected(double fourth) => 100 * Math.Exp(1 - 8.0 / 6) * Math.Pow(4.0 / 6 * 2 / 5 * 1 / 4 * fourth, 0.25);
        Assert.Equal(Expected(1.0 / 6), Score(Defaults), 1e-9);
        Assert.Equal(Expected(0.1 / 3), Score(Defaults with { Smoothing = "floor" }), 1e-9);
        Assert.Equal(0, Score(Defaults with { Smoothing = "none" }));
        Assert.Equal(
            100 * Math.Exp(1 - 8.0 / 6) * Math.Pow(4.0 / 6 * 3 / 6 * 2 / 5 * 1 / 4, 0.25),
            Score(Defaults with { Smoothing = "add-k" }),
            1e-9
        );
        Assert.NotEqual(Score(Defaults), Score(Defaults with { BleuTokenizer = BleuTokenizer.Character }));
    }

    [Fact]
    public void A_mean_has_the_interval_of_independent_rows_or_of_their_clusters()
    {
        // Token F1 of the rows: 1, 1, 0, 0.
        const string Rows = "да,да,p\nнет,нет,p\nда,нет,q\nнет,да,r\n";
        double[] values = [1, 1, 0, 0];
        var independent = Texts("a.csv", "hypothesis,reference,other\n" + Rows);
        Assert.Null(independent.ClusterField);
        Assert.Equal(
            Scale.Share.MeanInterval(values, ClusterIndex.Independent(4)),
            independent.Aggregates.Single(a => a.Metric == "token_f1").Interval
        );
        Assert.Equal(
            Scale.Share.MeanInterval(values, ClusterIndex.Independent(4)),
            independent.Aggregates.Single(a => a.Metric == "exact_match").Interval
        );
        var clustered = Texts("a.csv", "hypothesis,reference,page\n" + Rows);
        Assert.Equal("page", clustered.ClusterField);
        Assert.Equal(
            Scale.Share.MeanInterval(values, ClusterIndex.Of(["p", "p", "q", "r"])),
            clustered.Aggregates.Single(a => a.Metric == "token_f1").Interval
        );
        Assert.Equal(3, clustered.Aggregates.Single(a => a.Metric == "token_f1").Interval!.Clusters);
        Assert.Null(clustered.Aggregates.Single(a => a.Metric == "corpus_bleu").Interval);
    }

    [Fact]
    public void Rows_keep_the_files_order_whatever_the_cores_do()
    {
        // More than two batches; every row is longer than the one before, so that its recall tells its place.
        var lines = Enumerable
            .Range(1, 2500)
            .Select(i =>
                FormattableString.Invariant(
                    $$"""{"id": {{i}}, "hypothesis": "w0", "reference": "{{string.Join(' ', Enumerable.Range(0, i % 97 + 1).Select(w => "w" + w.ToString(CultureInfo.InvariantCulture)))}}"}"""
                )
            );
        var result = Texts("a.jsonl", string.Join('\n', lines));
        Assert.Equal(Enumerable.Range(1, 2500).Select(i => i.ToString(CultureInfo.InvariantCulture)), result.Rows.Select(r => r.Id));
        Assert.Equal(Enumerable.Range(1, 2500).Select(i => (double?)1.0 / (i % 97 + 1)), result.Rows.Select(r => Of(r, "rouge1_recall")));
    }

    [Theory]
    [InlineData(
        "a.csv",
        "id,reference\n1,x\n",
        "a.csv: line 2: field 'hypothesis': missing: every row needs it, \"\" for none (there are id, reference)"
    )]
    [InlineData(
        "a.csv",
        "hypothesis,reference\nx,y\nx,\n",
        "a.csv: line 3: field 'reference': missing or blank: every row needs it, or a list of texts in 'references'"
    )]
    [InlineData(
        "a.csv",
        "hypothesis,references\nx,y\n",
        "a.csv: line 2: field 'references': must be a JSON array of strings, such as [\"one\", \"two\"]; one reference needs none and goes into 'reference'"
    )]
    [InlineData("a.csv", "hypothesis,reference\n", "a.csv: holds no rows: expected rows with 'hypothesis' and 'reference'")]
    [InlineData(
        "a.csv",
        "hypothesis,reference,page\nx,y,p\nx,y,\n",
        "a.csv: line 3: field 'page': missing or blank, but the first row has it: give it to all rows or to none"
    )]
    [InlineData("a.jsonl", "{\"hypothesis\": 5, \"reference\": \"x\"}", "a.jsonl: line 1: field 'hypothesis': must be a string, but is 5")]
    [InlineData(
        "a.jsonl",
        "{\"hypothesis\": null, \"reference\": \"x\"}",
        "a.jsonl: line 1: field 'hypothesis': missing: every row needs it, \"\" for none"
    )]
    [InlineData(
        "a.jsonl",
        "{\"hypothesis\": \"x\", \"reference\": [\"x\"]}",
        "a.jsonl: line 1: field 'reference': must be a string, but is a list"
    )]
    [InlineData(
        "a.jsonl",
        "{\"hypothesis\": \"x\", \"references\": \"x\"}",
        "a.jsonl: line 1: field 'references': must be a list of strings, but is a string"
    )]
    [InlineData(
        "a.jsonl",
        "{\"hypothesis\": \"x\", \"references\": [\"x\", 1]}",
        "a.jsonl: line 1: field 'references': must be a list of strings, but is 1"
    )]
    [InlineData(
        "a.jsonl",
        "{\"hypothesis\": \"x\", \"references\": [\"x\", \" \"]}",
        "a.jsonl: line 1: field 'references': holds a blank text: leave it out"
    )]
    [InlineData(
        "a.jsonl",
        "{\"hypothesis\": \"\\ud800\", \"reference\": \"x\"}",
        "a.jsonl: line 1: field 'hypothesis': holds half of a character (an unpaired surrogate): write the whole one"
    )]
    [InlineData("a.jsonl", "", "a.jsonl: holds no rows: expected rows with 'hypothesis' and 'reference'")]
    public void A_row_that_cannot_be_used_is_told_by_line_and_field(string name, string text, string problem) =>
        Assert.Equal(problem, Problem(() => Texts(name, text)));

    [Theory, MemberData(nameof(Cultures))]
    public void Every_culture_gives_the_same_JSON(string culture)
    {
        var file = Write(
            "a.csv",
            "id,hypothesis,reference,references\nI,WIFI ИНСТИТУТ 2.5,wifi институт 2.5,\nII,Title,TITLE II,\"[\"\"i\"\"]\"\n"
        );
        var invariant = ScoreJson.Text(TextScoring.Run(file, Defaults, Stop));
        In(culture, () => Assert.Equal(invariant, ScoreJson.Text(TextScoring.Run(file, Defaults, Stop))));
        Assert.Contains("\"rougeL_f\": 1,", invariant, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_scoring_is_cancelled()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            TextScoring.Run(Write("a.csv", "hypothesis,reference\nx,y\n"), Defaults, stopped.Token)
        );
    }
}
