using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Playwright;
using ModelLab.Core.Text;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Reports;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Reports;

/// <summary>
/// The stand-alone report: on a run made by the real code, on runs with known scores, on a 2.0 file, and on texts that want to be more than
/// text.
/// </summary>
public sealed partial class ReportTests(SampleDirectory sample, Browser browser) : IDisposable
{
    private const string Made = "20261120_090000";
    private static readonly DateTimeOffset Day = new(2026, 11, 20, 9, 0, 0, TimeSpan.FromHours(3));

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task A_run_is_written_as_approved(string language)
    {
        await WriteMadeAsync();
        var html = await RenderAsync(_folder.Path, Made, language, questions: 1);
        // Styles, fonts and their hash are looked at below: here they would hide what changed.
        Golden.Matches("ModelLab.Dashboard.Tests", $"Report.{language}.html", html[html.IndexOf("<body>", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Two_renderings_are_equal_to_the_byte()
    {
        var first = await RenderAsync(sample.Path, sample.RunId, "ru");
        Assert.Equal(first, await RenderAsync(sample.Path, sample.RunId, "ru"));
    }

    [Fact]
    public async Task Figures_are_those_of_the_run_file()
    {
        var page = Parse(await RenderAsync(sample.Path, sample.RunId, "ru"));
        var detail = sample.Detail();
        var russian = CultureInfo.GetCultureInfo("ru-RU");
        Assert.Equal(
            detail["recommendation"]!
                .AsArray()
                .Select(r => (string?)r!["pick"] ?? ((string?)r["provisional"] is { } first ? $"не решено; пока {first}" : "выбора нет")),
            page.QuerySelectorAll("#overview .pick-name").Select(e => e.TextContent)
        );
        var compared = 0;
        foreach (var aggregate in detail["aggregates"]!.AsArray().Where(a => (string?)a!["tier"] == "tier_1"))
        {
            var metric = MetricCatalog.Find(Tier.Retrieval, (string)aggregate!["metric"]!);
            if (metric.Unit != "share" && metric.Unit != "0–1")
                continue;
            var row = page.QuerySelectorAll("#run #tier_1 tbody tr").Single(r => r.QuerySelector("th code")?.TextContent == metric.Name);
            Assert.Equal(
                ((double?)aggregate["value"])?.ToString("0.000", russian) ?? "—",
                row.QuerySelector(".value")!.ChildNodes[0].TextContent.Trim()
            );
            compared++;
        }
        Assert.InRange(compared, 10, 200);
        foreach (var judge in new[] { "builtin:support", "builtin:coin" })
        {
            string Count(string metric) =>
                (
                    (long)
                        detail["aggregates"]!
                            .AsArray()
                            .Single(a => (string?)a!["metric"] == metric && (string?)a["production_judge_model"] == judge)!["value"]!
                ).ToString(CultureInfo.InvariantCulture);
            var matrix = page.QuerySelectorAll("#matrices figure").Single(f => f.QuerySelector("figcaption")!.TextContent == judge);
            Assert.Equal(
                new[] { "true_positives", "false_negatives", "false_positives", "true_negatives" }.Select(Count),
                matrix.QuerySelectorAll(".cell-number").Select(c => c.TextContent.Trim())
            );
        }
        Assert.Contains("nowhere:model", page.QuerySelector("#overview")!.TextContent, StringComparison.Ordinal); // excluded, and why
        Assert.Contains("PROVIDER_NOWHERE_API_KEY", page.QuerySelector("#overview")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("--generation-models", page.QuerySelector("#reproduce pre")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_of_production_judges_stand_beside_what_one_verdict_given_always_reaches()
    {
        await WriteMadeAsync();
        var page = Parse(await RenderAsync(_folder.Path, Made, "en"));
        string[] Row(string judge) =>
            [
                .. page.QuerySelectorAll("#costs tbody tr")
                    .Single(r => r.GetAttribute("data-judge") == judge)
                    .QuerySelectorAll("td .interval")
                    .Select(e => e.TextContent)
                    .Take(2),
            ];
        // Of 12 good and 12 bad answers; bad ones shown, good ones hidden (see MadeRuns).
        Assert.Equal(["6 / 12", "0 / 12"], Row("lab:eager"));
        Assert.Equal(["0 / 12", "8 / 12"], Row("lab:careful"));
        Assert.Equal(["12 / 12", "0 / 12"], Row("always show"));
        Assert.Equal(["0 / 12", "12 / 12"], Row("always hide"));
        Assert.Contains(
            "A bad answer shown counts 1, a good one hidden 1.",
            page.QuerySelector("#costs")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(0, 0)]
    [InlineData(100, 30)] // g1 and g2 differ on three questions of four (see MadeRun): 30 of 40
    public async Task So_many_of_the_separating_questions_are_shown_with_answers_and_evidence(int wanted, int shown)
    {
        await MadeRun.WriteAsync(_folder.Path, Stop);
        var page = Parse(await RenderAsync(_folder.Path, MadeRun.Id, "ru", wanted));
        var questions = page.QuerySelectorAll("details.question");
        Assert.Equal(shown, questions.Length);
        if (shown == 0)
            return;
        Assert.Equal("Вопрос 1?", questions[0].QuerySelector("summary")!.TextContent.Trim()); // the first on which they differ
        Assert.Equal(["g1", "g2"], questions[0].QuerySelectorAll("article h3").Select(h => h.TextContent)); // the better one first
        Assert.Contains("обоснование j2", questions[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("#" + questions[0].Id, page.QuerySelector(".questions tbody a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task It_stands_alone_and_leads_nowhere_else()
    {
        foreach (var (folder, id) in new[] { (sample.Path, sample.RunId), (sample.Path, SampleDirectory.OldId) })
        {
            var page = Parse(await RenderAsync(folder, id, "en"));
            Assert.Empty(
                page.QuerySelectorAll("script, form, button, input, select, iframe, object, embed, img, [style], [src], [action]")
            );
            var ids = page.All.Select(e => e.GetAttribute("id")).OfType<string>().ToList();
            Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
            Assert.All(page.QuerySelectorAll("a"), a => Assert.Contains(Uri.UnescapeDataString(a.GetAttribute("href")!)[1..], ids));
            Assert.All(page.QuerySelectorAll("a"), a => Assert.StartsWith("#", a.GetAttribute("href"), StringComparison.Ordinal));
            Assert.StartsWith(
                "data:image/svg+xml;base64,",
                Assert.Single(page.QuerySelectorAll("link")).GetAttribute("href"),
                StringComparison.Ordinal
            );
            var styles = Assert.Single(page.QuerySelectorAll("style")).TextContent;
            Assert.Contains("prefers-reduced-motion", styles, StringComparison.Ordinal);
            Assert.Equal(["data:font/woff2;base64", "data:font/woff2;base64"], Address().Matches(styles).Select(m => m.Groups[1].Value));
            Assert.DoesNotContain("@import", styles, StringComparison.Ordinal);
            Assert.Contains(
                Convert.ToBase64String(EmbeddedAssets.Load().Find("fonts/inter-cyrillic-wght-normal.woff2")!),
                styles,
                StringComparison.Ordinal
            );
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(styles)));
            Assert.Equal(
                $"default-src 'none'; style-src 'sha256-{hash}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'",
                page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")
            );
        }
    }

    [Fact]
    public async Task What_a_run_of_the_Python_tool_lacks_is_said()
    {
        var page = Parse(await RenderAsync(sample.Path, SampleDirectory.OldId, "en"));
        Assert.Equal(
            "1.092",
            page.QuerySelectorAll("#tier_1 tbody tr")
                .Single(r => r.QuerySelector("th code")?.TextContent == "url_ndcg@10")
                .QuerySelector(".value")!
                .ChildNodes[0]
                .TextContent.Trim()
        );
        Assert.Equal(
            "—",
            page.QuerySelectorAll("#overview .tile")
                .Single(t => t.QuerySelector(".tile-name")!.TextContent == "Time")
                .QuerySelector(".tile-value")!
                .TextContent
        );
        Assert.Contains("numbers alone", page.QuerySelector("#overview")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("files of the Python tool have none", page.QuerySelector("#llm #questions")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("has no production judges", page.QuerySelector("#prod")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["tier_0.avg_nn_distance", "tier_2.avg_faithfulness"],
            page.QuerySelectorAll("#reference tbody tr")
                .Select(r => r.Id!)
                .Where(i => i is "tier_0.avg_nn_distance" or "tier_2.avg_faithfulness" or "tier_2.avg_bleu")
        );
    }

    [Theory]
    [InlineData("<script>alert('x')</script>")]
    [InlineData("</style><img src=x onerror=alert(1)></bdi></td></table></main>")]
    [InlineData("[link](javascript:alert(1))")]
    [InlineData("safe\u202Etxt.exe\u2066")]
    [InlineData("\u001b[31mred\u001b[0m\u009b2J")]
    public async Task Hostile_questions_answers_and_evidence_are_text(string hostile)
    {
        await MadeRun.WriteAsync(_folder.Path, Stop, hostile, _ => hostile, hostile, place: 1);
        var html = await RenderAsync(_folder.Path, MadeRun.Id, "ru", questions: 3);
        var page = Parse(html);
        Assert.Empty(page.QuerySelectorAll("script, img"));
        Assert.All(
            page.All,
            element =>
                Assert.DoesNotContain(
                    element.Attributes,
                    a =>
                        a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                        || a.Name == "style"
                        || a.Value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
                )
        );
        Assert.DoesNotContain(
            html.EnumerateRunes().Concat(page.DocumentElement.TextContent.EnumerateRunes()),
            r => HiddenCharacters.Contains(r.Value)
        );
        Assert.NotNull(page.QuerySelector(".report > footer.foot"));
        var visible = string.Concat(
            hostile.EnumerateRunes().Select(r => HiddenCharacters.Contains(r.Value) ? $"[{r.Value:X}]" : r.ToString())
        );
        var question = page.QuerySelector("#question-1")!;
        Assert.Contains(visible, question.QuerySelector("summary")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(visible, question.QuerySelector("article")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(visible, question.QuerySelector(".evidence")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_of_100_kB_is_cut_and_the_cut_is_told()
    {
        await MadeRun.WriteAsync(_folder.Path, Stop, answer: model => model == "g1" ? new string('я', 100_000) : "Ответ.", place: 1);
        var html = await RenderAsync(_folder.Path, MadeRun.Id, "en", questions: 3);
        var answer = Parse(html).QuerySelectorAll("#question-1 article").Single(a => a.QuerySelector("h3")!.TextContent == "g1");
        Assert.Equal(1201, answer.QuerySelector("bdi.outer")!.TextContent.Length); // 1,200 and an ellipsis
        Assert.Equal(20_001, answer.QuerySelector(".whole-text bdi")!.TextContent.Length);
        Assert.Contains("20\u2009000 of 100\u2009000 characters; the dashboard has all", answer.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('я', 20_001), html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColorScheme.Light, "en", "sample")]
    [InlineData(ColorScheme.Dark, "ru", "sample")]
    [InlineData(ColorScheme.Light, "ru", "made")]
    [InlineData(ColorScheme.Dark, "en", "old")]
    [OneCulture]
    public async Task A_browser_opens_the_file_without_a_fault_and_asks_for_nothing_else(ColorScheme scheme, string language, string kind)
    {
        browser.Require();
        if (kind == "made")
            await MadeRun.WriteAsync(
                _folder.Path,
                Stop,
                "<script>alert('x')</script>",
                _ => "<img src=x onerror=alert(1)>",
                new string('<', 3000),
                place: 1
            );
        var (folder, id) = kind switch
        {
            "sample" => (sample.Path, sample.RunId),
            "old" => (sample.Path, SampleDirectory.OldId),
            _ => (_folder.Path, MadeRun.Id),
        };
        var file = _folder.Write("report.html", await RenderAsync(folder, id, language));
        await using var page = await browser.OpenAsync(scheme);
        var address = new Uri(file).ToString();
        await page.Page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        Assert.True(
            await page.Page.EvaluateAsync<bool>("document.fonts.ready.then(() => [...document.fonts].some(f => f.status === 'loaded'))")
        ); // the fonts in the file are taken
        var ground = await page.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor");
        Assert.Equal(scheme == ColorScheme.Dark ? "rgb(14, 17, 22)" : "rgb(246, 247, 249)", ground); // --ground of 10-tokens.css
        await page.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        var violations = await page.SeriousViolationsAsync();
        Assert.True(violations.Count == 0, $"{violations.Count}\n{string.Join("\n", violations.Take(8))}");
        Assert.Equal([$"elsewhere: {address}"], page.Faults); // the one request is for the file itself
        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    [OneCulture]
    public async Task On_paper_the_answers_are_open()
    {
        browser.Require();
        await MadeRun.WriteAsync(_folder.Path, Stop);
        var file = _folder.Write("report.html", await RenderAsync(_folder.Path, MadeRun.Id, "en", questions: 2));
        await using var page = await browser.OpenAsync();
        await page.Page.GotoAsync(new Uri(file).ToString());
        var answer = page.Page.Locator("#question-1 article").First;
        Assert.False(await answer.IsVisibleAsync());
        await page.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await answer.IsVisibleAsync());
        Assert.False(await page.Page.Locator("nav.toc").First.IsVisibleAsync());
    }

    [Theory]
    [OneCulture]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task It_prints_on_25_pages_at_most(string language)
    {
        browser.Require();
        var file = _folder.Write("report.html", await RenderAsync(sample.Path, sample.RunId, language));
        await using var page = await browser.OpenAsync();
        await page.Page.GotoAsync(new Uri(file).ToString());
        var pdf = System.Text.Encoding.Latin1.GetString(await page.Page.PdfAsync(new() { Format = "A4" }));
        // The root of a PDF's tree of pages counts all of them.
        Assert.InRange(Count().Matches(pdf).Max(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)), 5, 25);
    }

    [GeneratedRegex(@"/Count (\d+)")]
    private static partial Regex Count();

    private Task WriteMadeAsync() => MadeRuns.WriteAsync(_folder.Path, Made, Day, time: new StoppedTime(Day.AddSeconds(90)));

    private static async Task<string> RenderAsync(string directory, string id, string code, int questions = RunReport.PresetQuestions)
    {
        var language = code == "ru" ? Language.Russian : Language.English;
        var library = new RunLibrary(directory);
        return await ReportRenderer.RenderAsync(RunReport.Of(library.Finished(id), library, questions, language), language);
    }

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    [GeneratedRegex(@"url\(([^,)]*)")]
    private static partial Regex Address();
}
