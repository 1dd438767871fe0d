using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using ModelLab.Dashboard.Hosting;
using ModelLab.Records.Store;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Agreement;

/// <summary>Whatever a run is like, command line, API and report say the same of it.</summary>
[OneCulture]
public sealed class AgreementTests : AgreementLab
{
    private const string Schema2 = """
        {"id": "20260120_120000", "timestamp": "2026-01-20T12:00:00.123456", "schema_version": "2.0", "dataset_file": "dataset.json", "judge_model": "j", "generation_model": "g",
         "tier_2_metrics": {"avg_faithfulness": 4.25, "avg_answer_correctness": 3.9}, "tier_judge_pipeline_metrics": {"f1_score": 0.8, "accuracy": 0.75}, "overall_status": "PASS"}
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_full_run(int seed)
    {
        Begin(seed);
        (await RunAsync(Everything("lab:g1,lab:g2,lab:g4,builtin:extractive", deciders: "lab:p1,lab:p2,lab:p3,builtin:coin"))).Expect(0);
        await AgreeAsync(Newest);
    }

    [Theory]
    [InlineData(1, "lab:g1,lab:g2,lab:g4", "lab:p1,lab:p3")]
    [InlineData(2, "lab:g4,lab:g1", "lab:p1,lab:p2,lab:p3")]
    [InlineData(3, "lab:g4,builtin:echo,lab:g3", "lab:p3,builtin:always-yes")]
    public async Task A_raced_run(int seed, string generators, string deciders)
    {
        Begin(seed);
        (await RunAsync([.. Everything(generators, deciders: deciders), "--race", "--race-batch", "4"])).Expect(0);
        Assert.Contains("lab:g4", Detail().GetProperty("race")[0].GetProperty("dropped")[0].GetProperty("model").GetString());
        await AgreeAsync(Newest);
    }

    [Fact]
    public async Task A_shortlisted_run()
    {
        Begin(4);
        (await RunAsync([.. Everything("lab:g1,lab:g2,lab:g4"), "--limit", "12"])).Expect(0);
        var small = Newest;
        string[] unnamed = [.. Everything("x").Select((a, i) => (a, i)).Where(p => !IsModels(p.i)).Select(p => p.a)];
        (await RunAsync([.. unnamed, "--shortlist-from", small])).Expect(0);
        Assert.NotEqual(small, Newest);
        await AgreeAsync(small, Newest);

        bool IsModels(int place) =>
            Everything("x") is var all
            && (
                all[place].EndsWith("-models", StringComparison.Ordinal)
                || (place > 0 && all[place - 1].EndsWith("-models", StringComparison.Ordinal))
            );
    }

    [Fact]
    public async Task Several_runs_read_as_one()
    {
        Begin(5);
        (await RunAsync(Everything("lab:g1,lab:g2", deciders: "lab:p1"))).Expect(0);
        var first = Newest;
        (await RunAsync(Everything("lab:g2,lab:g4", deciders: "lab:p3"))).Expect(0);
        await AgreeAsync(first, Newest);
        var merged = (await PrintAsync("recommend", first, Newest)).AsArray();
        Assert.Equal(
            ["lab:g1", "lab:g2", "lab:g4"],
            merged[0]!["models"]!.AsArray().Select(m => (string)m!["model"]!).Order(StringComparer.Ordinal)
        );
        RunAgreement.Markdown(merged, await ReadAsync("recommend", first, Newest, "--lang", "en", "--markdown"));
    }

    [Fact]
    public async Task A_run_that_was_stopped_and_went_on()
    {
        Begin(6);
        var prices = Write(
            "pricing.json",
            JsonSerializer.Serialize(
                new
                {
                    prices = new[] { "g1", "g2", "j1", "j2", "p1", "p2", "p3" }.Select(m => new
                    {
                        model = "lab:" + m,
                        input_per_million = 1,
                        output_per_million = 1,
                        currency = "USD",
                        as_of = "2026-11-01",
                        source = "https://lab.example/prices",
                    }),
                }
            )
        );
        foreach (var model in new[] { "g1", "g2", "j1", "j2", "p1", "p2", "p3" })
            Server.Model(model).Usage = new ReportedUsage(10, 10);
        string[] command =
        [
            .. Everything("lab:g1,lab:g2").Where(a => a != "--new"),
            "--pricing",
            prices,
            "--generation-max-tokens",
            "10",
            "--judge-max-tokens",
            "10",
            "--max-concurrency",
            "4",
        ];
        (await RunAsync([.. command, "--budget", "0.006"])).Expect(4);
        // Nothing is ranked on pages before the run is finished, and the command line says that it is not.
        var half = Path.GetFileNameWithoutExtension(DetailFiles()[^1])["rag_benchmark_".Length..];
        await using (var server = await ServeAsync())
        {
            Assert.Null(JsonNode.Parse(await GetAsync(server, $"/api/v1/llm?run={half}"))!["comparison"]);
            Assert.Null(JsonNode.Parse(await GetAsync(server, $"/api/v1/prod?run={half}"))?["comparison"]);
        }
        (await RunAsync(command)).Expect(0);
        Assert.Equal(half, Newest);
        await AgreeAsync(half);
    }

    [Fact]
    public async Task Runs_with_failing_partial_and_excluded_models()
    {
        Begin(7);
        Server.Model("g2").Reply = r => Unit("refuses", Asked(r)) < 0.4 ? Scripted.ContentFilter() : Scripted.Text("Ответ модели g2.");
        Server.Model("p2").Reply = r =>
            Unit("mumbles", LabelOf(string.Join('\n', r.Messages.Select(m => m.Text)))) < 0.4
                ? Scripted.Text("Трудно сказать.")
                : Scripted.Verdict(true);
        (await RunAsync(Everything("lab:g1,lab:g2,lab:g3"))).Expect(0);
        var partial = Newest;
        Assert.Contains("partial", Statuses());

        Begin(7);
        Server.Model("g2").Reply = _ => Scripted.Status(500, "down");
        Server.Model("p3").Reply = _ => Scripted.Status(500, "down");
        (await RunAsync(Everything("lab:g1,lab:g2,lab:g3"))).Expect(6);
        var failing = Newest;

        Begin(7);
        Server.Model("g2").Reply = _ => Scripted.Status(401, "no access");
        Server.Model("p1").Reply = _ => Scripted.Status(401, "no access");
        (await RunAsync([.. Everything("lab:g1,lab:g2,lab:g3").Where(a => a != "--skip-checks"), "--seed", "1"])).Expect(0);
        Assert.Contains("excluded", Statuses());
        await AgreeAsync(partial, failing, Newest);
    }

    /// <summary>
    /// One run is made twice, with <c>--lang ru</c> and with <c>--lang en</c>, with all that runs remark: a model that refuses, one that
    /// cannot be called, and one that is adapted to. Whoever reads them reads the same, in the language asked for.
    /// </summary>
    [Fact]
    public async Task A_run_is_read_in_the_readers_language_whichever_it_was_made_in()
    {
        Begin(11);
        Server.Model("g2").Reply = r => Unit("refuses", Asked(r)) < 0.4 ? Scripted.ContentFilter() : Scripted.Text("Answer of g2.");
        var bare = Server.Model("g3").Reply;
        Server.Model("g3").Reply = r =>
            r.Body.TryGetProperty("temperature", out _) ? Scripted.Status(400, "Unsupported parameter: 'temperature'") : bare(r);
        var everything = Everything("lab:g1,lab:g2,lab:g3,nowhere:g");
        string[] In(string language) => [.. everything.Select((word, i) => i > 0 && everything[i - 1] == "--lang" ? language : word)];
        (await RunAsync(In("ru"))).Expect(0);
        var russian = Newest;
        Assert.StartsWith("Статус: ", LastRun().GetProperty("executive_summary").GetString());
        // With the journal's help the second run has the same answers.
        (await RunAsync(In("en"))).Expect(0);
        var english = Newest;
        Assert.StartsWith("Status: ", LastRun().GetProperty("executive_summary").GetString());

        await using var server = await ServeAsync();
        foreach (var language in new[] { "en", "ru" })
        {
            var read = new List<string>();
            foreach (var run in new[] { russian, english })
            {
                var api = JsonNode.Parse(await GetAsync(server, $"/api/v1/runs/{run}?lang={language}"))!;
                List<string> words =
                [
                    (string)api["executive_summary"]!,
                    .. api["notes"]!.AsArray().Select(n => (string)n!),
                    .. api["excluded"]!.AsArray().Select(e => (string)e!["reason"]!),
                    .. api["combinations"]!.AsArray().Select(c => (string?)c!["reason"] ?? ""),
                ];
                Assert.True(words.Count(w => w.Length > 0) >= 5, string.Join('\n', words));
                Assert.All(words.Where(w => w.Length > 0), w => Assert.Equal(language == "ru", w.Any(c => c is >= 'а' and <= 'я')));
                // What there was to remark of the calls differs: the second run took its answers from the journal.
                read.Add(string.Join('\n', words.Where(w => !api["notes"]!.AsArray().Any(n => (string)n! == w))));

                var page = new HtmlParser().ParseDocument(await GetAsync(server, $"/runs/{run}?lang={language}"));
                foreach (var place in new[] { "#notes li", "#excluded td:last-child" })
                {
                    var texts = page.QuerySelectorAll(place).Select(e => e.TextContent).ToList();
                    Assert.NotEmpty(texts);
                    Assert.All(texts, t => Assert.Equal(language == "ru", t.Any(c => c is >= 'а' and <= 'я')));
                }
            }
            Assert.Equal(read[0], read[1]);
        }
        // The reports beside them are in the maker's language.
        var reports = new[] { russian, english }.Select(r => File.ReadAllText(Path.Combine(Output, $"rag_benchmark_{r}.md"))).ToList();
        Assert.Contains("## Примечания", reports[0], StringComparison.Ordinal);
        Assert.Contains(": без temperature\n", reports[0], StringComparison.Ordinal);
        Assert.Contains("## Notes", reports[1], StringComparison.Ordinal);
        Assert.Contains(" replies usable (under 95 %)", reports[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_against_each_other()
    {
        Begin(8);
        (await RunAsync(Everything("lab:g1,lab:g4"))).Expect(0);
        var full = Newest;
        Seed = 9;
        (await RunAsync(Everything("lab:g1,lab:g4"))).Expect(0);
        var again = Newest;
        (await RunAsync([.. Everything("lab:g1,lab:g2,lab:g4"), "--race", "--race-batch", "4"])).Expect(0);
        var raced = Newest;
        Seed = 10;
        (await RunAsync([.. Everything("lab:g1,lab:g4"), "--race", "--race-batch", "4"])).Expect(0);
        var oneLeft = Newest;
        File.WriteAllText(
            Path.Combine(Output, RunRegistry.FileName),
            $"[{Schema2},{File.ReadAllText(Path.Combine(Output, RunRegistry.FileName)).TrimStart()[1..]}"
        );

        await using var server = await ServeAsync();
        foreach (var (first, second) in new[] { (full, again), (again, full), (raced, oneLeft), (full, raced), ("20260120_120000", full) })
        {
            var api = JsonNode.Parse(await GetAsync(server, $"/api/v1/compare?run={first}&run={second}&base={first}"))!;
            var ended = await RunAsync("compare", first, second, "--output-dir", Output, "--json");
            if (ended.Code == 0)
                Assert.True(
                    JsonNode.DeepEquals(JsonNode.Parse(ended.Output), api["comparison"]),
                    $"{first} and {second}:\n{ended.Output}\nand\n{api["comparison"]}"
                );
            else
            {
                Assert.Equal(2, ended.Code);
                Assert.True(api["comparison"] is null || api["comparison"]!["runs"]![0]!["metrics"]!.AsArray().Count == 0, ended.Error);
            }
            if ((first, second) == (raced, oneLeft))
            {
                // Of these two no production judge but those that both asked everything may be named, and g4 is in both.
                var unmatched = api["comparison"]!["runs"]![0]!["unmatched_models"]!.AsArray();
                Assert.All(
                    unmatched.Where(m => (string)m!["model"]! is "lab:g1" or "lab:g4" or "lab:p3"),
                    m => Assert.True((bool)m!["raced"]!, m.ToJsonString())
                );
                Assert.Contains(unmatched, m => (string)m!["model"]! == "lab:g4" && (string)m["run"]! == raced);
                Assert.Contains(unmatched, m => (string)m!["model"]! == "lab:g2" && !(bool)m["raced"]!);
            }
        }
    }

    [Fact]
    public async Task A_run_of_the_Python_tool()
    {
        Directory.CreateDirectory(Output);
        File.WriteAllText(Path.Combine(Output, RunRegistry.FileName), $"[{Schema2}]");
        (await RunAsync("recommend", "20260120_120000", "--output-dir", Output, "--json")).Expect(2);
        (await RunAsync("report", "20260120_120000", "--output-dir", Output)).Expect(0);
        await using var server = await ServeAsync();
        foreach (var view in new[] { "llm", "prod" })
        {
            var answer = JsonNode.Parse(await GetAsync(server, $"/api/v1/{view}?run=20260120_120000"))!;
            Assert.Null(answer["comparison"]);
            Assert.Empty(answer["not_ranked"]!.AsArray());
        }
        Assert.Empty(JsonNode.Parse(await GetAsync(server, "/api/v1/overview?run=20260120_120000"))!["recommendations"]!.AsArray());
    }

    private void Begin(int seed)
    {
        // Models that changed their minds are asked again.
        if (File.Exists(Journal))
            File.Delete(Journal);
        Seed = seed;
        Server.Reset();
        Script();
        WriteKnowledge();
    }

    private List<string?> Statuses() =>
        [.. LastRun().GetProperty("model_runs").EnumerateArray().Select(r => r.GetProperty("status").GetString())];

    private async Task AgreeAsync(params string[] runs)
    {
        await using var server = await ServeAsync();
        foreach (var run in runs)
            await new RunAgreement(
                run,
                args => PrintAsync(args),
                args => ReadAsync(args),
                path => GetAsync(server, path),
                Output,
                Seed % 2 == 0 ? "tier_2.avg_faithfulness" : "tier_3.avg_rougeL_f"
            ).CheckAsync();
    }

    private async Task<string> ReadAsync(params string[] args) => (await RunAsync([.. args, "--output-dir", Output])).Expect(0).Output;

    private static async Task<string> GetAsync(DashboardServer server, string path)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        return await client.GetStringAsync(new Uri(path, UriKind.Relative), Stop);
    }
}
