using System.Globalization;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Hosting;

/// <summary>The pages that compare judges, production judges and runs, over real HTTP on runs whose scores are known.</summary>
public sealed class JudgePageTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Day = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();
    private TestDashboard _dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        await MadeRuns.WriteAsync(_folder.Path, "20261120_090000", Day);
        await MadeRuns.WriteAsync(
            _folder.Path,
            "20261121_090000",
            Day.AddDays(1),
            lift: -1,
            evidence: "<script>alert('x')</script> \u202Etxt"
        );
        await MadeRuns.WriteAsync(_folder.Path, "20261122_090000", Day.AddDays(2), topK: 5);
        _dashboard = await TestDashboard.StartAsync(_folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task The_page_of_judges_shows_the_numbers_of_the_file(string language)
    {
        var page = await OpenAsync($"/judges?run=20261120_090000&lang={language}");
        string Shown(double value) => value.ToString("0.00", CultureInfo.GetCultureInfo(language));
        // The matrix's table has generators downwards and judges across.
        var matrix = page.QuerySelector("#matrix .chart-data table")!;
        string[] judges = [.. matrix.QuerySelectorAll("thead th").Skip(1).Select(h => h.TextContent)];
        Assert.Equal(["mistral:large", "lab:gpt-4o"], judges);
        foreach (var row in matrix.QuerySelectorAll("tbody tr"))
            Assert.Equal(
                judges.Select(j => Shown(Number("20261120_090000", "avg_answer_correctness", row.QuerySelector("th")!.TextContent, j))),
                row.QuerySelectorAll("td").Select(c => c.TextContent)
            );
        // mistral:large gives mistral:small 2, 0, 1, 1, … more than lab:gpt-4o does, 24 questions: (2 + 0 + 22) / 24 = 1; to lab:qwen3 both
        // give the same.
        var own = page.QuerySelector("#matrix .table-wrap:not(.chart-data .table-wrap) tbody tr")!;
        Assert.Equal(["mistral:large", "mistral:small"], own.QuerySelectorAll("th, td").Take(2).Select(c => c.TextContent));
        Assert.Equal("+" + Shown(1), own.QuerySelectorAll("td")[2].TextContent);
        Assert.Equal("24", own.QuerySelectorAll("td")[4].TextContent);
        Assert.NotNull(own.QuerySelector(".badge.warn")); // the interval is above 0
        // The widest range is of the first question: 5 against 3.
        var widest = page.QuerySelector("#disagreements .table-wrap tbody tr")!;
        Assert.Contains("Question 0?", widest.TextContent, StringComparison.Ordinal);
        Assert.Equal(["5", "3"], widest.QuerySelectorAll(".score").Select(s => s.TextContent));
        // Trials of 3, 4, 5 in turn are the very scores that people gave.
        Assert.Equal(
            [Shown(1), Shown(1), "24"],
            page.QuerySelectorAll("#agreement .table-wrap:not(.chart-data .table-wrap) tbody tr")[0]
                .QuerySelectorAll("td")
                .Select(c => c.TextContent)
        );
    }

    [Fact]
    public async Task An_answer_is_opened_from_the_list_of_disagreements()
    {
        var list = await OpenAsync("/judges?run=20261120_090000");
        var answer = await OpenAsync(list.QuerySelector("#disagreements tbody a")!.GetAttribute("href")!);
        Assert.Contains("named the date (mistral:small)", answer.QuerySelector("article.answer")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, answer.QuerySelectorAll("article.answer .judged li").Length);
        using var missing = await _dashboard.GetAsync("/judges?run=20261120_090000&item=q00&gen=nobody");
        Assert.Equal(404, (int)missing.StatusCode);
    }

    [Fact]
    public async Task What_judges_say_is_shown_as_text()
    {
        foreach (
            var path in new[]
            {
                "/judges?run=20261121_090000",
                "/judges?run=20261121_090000&item=q00&gen=mistral:small",
                "/prod?run=20261121_090000",
                "/prod?run=20261121_090000&item=p00",
            }
        )
        {
            var page = await OpenAsync(path);
            Assert.All(page.Scripts, s => Assert.NotNull(s.GetAttribute("src")));
            Assert.Contains("<script>alert('x')</script> [202E]txt", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Theory]
    // eager: 6 bad shown of 24 verdicts. careful: 8 good hidden. always show 12 bad shown, always hide 12 good hidden. coin shows 3 | i: i
    // = 0, 6, 12, 18 good and 3, 9, 15, 21 bad: 4 bad shown, 8 good hidden.
    [InlineData("show=1&hide=1", "lab:eager 0.250|lab:careful 0.333|builtin:coin 0.500|always show 0.500|always hide 0.500")]
    [InlineData("show=10&hide=1", "lab:careful 0.333|always hide 0.500|builtin:coin 2.000|lab:eager 2.500|always show 5.000")]
    public async Task Production_judges_are_ranked_by_what_their_mistakes_cost(string costs, string order)
    {
        var page = await OpenAsync($"/prod?run=20261120_090000&{costs}");
        Assert.Equal(
            order,
            string.Join(
                '|',
                page.QuerySelectorAll("#costs tbody tr")
                    .Select(r => $"{r.GetAttribute("data-judge")} {r.QuerySelector("[data-cost]")!.TextContent}")
            )
        );
        var eager = page.QuerySelector("tr[data-judge='lab:eager']")!;
        Assert.Equal(
            (
                Number("20261120_090000", "false_positives", decider: "lab:eager"),
                Number("20261120_090000", "false_negatives", decider: "lab:eager")
            ),
            (6, 0)
        );
        Assert.Equal(
            ("6", "0", "24"),
            (eager.GetAttribute("data-wrong-shown"), eager.GetAttribute("data-wrong-hidden"), eager.GetAttribute("data-verdicts"))
        );
        Assert.Contains("50.0 %6 / 12", eager.QuerySelectorAll("td")[3].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_answers_that_get_through_are_counted_by_kind()
    {
        var page = await OpenAsync("/prod?run=20261120_090000");
        // Bad answers are i = 1, 3, …, 23: wrong_number for 1, 5, 9, …, off_topic for 3, 7, 11, …; eager shows those under 12.
        var rows = page.QuerySelectorAll("#defects .chart-data tbody tr")
            .ToDictionary(r => r.QuerySelector("th")!.TextContent, r => r.QuerySelectorAll("td").Select(c => c.TextContent).ToList());
        Assert.Equal(["0 / 6", "3 / 6", "2 / 6"], rows["wrong_number"]); // coin: 9 and 21
        Assert.Equal(["0 / 6", "3 / 6", "2 / 6"], rows["off_topic"]); // coin: 3 and 15
    }

    [Fact]
    public async Task Wrong_verdicts_are_filtered_and_opened()
    {
        var page = await OpenAsync("/prod?run=20261120_090000&kind=fn&judge=lab:careful");
        // careful hides the good answers under 16: 0, 2, …, 14.
        Assert.Equal(8, page.QuerySelectorAll("#wrong tbody tr").Length);
        var item = await OpenAsync(page.QuerySelector("#wrong tbody a")!.GetAttribute("href")!);
        Assert.Equal(3, item.QuerySelectorAll("table.observations tbody tr").Length);
    }

    [Fact]
    public async Task Runs_are_compared_question_by_question()
    {
        var page = await OpenAsync("/compare?run=20261121_090000&run=20261120_090000");
        // The earlier is the baseline, whichever is named first; mistral:small lost a point on every question under either judge.
        Assert.Contains("20261120_090000 → 20261121_090000", page.QuerySelector("h2")!.TextContent, StringComparison.Ordinal);
        var rows = page.QuerySelectorAll("section .table-wrap:not(.chart-data .table-wrap) tbody tr").ToList();
        var fallen = rows.Where(r => r.TextContent.Contains("mistral:small × ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, fallen.Count);
        Assert.All(
            fallen,
            r =>
                Assert.Equal(
                    ("−1.00", "0 / 0 / 24", "worse"),
                    (
                        r.QuerySelector("td strong")!.TextContent,
                        r.QuerySelectorAll("td")[5].TextContent,
                        r.QuerySelector(".badge")!.TextContent
                    )
                )
        );
        Assert.All(rows.Except(fallen), r => Assert.Equal("not established", r.QuerySelector(".badge")!.TextContent));
        var items = await OpenAsync(fallen[0].QuerySelector("a[href*='of=']")!.GetAttribute("href")!);
        Assert.Contains("24 of 24 questions changed", items.QuerySelector("#items")!.TextContent, StringComparison.Ordinal);
        Assert.All(items.QuerySelectorAll("#items tbody tr"), r => Assert.Equal("−1", r.QuerySelector("strong")!.TextContent));
    }

    [Fact]
    public async Task Runs_on_other_ground_are_refused_with_the_reason_until_they_are_forced()
    {
        const string Address = "/compare?run=20261120_090000&run=20261122_090000";
        var refused = await OpenAsync(Address);
        Assert.Contains(
            "retrieval depth (--top-k): 10 and 5",
            refused.QuerySelector("section.note.bad")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Empty(refused.QuerySelectorAll("main table"));
        var forced = await OpenAsync(refused.QuerySelector("section.note a")!.GetAttribute("href")!);
        Assert.Contains(
            "retrieval depth (--top-k): 10 and 5",
            forced.QuerySelector("section.note.warn")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.NotEmpty(forced.QuerySelectorAll("main table"));
    }

    private async Task<IDocument> OpenAsync(string path) => new HtmlParser().ParseDocument(await _dashboard.PageAsync(path));

    private double Number(string run, string metric, string? generator = null, string? judge = null, string? decider = null) =>
        (double)
            JsonNode.Parse(File.ReadAllText(_folder[$"rag_benchmark_{run}.json"]))!["aggregates"]!
                .AsArray()
                .Single(a =>
                    (string?)a!["metric"] == metric
                    && (string?)a["generation_model"] == generator
                    && (string?)a["judge_model"] == judge
                    && (string?)a["production_judge_model"] == decider
                )!["value"]!;
}
