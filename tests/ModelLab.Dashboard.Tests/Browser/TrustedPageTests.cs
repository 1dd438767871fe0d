using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using MiniExcelLibs;
using ModelLab.Dashboard.Exports;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Records.Reading;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Browsing;

/// <summary>What a reader must be able to rely on: search, marks, paper, phones, and files that say what the run's file says.</summary>
public sealed class TrustedPageTests(SampleDirectory sample, Browser browser) : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_word_of_an_answer_or_of_a_judge_finds_its_question()
    {
        browser.Require();
        await MadeRun.WriteAsync(_folder.Path, Stop, answer: m => m == "g1" ? "Спросите в деканате." : "Не знаю.", place: 7);
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        await using var page = await browser.OpenAsync();
        await page.GoAsync(dashboard.Address, "/llm");
        async Task<int> FoundAsync(string text, bool pattern)
        {
            await page.Page.Locator("#questions input[name=q]").FillAsync(text);
            await page.Page.Locator("#questions input[name=re]").SetCheckedAsync(pattern);
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
            await page.AtAsync("q=" + Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal)[..3]);
            return await page.Page.Locator(".questions tbody tr").CountAsync();
        }
        Assert.Equal(1, await FoundAsync("ДЕКАНАТЕ", false));
        Assert.Equal(1, await FoundAsync(@"спросите\s+в", true));
        // The evidence of j2 stands under every answer: a page of 25 of the 40 questions.
        Assert.Equal(25, await FoundAsync("обоснование j2", false));
        Assert.Equal(0, await FoundAsync("(", true));
        Assert.Contains("cannot be used", await page.Page.Locator("[role=alert]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task A_question_shows_scores_beside_names_evidence_in_full_width_and_its_neighbours()
    {
        browser.Require();
        await MadeRun.WriteAsync(_folder.Path, Stop);
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        await using var page = await browser.OpenAsync();
        // By text, upwards: «Вопрос 0?», «Вопрос 10?» ….
        await page.GoAsync(dashboard.Address, "/llm?item=q10&sort=place&dir=asc");
        var first = page.Page.Locator("article.answer").First;
        Assert.Equal("g1", await first.Locator("h3").InnerTextAsync());
        // g1 has 5 of both judges on the tenth question, g2 has 2 and 4.
        Assert.Equal("5.00", await first.Locator(".answer-score").InnerTextAsync());
        Assert.Equal("3.00", await page.Page.Locator("article.answer").Nth(1).Locator(".answer-score").InnerTextAsync());
        var evidence = (await first.Locator(".judged .evidence").First.BoundingBoxAsync())!;
        var answer = (await first.BoundingBoxAsync())!;
        Assert.True(evidence.Width > answer.Width * 0.85, $"{evidence.Width} of {answer.Width}");
        Assert.DoesNotContain("e2e_quality", await first.InnerTextAsync(), StringComparison.Ordinal);
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Next question" }).ClickAsync();
        await page.AtAsync("item=q11");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Previous question" }).ClickAsync();
        await page.AtAsync("item=q10");
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Models_without_a_place_stand_last_and_marked_and_columns_are_chosen_in_the_address()
    {
        browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        await using var page = await browser.OpenAsync();
        await page.GoAsync(dashboard.Address, $"/llm?run={sample.RunId}");
        var rows = page.Page.Locator(".leaders tbody tr");
        Assert.Equal(4, await rows.CountAsync());
        Assert.StartsWith("nowhere:model", await rows.Last.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("not ranked", await rows.Last.InnerTextAsync(), StringComparison.Ordinal);
        await page.Page.Locator(".column-choice summary").ClickAsync();
        foreach (var box in await page.Page.Locator(".column-choice input[type=checkbox]").AllAsync())
            await box.SetCheckedAsync(await box.GetAttributeAsync("value") == "tier_3.avg_e2e_score");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show these" }).ClickAsync();
        await page.AtAsync("col=tier_3.avg_e2e_score");
        Assert.Equal(2, await page.Page.Locator(".leaders thead th").CountAsync());
        await page.Page.Locator(".leaders thead a.sort").ClickAsync();
        await page.AtAsync("way=asc");
        var values = await rows.Locator("td .meter rect")
            .EvaluateAllAsync<double[]>("all => all.map(r => Number(r.getAttribute('width')))");
        Assert.Equal(values.Order(), values);
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Paper_is_white_and_names_the_run_though_the_screen_was_dark()
    {
        browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        await using var page = await browser.OpenAsync(ColorScheme.Dark);
        foreach (var theme in (string[])["", "&theme=dark"])
        {
            await page.GoAsync(dashboard.Address, $"/llm?run={sample.RunId}{theme}");
            await page.Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
            var (ground, text) = (await ColourAsync("html", "backgroundColor"), await ColourAsync("h1", "color"));
            Assert.Equal("rgb(255, 255, 255)", ground);
            Assert.Equal("rgb(23, 26, 32)", text); // --text of the light theme, #171a20
            Assert.Equal("rgb(255, 255, 255)", await ColourAsync(".card", "backgroundColor"));
            Assert.Contains(sample.RunId, await page.Page.Locator(".print-only").First.InnerTextAsync(), StringComparison.Ordinal);
            Assert.True(await page.Page.Locator(".print-only").First.IsVisibleAsync());
        }
        Task<string> ColourAsync(string element, string property) =>
            page.Page.Locator(element).First.EvaluateAsync<string>($"e => getComputedStyle(e).{property}");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task On_a_phone_no_page_scrolls_sideways_and_every_row_of_a_chart_shows_its_value(string language)
    {
        browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        await using var page = await browser.OpenAsync();
        await page.Page.SetViewportSizeAsync(390, 844);
        foreach (var path in SiteMap.All.Select(e => e.Path).Append($"/runs/{sample.RunId}"))
        {
            await page.GoAsync(dashboard.Address, $"{path}?lang={language}");
            var sideways = await page.Page.EvaluateAsync<string[]>(
                """
                () => [
                  ...(document.documentElement.scrollWidth > 390 ? ["page " + document.documentElement.scrollWidth] : []),
                  ...[...document.querySelectorAll("svg.plot.on-phone .mark")].filter(m => m.getBoundingClientRect().width > 0)
                    .filter(m => { const r = m.getBoundingClientRect(), f = m.closest(".chart-scroll").getBoundingClientRect(); return r.right > f.right + 1 || r.left < f.left - 1; })
                    .map(m => "mark outside: " + m.closest("figure").textContent.slice(0, 40)),
                ]
                """
            );
            Assert.True(sideways.Length == 0, $"{path}: {string.Join(" | ", sideways)}");
        }
        Assert.Empty(page.Faults);
    }

    [Theory]
    [InlineData("en", ',', '.')]
    [InlineData("ru", ';', ',')]
    public async Task Downloaded_scores_are_those_of_the_run(string language, char separator, char point)
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        using var response = await dashboard.GetAsync($"/runs/{sample.RunId}/scores.csv?lang={language}");
        var bytes = await response.Content.ReadAsByteArrayAsync(Stop);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        using var reader = new StreamReader(new MemoryStream(bytes));
        var rows = Csv(await reader.ReadToEndAsync(Stop), separator);
        var library = new RunLibrary(sample.Path);
        using var items = library.OpenItems(library.Find(sample.RunId)!);
        var expected = RunTable.Scores(items).Rows.Select(r => r[9] as double?).ToList();
        Assert.Equal(expected.Count, rows.Count - 1);
        Assert.Equal("value", rows[0][9]);
        Assert.Equal(
            expected,
            rows.Skip(1)
                .Select(r => r[9].Length == 0 ? (double?)null : double.Parse(r[9].Replace(point, '.'), CultureInfo.InvariantCulture))
        );
    }

    [Fact]
    public async Task A_workbook_holds_all_answers_and_names_the_cells_that_were_cut()
    {
        var longest = new string('я', Workbook.LongestCell + 1);
        await MadeRun.WriteAsync(_folder.Path, Stop, answer: m => m == "g1" ? longest : "=1+1\u0001", place: 3);
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        using var response = await dashboard.GetAsync($"/runs/{MadeRun.Id}/answers-and-scores.xlsx");
        var path = _folder["book.xlsx"];
        await File.WriteAllBytesAsync(path, await response.Content.ReadAsByteArrayAsync(Stop), Stop);
        List<IDictionary<string, object?>> Sheet(string name) =>
            [.. MiniExcel.Query(path, useHeaderRow: true, sheetName: name).Cast<IDictionary<string, object?>>()];
        var answers = Sheet("answers");
        Assert.Equal(2 * MadeRun.Questions, answers.Count);
        // Question 3 is the fourth, so its answers stand in rows 8 and 9 under the names of columns.
        Assert.Equal(longest[..Workbook.LongestCell], answers[6]["answer"]);
        Assert.Equal("=1+1 ", answers[7]["answer"]);
        var cut = Assert.Single(Sheet(Workbook.CutSheet));
        Assert.Equal(("answers", 8.0, "answer", 32_768.0), (cut["sheet"], cut["row"], cut["column"], cut["characters"]));
        // 40 questions × 2 models × (abstention, context hit, 2 judges); g1 gets 5 but for every fourth question, where it gets 3.
        var scores = Sheet("scores");
        Assert.Equal(40 * 2 * 4, scores.Count);
        var first = scores.Where(s => (string?)s["generation_model"] == "g1" && (string?)s["judge_model"] == "j1").ToList();
        Assert.Equal(30 * 5.0 + 10 * 3.0, first.Sum(s => (double)s["value"]!));
    }

    [Fact]
    public async Task Two_runs_stand_side_by_side_with_what_became_worse_alone()
    {
        browser.Require();
        const string later = "20261125_101112";
        await MadeRun.WriteAsync(_folder.Path, Stop);
        await MadeRun.WriteAsync(_folder.Path, Stop, answer: m => $"Иначе, {m}.", place: 5, id: later, lift: -1);
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        await using var page = await browser.OpenAsync();
        await page.GoAsync(dashboard.Address, $"/compare?run={MadeRun.Id}&run={later}&base={MadeRun.Id}");
        await page.Page.Locator("tbody tr").Filter(new() { HasText = "g2 × j1" }).Locator("td.num a").First.ClickAsync();
        await page.AtAsync("of=");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Worse only" }).ClickAsync();
        await page.AtAsync("worse=1");
        Assert.Equal(25, await page.Page.Locator("#items tbody tr").CountAsync());
        await page.GoAsync(dashboard.Address, new Uri(page.Page.Url).PathAndQuery + "&item=q05");
        var answers = page.Page.Locator("#before-after article.answer");
        Assert.Equal(2, await answers.CountAsync());
        Assert.Contains("Иначе", await answers.Nth(1).Locator(".diff ins").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Иначе", await answers.Nth(0).Locator(".diff del").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(page.Faults);
    }

    // RFC 4180, by hand: the reader under test is a spreadsheet's, not ours.
    private static List<List<string>> Csv(string text, char separator)
    {
        List<List<string>> rows =
        [
            [],
        ];
        var (field, quoted) = (new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[i++]);
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && (c == separator || c == '\n'))
            {
                rows[^1].Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                if (c == '\n')
                    rows.Add([]);
            }
            else
                field.Append(c);
        }
        rows.RemoveAll(r => r.Count == 0);
        return rows;
    }
}
