using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ModelLab.Core.Text;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Records.Store;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Hosting;

/// <summary>
/// Overview and LLM Comparison over real HTTP: their figures against the run's file, their filters, and texts that want to be more than
/// text.
/// </summary>
public sealed class ComparisonPageTests(SampleDirectory sample) : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task Overview_says_what_the_file_recommends(string language)
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var page = await ParseAsync(dashboard, $"/overview?run={sample.RunId}&lang={language}");
        var recommendations = sample.Detail()["recommendation"]!.AsArray();
        var cards = page.QuerySelectorAll(".role-card");
        Assert.Equal(3, cards.Length);
        foreach (var (card, role) in cards.Zip(recommendations))
        {
            Assert.Contains((string)role![$"reason_{language}"]!, card.TextContent, StringComparison.Ordinal);
            if ((string?)role["pick"] is { } pick)
                Assert.Equal(pick, card.QuerySelector("h2")!.TextContent);
            var culture = language == "ru" ? CultureInfo.GetCultureInfo("ru-RU") : CultureInfo.InvariantCulture;
            var values = role["models"]!
                .AsArray()
                .Concat(role["baselines"]!.AsArray())
                .Select(m => ((double)m!["value"]!).ToString((string)role["role"]! == "generation" ? "0.00" : "0.000", culture));
            Assert.Equal(values, card.QuerySelectorAll("svg.on-desk text.row-value").Select(t => t.TextContent));
        }
        Assert.Contains("nowhere:model", cards[0].TextContent, StringComparison.Ordinal); // who is excluded, and why
        var calls = sample.Detail()["usage"]!.AsArray().Sum(u => (long)u!["calls"]!);
        Assert.Contains(
            page.QuerySelectorAll(".tile-value"),
            t => t.TextContent.Replace("\u2009", "", StringComparison.Ordinal) == calls.ToString(CultureInfo.InvariantCulture)
        );
    }

    [Fact]
    public async Task Overview_of_a_2_0_file_shows_numbers_without_a_recommendation()
    {
        _folder.Write(RunRegistry.FileName, $"[{SampleDirectory.OldElement}]");
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        var page = await ParseAsync(dashboard, "/overview?lang=en");
        var card = Assert.Single(page.QuerySelectorAll(".role-card"));
        Assert.Equal(
            ("No recommendation", "3.90"),
            (card.QuerySelector("h2")!.TextContent, card.QuerySelector("text.row-value")!.TextContent)
        ); // avg_answer_correctness 3.9
        Assert.Equal(["—", "—", "—", "—", "—"], page.QuerySelectorAll(".tile-value").Skip(1).Select(t => t.TextContent)); // time, calls, tokens in and out, cost
        var llm = await ParseAsync(dashboard, "/llm?lang=en");
        Assert.Equal("3.90", llm.QuerySelector("#models text.row-value")!.TextContent);
        Assert.Contains("no observations question by question", llm.QuerySelector("#pairs")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("No questions to show", llm.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_directory_names_one_command_on_every_page()
    {
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        using var root = await dashboard.GetAsync("/");
        Assert.Equal("/overview", root.Headers.Location!.ToString());
        var page = await ParseAsync(dashboard, "/overview?lang=en");
        Assert.Contains("with run in place of demo", page.QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        // What README begins with, and nothing else.
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken);
        var first = readme.Split("```bash\n")[1].Split('\n')[0];
        foreach (var entry in SiteMap.All.Where(e => e.Path != "/reference"))
        {
            var empty = await ParseAsync(dashboard, entry.Path);
            Assert.Equal([first], empty.QuerySelectorAll(".empty code").Select(c => c.TextContent));
            Assert.DoesNotContain("modellab ", empty.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
        foreach (var path in new[] { "/overview?run=none", "/llm?run=none" })
        {
            using var missing = await dashboard.GetAsync(path);
            Assert.Equal(404, (int)missing.StatusCode);
        }
    }

    [Fact]
    public async Task The_comparison_shows_the_means_pairs_and_losses_of_known_scores()
    {
        await MadeRun.WriteAsync(_folder.Path, Stop);
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        var page = await ParseAsync(dashboard, "/llm?lang=ru");
        // g1: 5 on three quarters and 3 on a quarter, 4.5; g2: the mean of 2 and 4.
        Assert.Equal(["4,50", "3,00"], page.QuerySelectorAll("#models svg.on-desk text.row-value").Select(t => t.TextContent));
        // 30 questions with 5 − 3 and 10 with 3 − 3; the difference is established on 40 pages.
        var pair = page.QuerySelector("#pairs .numbers tbody tr")!;
        Assert.Equal("g1 − g2", pair.QuerySelector("th")!.TextContent);
        var cells = pair.QuerySelectorAll("td").Select(c => c.TextContent.Trim()).ToList();
        Assert.Equal(("+1,50", "40", "40", "30 / 10 / 0", "g1"), (cells[0], cells[2], cells[3], cells[5], cells[6]));
        Assert.Null(page.QuerySelector("#pairs .badge.warn")); // it is the metric that ranks the role
        // g1: 10 of 40 answers under 4, of which 5 without a relevant chunk. g2: j1 finds all bad, 5 of them without a chunk, j2 none: 5 /
        // 40 / 2 and 35 / 40 / 2.
        var losses = page.QuerySelectorAll("figure.chart")
            .Single(f => f.TextContent.Contains("промах поиска", StringComparison.Ordinal))
            .QuerySelectorAll(".chart-data tbody tr");
        Assert.Equal(["g1", "75 %", "13 %", "13 %", "0 %", "40"], losses[0].Children.Select(c => c.TextContent));
        Assert.Equal(["g2", "50 %", "6,3 %", "44 %", "0 %", "40"], losses[1].Children.Select(c => c.TextContent));
        Assert.Equal(
            ["120 мс · токенов: 17", "80 мс · токенов: 17"],
            (await ParseAsync(dashboard, "/llm?item=q01&lang=ru"))
                .QuerySelectorAll("article.answer header .small")
                .Select(e => e.TextContent)
        );
    }

    [Fact]
    public async Task Questions_are_sorted_filtered_and_opened_by_links_and_forms()
    {
        await MadeRun.WriteAsync(_folder.Path, Stop);
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        var page = await ParseAsync(dashboard, "/llm?lang=en");
        Assert.Equal(25, page.QuerySelectorAll(".questions tbody tr").Length);
        Assert.Equal(
            ["Вопрос 1?", "5", "3", "4", "2"],
            page.QuerySelector(".questions tbody tr")!.Children.Select(c => c.TextContent.Trim())
        );
        var next = page.QuerySelector(".pager a[rel=next]")!.GetAttribute("href")!;
        Assert.Equal(15, (await ParseAsync(dashboard, next)).QuerySelectorAll(".questions tbody tr").Length);
        Assert.Equal(
            "10 of 40",
            (await ParseAsync(dashboard, "/llm?lang=en&max=3&model=g1")).QuerySelector("#questions [role=status]")!.TextContent
        );
        Assert.Equal(
            "5 of 40",
            (await ParseAsync(dashboard, "/llm?lang=en&outcome=retrieval_missed&model=g1"))
                .QuerySelector("#questions [role=status]")!
                .TextContent
        );
        Assert.Equal(
            "11 of 40",
            (await ParseAsync(dashboard, "/llm?lang=en&re=1&q=" + Uri.EscapeDataString("вопрос 1\\d?\\?")))
                .QuerySelector("#questions [role=status]")!
                .TextContent
        ); // 1 and 10 to 19
        Assert.Contains(
            "cannot be used",
            (await ParseAsync(dashboard, "/llm?lang=en&re=1&q=(")).QuerySelector("[role=alert]")!.TextContent,
            StringComparison.Ordinal
        );
        var sorted = page.QuerySelectorAll("a.sort").Single(a => a.TextContent == "Mean").GetAttribute("href")!;
        var byMean = await ParseAsync(dashboard, sorted);
        Assert.Equal("ascending", byMean.QuerySelectorAll(".questions th[aria-sort]").Single().GetAttribute("aria-sort"));
        Assert.Equal("Вопрос 0?", byMean.QuerySelector(".questions tbody th")!.TextContent.Trim());
        var item = await ParseAsync(dashboard, byMean.QuerySelector(".questions tbody th a")!.GetAttribute("href")!);
        var answers = item.QuerySelectorAll("article.answer");
        Assert.Equal(2, answers.Length);
        // Held against «Ответ 0.»
        Assert.Equal("модели g1", answers[0].QuerySelector(".diff ins")!.TextContent);
        Assert.Null(answers[0].QuerySelector(".diff del"));
        Assert.Equal(["j1", "j2"], answers[0].QuerySelectorAll(".judged .by").Select(t => t.TextContent));
        Assert.Contains("обоснование j2", answers[0].TextContent, StringComparison.Ordinal);
        var against = await ParseAsync(dashboard, "/llm?item=q00&against=g2&lang=en");
        var first = against.QuerySelectorAll("article.answer");
        Assert.Equal("g2", first[0].QuerySelector("h3")!.TextContent); // what the others are held against stands first
        Assert.Equal(("g2", "g1"), (first[1].QuerySelector("del")!.TextContent, first[1].QuerySelector("ins")!.TextContent));
        using var missing = await dashboard.GetAsync("/llm?item=nothing");
        Assert.Equal(404, (int)missing.StatusCode);
        Assert.Contains(
            "sort=mean",
            item.QuerySelectorAll("main a").First(a => a.TextContent.StartsWith('←')).GetAttribute("href")!,
            StringComparison.Ordinal
        ); // the way back keeps the view
    }

    [Theory]
    [InlineData("<script>alert('x')</script>")]
    [InlineData("<img src=x onerror=alert(1)></bdi></td></table>")]
    [InlineData("[link](javascript:alert(1))")]
    [InlineData("safe\u202Etxt.exe\u2066")]
    [InlineData("\u001b[31mred\u001b[0m\u009b2J")]
    public async Task Hostile_questions_answers_and_evidence_are_text(string hostile)
    {
        await MadeRun.WriteAsync(_folder.Path, Stop, hostile, _ => hostile, hostile);
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        var visible = string.Concat(
            hostile.EnumerateRunes().Select(r => HiddenCharacters.Contains(r.Value) ? $"[{r.Value:X}]" : r.ToString())
        );
        foreach (
            var path in new[]
            {
                "/llm?sort=place",
                "/llm?item=q00",
                "/llm?item=q00&against=g1",
                "/llm?item=q00&against=none",
                "/overview",
                "/llm?re=1&q=" + Uri.EscapeDataString(hostile),
                "/llm?topic=" + Uri.EscapeDataString(hostile),
            }
        )
        {
            var html = await dashboard.PageAsync(path);
            var page = new HtmlParser().ParseDocument(html);
            Assert.Equal(1, page.Scripts.Length);
            Assert.All(
                page.All,
                element =>
                {
                    Assert.DoesNotContain(
                        element.Attributes,
                        a =>
                            a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                            || a.Name == "style"
                            || a.Value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
                    );
                    Assert.NotEqual("img", element.LocalName);
                }
            );
            Assert.NotNull(page.QuerySelector("footer.foot"));
            Assert.DoesNotContain(
                html.EnumerateRunes().Concat(page.DocumentElement.TextContent.EnumerateRunes()),
                r => HiddenCharacters.Contains(r.Value)
            );
            if (path.Contains("item", StringComparison.Ordinal) || path.EndsWith("place", StringComparison.Ordinal))
                Assert.Contains(visible, page.DocumentElement.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_answer_of_100_kB_is_cut_not_compared_and_can_be_opened()
    {
        await MadeRun.WriteAsync(_folder.Path, Stop, answer: model => model == "g1" ? new string('я', 100_000) : "Ответ 0.");
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        var page = await ParseAsync(dashboard, "/llm?item=q00&lang=en");
        var answer = page.QuerySelectorAll("article.answer").Single(a => a.QuerySelector("h3")!.TextContent == "g1");
        Assert.Null(answer.QuerySelector(".diff"));
        Assert.Equal(1201, answer.QuerySelector("bdi.outer")!.TextContent.Length); // 1,200 and an ellipsis
        Assert.Equal(100_000, answer.QuerySelector("details .whole-text bdi")!.TextContent.Length);
        Assert.Contains("8\u2009000 characters are shown without differences", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(
            page.QuerySelectorAll("article.answer").Single(a => a.QuerySelector("h3")!.TextContent == "g2").QuerySelector(".diff")
        );
    }

    private static async Task<IHtmlDocument> ParseAsync(TestDashboard dashboard, string path) =>
        new HtmlParser().ParseDocument(await dashboard.PageAsync(path));
}
