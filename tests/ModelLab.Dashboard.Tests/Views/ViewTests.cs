using Microsoft.AspNetCore.WebUtilities;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Runs;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Tests.Views;

public sealed class ViewTests
{
    private static readonly EmbeddedAssets Assets = EmbeddedAssets.Load();

    private static PageContext At(string query, string path = "/runs") =>
        new(path, Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query), Language.English, Assets);

    [Fact]
    public void Numbers_stand_by_what_they_depend_on_in_the_catalogues_order()
    {
        Aggregate[] values =
        [
            Value("avg_faithfulness", "g1", "j1", 4),
            Value("avg_faithfulness", "g2", "j1", 3),
            Value("avg_faithfulness", "g1", "j2", 5),
            Value("unheard_of", "g1", null, 7),
            Value("total_queries", "g1", null, 9),
            Value("total_queries", "g2", null, 9),
            Value("mrr", null, null, 1) with
            {
                Tier = Tier.Retrieval,
            },
        ];
        var tables = ValueTable.Of("tier_2", values);
        Assert.Equal(
            [(null, ModelRole.Generation), (ModelRole.Generation, ModelRole.BenchmarkJudge)],
            tables.Select(t => (t.RowRole, t.ColumnRole!.Value))
        );
        Assert.Equal(["total_queries", "unheard_of"], tables[0].Rows.Select(r => r.Metric));
        Assert.Equal(["g1", "g2"], tables[0].Columns);
        Assert.Null(tables[0].Rows[1].Cells[1]);
        Assert.Equal(
            [("g1", 4.0, 5.0), ("g2", 3.0, double.NaN)],
            tables[1].Rows.Select(r => (r.Model!, r.Cells[0]!.Value!.Value, r.Cells[1]?.Value ?? double.NaN))
        );
    }

    [Fact]
    public void The_newest_finished_run_is_shown_unasked_and_one_under_way_when_there_is_none_or_it_is_named()
    {
        RunEntry[] runs =
        [
            new RunEntry { Id = "3", State = RunState.Running },
            new RunEntry { Id = "2", State = RunState.Finished },
            new RunEntry { Id = "1", State = RunState.Finished },
        ];
        Assert.Equal(
            ["2", "3", null, "3"],
            new[]
            {
                RunChoice.Of(Address(""), runs, _ => true),
                RunChoice.Of(Address("?run=3"), runs, _ => true),
                RunChoice.Of(Address("?run=4"), runs, _ => true),
                RunChoice.Of(Address(""), runs[..1], _ => true),
            }.Select(c => c.Chosen?.Id)
        );
    }

    [Fact]
    public void A_page_never_shows_another_run_than_the_default_because_that_has_nothing_for_it()
    {
        RunEntry[] runs = [new RunEntry { Id = "2" }, new RunEntry { Id = "1" }];
        var at = Address("");
        var choice = RunChoice.Of(at, runs, r => r.Id == "1");
        Assert.Equal((null, "2", "2"), (choice.Chosen?.Id, choice.Lacking?.Id, at.Run));
        Assert.Equal("/llm?run=2", at.Link("/llm"));
        Assert.Equal("/llm?run=1", at.Link("/llm", ("run", "1")));
        // The page of what goes on shows another run, and a run's own page names it in its path.
        Assert.Equal("/live?kept=2", at.Link("/live"));
        Assert.Equal("/runs/1", at.Link("/runs/1"));
        Assert.Equal("/llm?run=2", Address("?kept=2").Link("/llm"));
    }

    private static PageContext Address(string query) =>
        new("/judges", QueryHelpers.ParseQuery(query), Language.English, EmbeddedAssets.Load());

    [Theory]
    [InlineData("builtin:coin", "builtin:coin")]
    [InlineData("builtin:overlap", "builtin:coin", "builtin:overlap", "builtin:strict")]
    [InlineData("b", "builtin:coin", "builtin:overlap", "b", "a")]
    public void A_coin_is_the_last_judge_to_be_shown_unasked(string chosen, params string[] judges) =>
        Assert.Equal(chosen, JudgeChoice.Of(judges.Select(j => Value("avg_answer_correctness", "g1", j, 3)), null).Chosen);

    [Fact]
    public void The_leading_plot_averages_real_judges_alone_and_only_when_all_scored()
    {
        Aggregate[] values =
        [
            Value("avg_answer_correctness", "g1", "a", 2),
            Value("avg_answer_correctness", "g1", "b", 4),
            Value("avg_answer_correctness", "g1", "builtin:coin", 5),
            Value("avg_answer_correctness", "builtin:lead", "a", 4),
            Value("avg_answer_correctness", "builtin:lead", "b", 5),
            Value("avg_answer_correctness", "g3", "a", 5),
        ];
        LeadingPlot? Of(Tier tier, IReadOnlyList<RunBaseline> baselines) =>
            LeadingPlot.Of(
                tier,
                new Run
                {
                    Entry = new RunEntry { Id = "r" },
                    Numbers = values,
                    Baselines = baselines,
                },
                Language.English
            );
        var plot = Of(Tier.Generation, [new RunBaseline("tier_2.avg_answer_correctness", 4.1, IsCatalogued: false)])!;
        Assert.Equal(["a", "b", "builtin:coin", "mean over judges"], plot.Data.Series);
        // (4 + 5) / 2, (2 + 4) / 2; g3 was scored by one judge of two and has no mean.
        Assert.Equal(
            [("builtin:lead", 4.5, true), ("g1", 3.0, false), ("g3", double.NaN, false)],
            plot.Data.Rows.Select(r => (r.Name, r.Shown ?? double.NaN, r.IsMuted))
        );
        Assert.Equal([(4.1, "baseline"), (4.5, "best built-in")], plot.Data.References.Select(r => (r.Value, r.Name)));
        Assert.Equal(
            (4.2, "catalogue's baseline"),
            Of(Tier.Generation, RunBaseline.Catalogued)!.Data.References.Select(r => (r.Value, r.Name)).First()
        );
        Assert.Equal("best built-in", Assert.Single(Of(Tier.Generation, [])!.Data.References).Name); // switched off
        Assert.Null(Of(Tier.Retrieval, []));
        Assert.Null(Of(Tier.EndToEnd, []));
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("mode=manual", 1)]
    [InlineData("author=%D0%90%D0%BD%D0%BD%D0%B0", 2)]
    [InlineData("model=MISTRAL", 2)]
    [InlineData("from=2026-02-01", 1)]
    [InlineData("to=2026-01-31", 1)]
    [InlineData("from=nonsense", 3)]
    [InlineData("group=f1&mode=synthetic", 1)]
    [InlineData("state=stopped", 1)]
    [InlineData("state=finished", 2)]
    public void Runs_are_filtered_by_the_address(string query, int count)
    {
        RunEntry[] runs =
        [
            new()
            {
                Id = "1",
                DatasetType = "manual",
                Author = "Анна",
                Fingerprint = "f1",
                Generators = ["mistral-small"],
                Timestamp = new DateTimeOffset(2026, 1, 31, 23, 59, 0, TimeSpan.FromHours(3)),
            },
            new()
            {
                Id = "2",
                DatasetType = "synthetic",
                Author = "Анна",
                Fingerprint = "f1",
                Judges = ["openrouter:Mistral-large"],
                Timestamp = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.FromHours(3)),
            },
            new()
            {
                Id = "3",
                DatasetType = "synthetic",
                Author = "Пётр",
                State = RunState.Stopped,
            },
        ];
        Assert.Equal(count, runs.Count(RunFilter.Of(At(query)).Takes));
        Assert.Equal(query.Length == 0 || query == "from=nonsense", RunFilter.Of(At(query)).IsEmpty);
        Assert.Equal(["f1", null], RunGroup.Of(runs).Select(g => g.Fingerprint));
    }

    [Fact]
    public void An_address_keeps_its_state()
    {
        var at = At("lang=ru&theme=dark&run=a&run=b%20c&q=%D0%B6", "/dataset");
        Assert.Equal(("ru", "dark"), (at.Language.Code, at.Theme));
        Assert.Equal("/runs/x?lang=ru&theme=dark", at.Link("/runs/x"));
        Assert.Equal("/dataset?lang=ru&run=a&run=b%20c&q=%D0%B6", at.Here(("theme", null)));
        Assert.Equal("/dataset?theme=dark&run=a&run=b%20c&q=%D0%B6&lang=en", at.Here(("lang", "en")));
        Assert.Equal(["a", "b c"], at.Values("run"));
        Assert.Null(At("theme=purple").Theme);
        Assert.Equal(
            (3, 1, 9),
            (At("page=3").Number("page", 1, 1, 9), At("page=x").Number("page", 1, 1, 9), At("page=99").Number("page", 1, 1, 9))
        );
    }

    private static Aggregate Value(string metric, string? generator, string? judge, double value) =>
        new(Tier.Generation, metric, generator, judge, null, value, 10);
}
