using System.Text.Json.Nodes;
using ModelLab.Cli.Tests.Calls;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Agreement;

/// <summary>Files that an earlier version wrote open as they did there. How they were made stands beside them.</summary>
[OneCulture]
public sealed class EarlierFilesTests : SweepLab
{
    private const string Full = "20261130_171912",
        Raced = "20261130_171916",
        Stopped = "20261130_171918",
        Python = "20260120_120000";

    private static readonly string[] FullCommand =
    [
        "run",
        .. (
            "--tier 2,3,judge,judge_pipeline --limit 10 --dataset gold.json --judge-pipeline-dataset labelled.json --knowledge-base knowledge_base.jsonl "
            + "--pricing pricing.json --generation-models lab:m1,lab:m2 --judge-models lab:j1,builtin:overlap --production-judge-models lab:p1,builtin:support "
            + "--output-dir out --lang en --skip-checks"
        ).Split(' '),
    ];

    private static readonly string[] StoppedCommand =
    [
        "run",
        .. (
            "--tier 2 --rubrics answer_correctness --limit 12 --dataset gold.json --pricing pricing.json --budget 1 --generation-max-tokens 40 "
            + "--judge-max-tokens 60 --generation-models lab:m1,lab:m2 --judge-models lab:j1 --max-concurrency 1 --output-dir out --lang en --skip-checks"
        ).Split(' '),
    ];

    [Fact]
    public async Task They_are_read_by_every_command_and_every_page()
    {
        Unpack();
        var full = await RecommendAsync(Full);
        Assert.Equal(["generation", "judge", "production_judge"], full.Select(r => (string)r!["role"]!));
        Assert.Equal(["lab:m1", "lab:m2"], full[0]!["models"]!.AsArray().Select(m => (string)m!["model"]!).Order());
        var raced = await RecommendAsync(Raced);
        Assert.Equal(("builtin:extractive", "won_race"), ((string)raced[0]!["pick"]!, (string)raced[0]!["pick_reason"]!));
        Assert.Equal(["builtin:echo", "builtin:refuse"], raced[0]!["not_ranked"]!.AsArray().Select(m => (string)m!["model"]!).Order());
        // The numbers are those of the file.
        foreach (var run in new[] { Full, Raced })
        {
            var written = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Output, $"rag_benchmark_{run}.json"), Stop))!;
            var read = run == Full ? full : raced;
            foreach (var (then, now) in written["recommendation"]!.AsArray().Zip(read))
                Assert.Equal(
                    then!["models"]!.AsArray().Select(m => ((string)m!["model"]!, (double)m["value"]!, (double?)m["interval"]?["lower"])),
                    now!["models"]!.AsArray().Select(m => ((string)m!["model"]!, (double)m["value"]!, (double?)m["interval"]?["lower"]))
                );
        }
        Assert.Contains(
            "schema 2.0",
            (await RunAsync("recommend", Python, "--output-dir", Output)).Expect(2).Error,
            StringComparison.Ordinal
        );
        foreach (var run in new[] { Full, Raced, Python })
            (await RunAsync("report", run, "--output-dir", Output)).Expect(0);
        Assert.Contains(
            "not comparable",
            (await RunAsync("compare", Full, Raced, "--output-dir", Output)).Expect(2).Error,
            StringComparison.Ordinal
        );

        await using var server = await DashboardServer.StartAsync(
            new DashboardOptions
            {
                OutputDirectory = Output,
                Port = 0,
                Language = Language.English,
            },
            TimeProvider.System,
            Stop
        );
        using var client = new HttpClient { BaseAddress = server.Address };
        foreach (var entry in SiteMap.All)
        {
            await client.GetStringAsync(new Uri(entry.Path, UriKind.Relative), Stop);
            foreach (var run in new[] { Full, Raced, Stopped, Python })
            {
                using var page = await client.GetAsync(new Uri($"{entry.Path}?run={run}", UriKind.Relative), Stop);
                Assert.True((int)page.StatusCode is 200 or 404, $"{entry.Path} of {run}: {page.StatusCode}"); // 404: it has none of this
            }
        }
        foreach (var run in new[] { Full, Raced, Stopped, Python })
            await client.GetStringAsync(new Uri($"/runs/{run}", UriKind.Relative), Stop);
        foreach (
            var (path, run) in new[]
            {
                ("/llm", Full),
                ("/prod", Full),
                ("/judges", Full),
                ("/tiers", Full),
                ("/llm", Raced),
                ("/live", Stopped),
                ("/llm", Python),
            }
        )
            Assert.DoesNotContain(
                "class=\"card empty\"><h2>There is no such",
                await client.GetStringAsync(new Uri($"{path}?run={run}", UriKind.Relative), Stop),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public async Task Prompts_of_today_begin_a_run_of_their_own_in_the_journal_of_before()
    {
        Unpack();
        foreach (var model in new[] { "m1", "m2", "j1", "p1" })
            Server.Model(model).Reply = SensibleModel.Reply;
        // Where models are is a part of what makes two calls the same: a name that the server stands for as a proxy, on whatever port.
        Variables["PROVIDER_LAB_BASE_URL"] = "http://models.example/lab/v1";
        Variables["PROVIDER_LAB_API_KEY"] = "not-a-key";
        Variables["http_proxy"] = Server.Root.ToString();

        // The fences of prompts changed with issue 15, so that calls of before are other calls.
        using (var again = Start([.. FullCommand, "--new"]))
            (await EndAsync(again)).Expect(0);
        var asked = Server.RequestCount;
        Assert.NotEqual(0, asked);
        using (var repeated = Start([.. FullCommand, "--new"]))
            (await EndAsync(repeated)).Expect(0);
        Assert.Equal(asked, Server.RequestCount);

        var before = DetailFiles().Count;
        using (var further = Start(StoppedCommand))
            (await EndAsync(further)).Expect(0);
        Assert.Equal(before + 1, DetailFiles().Count);
        Assert.NotEqual(Stopped, LastRun().GetProperty("id").GetString());
        var compared = (await RunAsync("compare", Full, Stopped, "--force", "--output-dir", Output, "--json")).Expect(0).Output;
        Assert.NotEmpty(JsonNode.Parse(compared)!["runs"]![0]!["metrics"]!.AsArray());
    }

    private async Task<JsonArray> RecommendAsync(string run) =>
        JsonNode.Parse((await RunAsync("recommend", run, "--output-dir", Output, "--json")).Expect(0).Output)!.AsArray();

    private void Unpack()
    {
        var files = Path.Combine(Repository.Root, "tests", "ModelLab.Cli.Tests", "Files", "before-issue-14");
        Directory.CreateDirectory(Output);
        foreach (var file in Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(Folder, Path.GetRelativePath(files, file)));
    }
}
