using System.Globalization;
using System.Text.Json;
using ModelLab.Cli.Hosting;
using ModelLab.Testing.Support;
using Spectre.Console.Testing;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary><c>score</c> end to end on small files. It calls no model, so there is no server here.</summary>
public sealed class ScoreTests : IDisposable
{
    private const string Qrels = "q1 0 d1 2\nq1 0 d2 1\nq2 0 d1 1\nq3 0 d9 0\nq4 0 d1 1\n";
    private const string Run = "q1 Q0 d3 1 0.9 x\nq1 Q0 d2 2 0.5 x\nq1 Q0 d1 3 0.5 x\nq2 Q0 d1 1 1 x\nq3 Q0 d9 1 1 x\nz Q0 d1 1 1 x\n";

    private readonly TempFolder _folder = new();
    private readonly TestConsole _screen = new() { Profile = { Width = 80 } };
    private readonly StringWriter _out = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public static TheoryData<string> Languages => [.. new[] { "en", "ru" }];

    public void Dispose()
    {
        _folder.Dispose();
        _screen.Dispose();
        _out.Dispose();
        _error.Dispose();
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task Texts_are_shown_as_approved(string language)
    {
        // Twenty-one pages, so that one interval is reliable; the rows above the fold hold what is empty and what is inflected.
        var more = Enumerable
            .Range(2, 19)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"r{i};до {i} августа;до {i + i % 2} августа;;p{i}\n"));
        var file = _folder.Write(
            "answers.csv",
            "id;hypothesis;reference;reference;page\nr0;Заявления подают до 19 августа;Заявление подают до 19 августа;;p0\nr1;;нет;Не знаю.;p1\n"
                + string.Concat(more)
        );
        await ShowAsync("text", language, "text", file, "--tokenizer", "russian-stem", "--rows", "4");
    }

    [Theory, MemberData(nameof(Languages))]
    public Task Retrieval_is_shown_as_approved(string language) =>
        ShowAsync(
            "retrieval",
            language,
            "retrieval",
            "--qrels",
            _folder.Write("qrels.txt", Qrels),
            "--run",
            _folder.Write("run.txt", Run),
            "--cutoffs",
            "1,3"
        );

    [Theory, MemberData(nameof(Languages))]
    public Task Labels_are_shown_as_approved(string language) =>
        ShowAsync(
            "labels",
            language,
            "labels",
            _folder.Write("labels.csv", "id,human,model,[other]\n1,yes,yes,no\n2,no,no,no\n3,yes,no,\n4,no,yes,no\n5,yes,yes,yes\n")
        );

    [Fact]
    public async Task Identical_Russian_texts_score_ROUGE_1_and_BLEU_100()
    {
        var json = await JsonAsync(
            "text",
            _folder.Write(
                "a.jsonl",
                """{"id": 7, "hypothesis": "Ёлку поставят 25 декабря, вход — свободный.", "reference": "Ёлку поставят 25 декабря, вход — свободный."}"""
            ),
            "--json"
        );
        Assert.All(new[] { "rouge1_f", "rouge2_f", "rougeL_f" }, m => Assert.Equal((1, 1), (Row(json, m), Aggregate(json, m))));
        Assert.Equal((100, 100, 100), (Row(json, "bleu"), Aggregate(json, "bleu"), Aggregate(json, "corpus_bleu")));
        Assert.Equal("7", json.GetProperty("rows")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Inflected_Russian_scores_more_with_the_stemming_variant()
    {
        var file = _folder.Write(
            "a.jsonl",
            """{"hypothesis": "студентам выдают новые пропуска", "references": ["студенту выдали новый пропуск"]}"""
        );
        var (plain, stems) = (
            await JsonAsync("text", file, "--json"),
            await JsonAsync("text", file, "--json", "--tokenizer", "russian-stem")
        );
        Assert.All(new[] { "rouge1_f", "rouge2_f", "rougeL_f", "token_f1" }, m => Assert.True(Row(stems, m) > Row(plain, m), m));
        Assert.Equal("russian-stem", stems.GetProperty("settings").GetProperty("tokenizer").GetString());
        Assert.Equal(
            JsonValueKind.Null,
            (await JsonAsync("text", file, "--json", "--tokenizer", "ascii")).GetProperty("rows")[0].GetProperty("rouge1_f").ValueKind
        );
    }

    [Fact]
    public async Task Every_query_is_in_the_JSON_and_complete_counts_the_missing_one()
    {
        var (qrels, run) = (_folder.Write("q", Qrels), _folder.Write("r", Run));
        var usual = await JsonAsync("retrieval", "--qrels", qrels, "--run", run, "--json");
        // q1: d3, then d2 before d1: 1/2; q2: 1; q3 has nothing relevant; q4 is not in the run.
        Assert.Equal(["q1", "q2", "q3"], usual.GetProperty("queries").EnumerateArray().Select(q => q.GetProperty("query").GetString()));
        Assert.Equal(0.75, Aggregate(usual, "recip_rank"));
        Assert.Equal(
            ["P_1", "P_3", "P_5", "P_10"],
            usual.GetProperty("aggregates").EnumerateArray().Select(a => a.GetProperty("metric").GetString()!).Where(m => m.StartsWith('P'))
        );
        var complete = await JsonAsync("retrieval", "--qrels", qrels, "--run", run, "--complete", "--json");
        Assert.Equal(0.5, Aggregate(complete, "recip_rank"));
        Assert.Equal(
            (1, 1, 1),
            (
                complete.GetProperty("missing_queries").GetInt32(),
                complete.GetProperty("unjudged_queries").GetInt32(),
                complete.GetProperty("queries_without_relevant").GetInt32()
            )
        );
    }

    [Fact]
    public async Task Labels_have_each_number_with_its_n_in_the_JSON()
    {
        var json = await JsonAsync(
            "labels",
            _folder.Write("a.csv", "a,b,c\n1,1,2\n2,3,3\n3,3,\n"),
            "--raters",
            "a,b",
            "--categories",
            "1,2,3",
            "--positive",
            "3",
            "--json"
        );
        var pair = Assert.Single(json.GetProperty("pairs").EnumerateArray());
        // b against a: 3 is said twice, once rightly.
        Assert.Equal(
            "precision 0.5 2",
            string.Join(' ', pair.GetProperty("scores")[1].EnumerateObject().Take(3).Select(p => p.Value.ToString()))
        );
        // Weighted κ of 1 2 3 against 1 3 3, as in AgreementTests.
        Assert.Equal(
            0.8,
            pair.GetProperty("scores")
                .EnumerateArray()
                .Single(s => s.GetProperty("metric").GetString() == "cohen_kappa_quadratic")
                .GetProperty("value")
                .GetDouble(),
            1e-12
        );
        Assert.Equal("3", json.GetProperty("positive").GetString());
    }

    [Theory]
    [InlineData("ru-RU"), InlineData("en-US"), InlineData("tr-TR")]
    public async Task JSON_is_the_same_in_every_culture(string culture)
    {
        var (texts, qrels, run, labels) = (
            _folder.Write("t.csv", "id,hypothesis,reference\nI,ИНСТИТУТ TITLE 2.5,институт title 2.5 i\n"),
            _folder.Write("q", Qrels),
            _folder.Write("r", Run),
            _folder.Write("l.csv", "I,i\n1.5,2\n2,2\n3,2.5\n")
        );
        string[][] commands =
        [
            ["text", texts, "--json"],
            ["retrieval", "--qrels", qrels, "--run", run, "--json"],
            ["labels", labels, "--json"],
        ];
        foreach (var command in commands)
        {
            var invariant = (await JsonAsync(command)).GetRawText();
            var former = CultureInfo.CurrentCulture;
            try
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Assert.Equal(invariant, (await JsonAsync(command)).GetRawText());
            }
            finally
            {
                CultureInfo.CurrentCulture = former;
            }
        }
    }

    [Theory]
    [InlineData(
        "text|DIR/t.csv|--tokenizer|words",
        "--tokenizer: 'words' is unknown: give unicode, ascii, ascii-porter, russian-stem; see 'modellab score text --help'"
    )]
    [InlineData(
        "text|DIR/t.csv|--bleu-tokenizer|zh",
        "--bleu-tokenizer: 'zh' is unknown: give 13a, intl, char, none; see 'modellab score text --help'"
    )]
    [InlineData(
        "text|DIR/t.csv|--smoothing|method4",
        "--smoothing: 'method4' is unknown: give exp, none, floor, add-k; see 'modellab score text --help'"
    )]
    [InlineData(
        "text|DIR/t.csv",
        "DIR/t.csv: line 3: field 'reference': missing or blank: every row needs it, or a list of texts in 'references'"
    )]
    [InlineData("text|DIR/no.csv", "DIR/no.csv: no such file")]
    [InlineData("retrieval|--qrels|DIR/q|--run|DIR/q", "DIR/q: line 1: has 4 fields, needs 6: QUERY Q0 DOCUMENT RANK SCORE TAG")]
    [InlineData(
        "retrieval|--qrels|DIR/q|--run|DIR/r|--cutoffs|5,x",
        "--cutoffs: 'x' is no rank: give whole numbers from 1 on, such as 1,5,10; see 'modellab score retrieval --help'"
    )]
    [InlineData("labels|DIR/t.csv|--raters|hypothesis,judge", "DIR/t.csv: has no column 'judge': there are hypothesis, reference")]
    public async Task Bad_input_is_one_line_and_exit_code_2(string args, string problem)
    {
        _folder.Write("t.csv", "hypothesis,reference\na,b\na,\n");
        _folder.Write("q", Qrels);
        _folder.Write("r", Run);
        var folder = _folder.Path.Replace('\\', '/');
        Assert.Equal(2, await RunAsync([.. args.Replace("DIR", folder, StringComparison.Ordinal).Split('|')]));
        Assert.Equal($"error: {problem.Replace("DIR", folder, StringComparison.Ordinal)}\n", _error.ToString());
        Assert.Equal("", _screen.Output + _out);
    }

    [Fact]
    public async Task Names_are_shown_as_they_are_and_never_as_markup_or_emoji()
    {
        string[] names = ["builtin:coin:", ":smile:", "[red]x[/]", ":fire:"];
        var labels = _folder.Write("l.csv", $"{string.Join(',', names)}\n1,1,0,1\n0,1,0,1\n");
        Assert.True(await RunAsync("labels", labels) == 0, _error.ToString());
        Assert.All(names, name => Assert.Contains(_screen.Output.Split('\n'), l => l.StartsWith('│') && l.Contains(name)));

        var texts = _folder.Write("t.csv", $"id,hypothesis,reference\n{string.Concat(names.Select(n => $"{n},a,a\n"))}");
        Assert.True(await RunAsync("text", texts) == 0, _error.ToString());
        Assert.All(names, name => Assert.Contains($"│ {name} ", _screen.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("🪙", _screen.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("🔥", _screen.Output, StringComparison.Ordinal);
    }

    private async Task ShowAsync(string name, string language, params string[] args)
    {
        Assert.True(await RunAsync([.. args, "--lang", language]) == 0, _error.ToString());
        Assert.All(
            _screen.Output.Split('\n').Where(l => l.StartsWith('│') || l.StartsWith('╭')),
            l => Assert.True(l.TrimEnd().Length <= 80, l)
        );
        Golden.Matches(
            "ModelLab.Cli.Tests",
            $"score-{name}.{language}.txt",
            _screen.Output.Replace(_folder.Path.Replace('\\', '/'), "DIR", StringComparison.Ordinal)
        );
    }

    private async Task<JsonElement> JsonAsync(params string[] args)
    {
        _out.GetStringBuilder().Clear();
        Assert.True(await RunAsync(args) == 0, _error.ToString());
        return JsonElement.Parse(_out.ToString());
    }

    private Task<int> RunAsync(params string[] args) =>
        new App(
            new Surroundings
            {
                Out = _screen,
                RawOut = _out,
                Error = _error,
                Culture = CultureInfo.InvariantCulture,
                Stop = TestContext.Current.CancellationToken,
            }
        ).RunAsync(["score", .. args]);

    private static double Row(JsonElement json, string metric) => json.GetProperty("rows")[0].GetProperty(metric).GetDouble();

    private static double Aggregate(JsonElement json, string metric) =>
        json.GetProperty("aggregates")
            .EnumerateArray()
            .Single(a => a.GetProperty("metric").GetString() == metric)
            .GetProperty("value")
            .GetDouble();
}
