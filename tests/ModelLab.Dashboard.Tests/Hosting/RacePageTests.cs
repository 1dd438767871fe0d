using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Hosting;

/// <summary>What pages and API say of models that a race dropped: nothing that sets them beside the others, and why.</summary>
public sealed class RacePageTests(RacePageTests.Races races) : IClassFixture<RacePageTests.Races>
{
    private const string Run = "20261120_090000",
        Again = "20261121_090000",
        OneLeft = "20261122_090000";

    private readonly TestDashboard _dashboard = races.Dashboard;

    /// <summary>Three races of the same models on the same ground: c dropped, nobody dropped, one left.</summary>
    public sealed class Races : IAsyncLifetime
    {
        private readonly TempFolder _folder = new();

        internal TestDashboard Dashboard { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var day = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
            await RacedRun.WriteAsync(_folder.Path, Run, day, RacedRun.Generator);
            await RacedRun.WriteAsync(_folder.Path, Again, day.AddDays(1));
            await RacedRun.WriteAsync(_folder.Path, OneLeft, day.AddDays(2), "lab:b", RacedRun.Generator);
            Dashboard = await TestDashboard.StartAsync(_folder.Path);
        }

        public async ValueTask DisposeAsync()
        {
            await Dashboard.DisposeAsync();
            _folder.Dispose();
        }
    }

    [Theory]
    [InlineData("/llm", RacedRun.Generator)]
    [InlineData("/llm?metric=tier_2.avg_answer_correctness", RacedRun.Generator)]
    [InlineData("/llm?metric=tier_3.avg_generation_latency_ms", RacedRun.Generator)]
    [InlineData("/prod", RacedRun.Decider)]
    [InlineData("/prod?show=5&hide=1", RacedRun.Decider)]
    [InlineData("/tiers", RacedRun.Generator)]
    [InlineData("/tiers", RacedRun.Decider)]
    [InlineData("/judges", RacedRun.Generator)]
    [InlineData("/overview", RacedRun.Generator)]
    [InlineData("/overview", RacedRun.Decider)]
    public async Task A_dropped_model_is_in_no_plot_and_no_table_of_ranks_and_is_told_of_below(string path, string dropped)
    {
        foreach (
            var (language, said) in new[] { ("en", "dropped after 8 pages (8 questions)"), ("ru", "снята после 8 страниц (8 вопросов)") }
        )
        {
            var page = await OpenAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}run={Run}&lang={language}");
            var rivals = dropped == RacedRun.Generator ? new[] { "lab:a", "lab:b" } : ["lab:p", "lab:q"];
            string[] named = [.. page.QuerySelectorAll("th, svg text, figcaption").Where(IsRanking).Select(e => e.TextContent.Trim())];
            Assert.All(rivals, rival => Assert.Contains(rival, named));
            Assert.DoesNotContain(named, n => n.StartsWith(dropped, StringComparison.Ordinal));
            Assert.Contains(
                page.QuerySelectorAll(".notes li").Select(l => l.TextContent),
                text => text.StartsWith(dropped, StringComparison.Ordinal) && text.Contains(said, StringComparison.Ordinal)
            );
        }
    }

    [Theory]
    [InlineData("en", "lost its race")]
    [InlineData("ru", "снята гонкой")]
    public async Task A_run_has_all_numbers_of_a_dropped_model_and_draws_none(string language, string said)
    {
        var page = await OpenAsync($"/runs/{Run}?lang={language}");
        foreach (var (tier, model) in new[] { ("tier_2", RacedRun.Generator), ("tier_judge_pipeline", RacedRun.Decider) })
        {
            Assert.DoesNotContain(page.QuerySelectorAll($"#{tier} svg text").Select(e => e.TextContent), t => t == model);
            Assert.Contains(page.QuerySelectorAll($"#{tier} table.values *").Select(e => e.TextContent.Trim()), t => t == model);
        }
        var rows = page.QuerySelectorAll("#excluded tbody tr").Select(r => r.TextContent).ToList();
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Contains(said, row, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/v1/llm", RacedRun.Generator)]
    [InlineData("/api/v1/llm?metric=tier_2.avg_answer_correctness", RacedRun.Generator)]
    [InlineData("/api/v1/llm?metric=tier_3.avg_generation_latency_ms", RacedRun.Generator)]
    [InlineData("/api/v1/prod", RacedRun.Decider)]
    [InlineData("/api/v1/tiers", RacedRun.Generator)]
    [InlineData("/api/v1/tiers", RacedRun.Decider)]
    public async Task The_API_names_a_dropped_model_where_it_says_why_and_where_single_items_are(string path, string dropped)
    {
        var json = JsonElement.Parse(
            System.Text.Encoding.UTF8.GetBytes(
                await _dashboard.PageAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}run={Run}")
            )
        );
        var places = Named(json, dropped, "").ToList();
        Assert.NotEmpty(places);
        Assert.All(
            places,
            place => Assert.Matches(@"^(/comparison/not_ranked|(/tiers)?/not_ranked|/questions/(models|rows)|/wrong)(/|$)", place)
        );
    }

    [Fact]
    public async Task Questions_are_told_apart_by_those_that_were_asked_all_of_them()
    {
        // a and b differ by 1 on every question; c, which the first eight have, would make it 2.
        var rows = JsonElement
            .Parse(System.Text.Encoding.UTF8.GetBytes(await _dashboard.PageAsync($"/api/v1/llm?run={Run}")))
            .GetProperty("questions")
            .GetProperty("rows")
            .EnumerateArray()
            .ToList();
        Assert.Equal(RacedRun.Questions, rows.Count);
        Assert.All(rows, r => Assert.Equal(1, r.GetProperty("spread").GetDouble(), 1e-12));
    }

    [Theory]
    [InlineData("en", "a race decided in 20261120_090000 how much it was asked")]
    [InlineData("ru", "сколько её спрашивать, в 20261120_090000 решила гонка")]
    public async Task Raced_runs_are_compared_by_those_that_both_asked_everything_and_the_reason_is_true(string language, string said)
    {
        var page = await OpenAsync($"/compare?run={Run}&run={Again}&lang={language}");
        var text = page.QuerySelector("#run-" + Again)!;
        Assert.Contains("lab:a", text.QuerySelector("table")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(RacedRun.Generator, text.QuerySelector("table")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(text.QuerySelectorAll(".notes li").Select(l => l.TextContent), t => t.Contains(said, StringComparison.Ordinal));
        // c is in both runs.
        Assert.DoesNotContain("only in", text.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("только в", text.TextContent, StringComparison.Ordinal);

        var left = (await OpenAsync($"/compare?run={Run}&run={OneLeft}&lang={language}")).QuerySelector("#run-" + OneLeft)!;
        Assert.DoesNotContain("lab:a", left.QuerySelector("table")?.TextContent ?? "", StringComparison.Ordinal);
        Assert.Contains(OneLeft, left.QuerySelector(".notes")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("only in", left.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("только в", left.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_draws_what_was_asked_everything()
    {
        var json = JsonElement.Parse(
            System.Text.Encoding.UTF8.GetBytes(await _dashboard.PageAsync("/api/v1/history?metric=tier_2.avg_answer_correctness"))
        );
        var values = json.GetProperty("lines")
            .EnumerateArray()
            .ToDictionary(
                l => l.GetProperty("model").GetString()!,
                l => l.GetProperty("values").EnumerateArray().Select(v => v.ValueKind != JsonValueKind.Null).ToArray()
            );
        Assert.Equal([true, true, false], values["lab:a"]);
        Assert.Equal([true, true, false], values["lab:b"]);
        Assert.Equal([false, true, false], values[RacedRun.Generator]);
        Assert.Contains(
            "Left out where a race decided how much they were asked: ",
            await _dashboard.PageAsync("/history?metric=tier_2.avg_answer_correctness"),
            StringComparison.Ordinal
        );
    }

    // What names models without setting them side by side: the questions one by one, and the list of single verdicts.
    private static bool IsRanking(IElement element) => element.Closest("#questions, #wrong, .leaders") is null;

    private static IEnumerable<string> Named(JsonElement json, string name, string place) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().SelectMany(p => Named(p.Value, name, $"{place}/{p.Name}")),
            JsonValueKind.Array => json.EnumerateArray().SelectMany(e => Named(e, name, place)),
            JsonValueKind.String when json.GetString() == name => [place],
            _ => [],
        };

    private async Task<IDocument> OpenAsync(string path) => await new HtmlParser().ParseDocumentAsync(await _dashboard.PageAsync(path));
}
