using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Xunit;

namespace ModelLab.Cli.Tests.Agreement;

/// <summary>
/// One run said four ways: <c>recommend --json</c>, the API, the Markdown of <c>recommend</c> and of the run, and the HTML report. Ranks,
/// pairs, picks and intervals must be the same, whatever the way.
/// </summary>
/// <param name="run">The run's id.</param>
/// <param name="print">Gives what a command prints as JSON.</param>
/// <param name="read">Gives what a command prints.</param>
/// <param name="get">Gives an answer of the dashboard.</param>
/// <param name="output">The output directory.</param>
/// <param name="other">A metric of generators beside the one that ranks them.</param>
internal sealed partial class RunAgreement(
    string run,
    Func<string[], Task<JsonNode>> print,
    Func<string[], Task<string>> read,
    Func<string, Task<string>> get,
    string output,
    string other
)
{
    /// <summary>Checks everything of a finished run.</summary>
    public async Task CheckAsync()
    {
        var said = (await print(["recommend", run])).AsArray();
        Same(said, (await ApiAsync("overview"))["recommendations"]!, "overview");
        foreach (var role in said)
        {
            var ranks = role!["models"]!.AsArray().Select(m => (int)m!["rank"]!).ToList();
            Assert.Equal(ranks.Order(), ranks);
        }
        await GeneratorsAsync(said);
        await DecidersAsync();
        await TiersAsync(said);
        await MarkdownAsync(said);
        await ReportAsync(said);
        await TerminalAsync(said);
        await StatusAsync(said);
    }

    // The sentences of the verdicts stand on the terminal and open the run's report.
    private async Task TerminalAsync(JsonArray said)
    {
        foreach (var (language, field) in new[] { ("en", "reason_en"), ("ru", "reason_ru") })
        {
            var shown = await read(["recommend", run, "--lang", language]);
            Assert.All(said, r => Assert.Contains($": {(string)r![field]!}\n", shown, StringComparison.Ordinal));
        }
        var report = await File.ReadAllTextAsync(Path.Combine(output, $"rag_benchmark_{run}.md"));
        var answer = report.Split("\n### ")[0];
        Assert.All(said, r => Assert.Contains((string)r!["reason_en"]!, answer, StringComparison.Ordinal));
    }

    // File, API, page and report say one status of one combination, and it is that of the picks.
    private async Task StatusAsync(JsonArray said)
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(output, $"rag_benchmark_{run}.json")))!;
        var combination = file["status_combination"];
        foreach (
            var (role, field) in new[]
            {
                ("generation", "generation_model"),
                ("judge", "judge_model"),
                ("production_judge", "production_judge_model"),
            }
        )
            if (
                combination is not null
                && RoleOf(said, role) is { } element
                && ((string?)element["pick"] ?? (string?)element["provisional"]) is { } named
            )
                Assert.Equal(named, (string?)combination[field]);
        foreach (var language in new[] { "en", "ru" })
        {
            var api = JsonNode.Parse(await get($"/api/v1/runs/{run}?lang={language}"))!;
            Assert.Equal((string)file["overall_status"]!, (string)api["status"]!);
            Same(combination ?? new JsonObject(), api["status_combination"] ?? new JsonObject(), "status_combination");
            var summary = (string)api["executive_summary"]!;
            if (language == "en")
                Assert.Equal((string)file["executive_summary"]!, summary);
            var page = new HtmlParser().ParseDocument(await get($"/runs/{run}?lang={language}"));
            Assert.Contains(Flat(summary), Flat(page.Body!.TextContent), StringComparison.Ordinal);
        }
        var headline = ((string)file["executive_summary"]!).Split('\n')[0]["Status: ".Length..^1];
        var report = await File.ReadAllTextAsync(Path.Combine(output, $"rag_benchmark_{run}.md"));
        Assert.Contains($"## Status of the recommended combination\n\n**{headline}**\n", report, StringComparison.Ordinal);
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private async Task GeneratorsAsync(JsonArray said)
    {
        if (RoleOf(said, "generation") is not { } preset)
            return;
        var metrics = (await ApiAsync("llm"))["metrics"]!.AsArray().Select(m => (string)m!).ToList();
        Assert.Equal((string)preset["objective"]!, (string)(await ApiAsync("llm"))["comparison"]!["objective"]!);
        string[] looked = [(string)preset["objective"]!, other, "tier_3.avg_generation_latency_ms"];
        foreach (var metric in looked.Distinct().Where(metrics.Contains))
        {
            var answer = await ApiAsync("llm", $"&metric={metric}");
            var rows = answer["models"]!["rows"]!.AsArray();
            var unranked = Names(answer["not_ranked"]!);
            if (answer["comparison"] is not { } comparison)
            {
                Assert.Equal(Names(preset["not_ranked"]!).Order(), unranked.Order());
                Assert.DoesNotContain(rows, r => !Is(r!, "is_muted") && unranked.Contains((string)r!["name"]!));
                continue;
            }
            var element = RoleOf((await print(["recommend", run, "--objective", metric])).AsArray(), "generation")!;
            Same(element, comparison, metric);
            Assert.Equal(Names(element["not_ranked"]!).Order(), unranked.Order());
            Rows(element, rows, Dropped(answer));
        }
    }

    // The rows of a plot: those ranked by value with their interval, the others set back, those that a race dropped not at all.
    private static void Rows(JsonNode element, JsonArray rows, List<string> dropped)
    {
        var models = element["models"]!.AsArray();
        var drawn = rows.Where(r => !Is(r!, "is_muted")).ToList();
        Assert.Equal(models.Select(m => (string)m!["model"]!).Order(), drawn.Select(r => (string)r!["name"]!).Order());
        Assert.Equal(models.Select(m => (double)m!["value"]!), drawn.Select(r => (double)r!["shown"]!), (x, y) => Math.Abs(x - y) < 1e-9);
        foreach (var model in models)
        {
            var points = drawn.Single(r => (string)r!["name"]! == (string)model!["model"]!)!["points"]!.AsArray();
            var point = points.FirstOrDefault(p => Is(p!, "is_mean")) ?? points.Single();
            Assert.Equal((double?)model!["interval"]?["lower"], (double?)point!["lower"]);
            Assert.Equal((double?)model["interval"]?["upper"], (double?)point["upper"]);
            Assert.Equal((long)model["n"]!, (long)point["n"]!);
        }
        var known = Names(element["baselines"]!).Concat(Names(element["not_ranked"]!)).ToList();
        Assert.All(rows.Where(r => Is(r!, "is_muted")), r => Assert.Contains((string)r!["name"]!, known));
        Assert.DoesNotContain(rows, r => dropped.Contains((string)r!["name"]!));
    }

    private async Task DecidersAsync()
    {
        var element = RoleOf(
            (await print(["recommend", run, "--wrong-show-cost", "3", "--wrong-hide-cost", "1"])).AsArray(),
            "production_judge"
        );
        if (element is null)
            return;
        var answer = await ApiAsync("prod", "&show=3&hide=1");
        Same(element, answer["comparison"]!, "prod");
        Assert.Equal(Names(element["not_ranked"]!).Order(), Names(answer["not_ranked"]!).Order());
        var rows = answer["costs"]!["rows"]!.AsArray().Where(r => !Is(r!, "is_constant")).ToList();
        var ranked = rows.Where(r => r!["rank"] is not null).ToDictionary(r => (string)r!["counts"]!["judge"]!, r => r!);
        Assert.Equal(Names(element["models"]!).Order(), ranked.Keys.Order());
        foreach (var model in element["models"]!.AsArray())
        {
            var row = ranked[(string)model!["model"]!];
            Assert.Equal((int)model["rank"]!, (int)row["rank"]!);
            Assert.Equal((double)model["value"]!, (double)row["cost"]!, 1e-9);
            Assert.Equal((double?)model["interval"]?["lower"], (double?)row["interval"]?["lower"]);
            Assert.Equal((double?)model["interval"]?["upper"], (double?)row["interval"]?["upper"]);
        }
        var dropped = Dropped(answer);
        Assert.DoesNotContain(rows, r => dropped.Contains((string)r!["counts"]!["judge"]!));
        Assert.DoesNotContain(answer["values"]!.AsArray(), v => dropped.Contains((string)v!["production_judge_model"]!));
        Assert.DoesNotContain(answer["defects"]!.AsArray(), d => dropped.Contains((string)d!["judge"]!));
    }

    // Every tier of a role names the same models without a place, and has lines of the others first.
    private async Task TiersAsync(JsonArray said)
    {
        foreach (var tier in (await ApiAsync("tiers"))["tiers"]!.AsArray())
        {
            var unranked = Names(tier!["not_ranked"]!);
            if ((string?)tier["role"] is not { } role || RoleOf(said, role) is not { } element)
                continue;
            Assert.Equal(Names(element["not_ranked"]!).Order(), unranked.Order());
            var lines = tier["lines"]!.AsArray().Select(l => (string)l!["model"]!).ToList();
            Assert.Equal(lines.OrderBy(unranked.Contains), lines);
            Assert.DoesNotContain(lines, Dropped(tier).Contains);
        }
    }

    private async Task MarkdownAsync(JsonArray said)
    {
        var text = (await read(["recommend", run, "--lang", "en", "--markdown"])).TrimEnd();
        Assert.Contains(text, await File.ReadAllTextAsync(Path.Combine(output, $"rag_benchmark_{run}.md")), StringComparison.Ordinal);
        Markdown(said, text);
    }

    /// <summary>Holds the Markdown of <c>recommend</c> against its JSON.</summary>
    public static void Markdown(JsonArray said, string text)
    {
        var sections = text.Split("\n### ").Skip(1).ToList();
        Assert.Equal(said.Count, sections.Count);
        foreach (var (element, section) in said.Zip(sections))
        {
            var heading = section.Split('\n')[0];
            Assert.EndsWith(
                (string?)element!["pick"] is { } pick ? $": `{pick}`"
                    : (string?)element["provisional"] is { } first ? $": undecided; for now {first}"
                    : ": no pick",
                heading,
                StringComparison.Ordinal
            );
            var rows = RankedRow().Matches(section).ToList();
            var models = element["models"]!.AsArray();
            Assert.Equal(
                models.Select(m => ((int)m!["rank"]!, (string)m["model"]!)),
                rows.Select(r => (int.Parse(r.Groups["rank"].Value, CultureInfo.InvariantCulture), r.Groups["model"].Value))
            );
            Assert.All(models.Zip(rows), pair => Shown(pair.First!, pair.Second.Groups["value"].Value));
            Assert.Equal(
                element["pairs"]!
                    .AsArray()
                    .Select(p => ((string)p!["first"]!, (string)p["second"]!, (string?)p["better"] ?? "not established")),
                PairRow()
                    .Matches(section)
                    .Select(r => (r.Groups["first"].Value, r.Groups["second"].Value, r.Groups["better"].Value.Trim('`')))
            );
            foreach (var left in element["not_ranked"]!.AsArray())
                Assert.Contains($"- `{left!["model"]}`: not ranked: {left["reason"]}", section, StringComparison.Ordinal);
        }
    }

    private async Task ReportAsync(JsonArray said)
    {
        var file = Path.Combine(output, "report.html");
        await read(["report", run, "--lang", "en", "--out", file]);
        var page = new HtmlParser().ParseDocument(await File.ReadAllTextAsync(file));
        var cards = page.QuerySelectorAll(".role-card").ToList();
        Assert.Equal(said.Count, cards.Count);
        foreach (var (element, card) in said.Zip(cards))
        {
            Assert.Equal(
                (string?)element!["pick"] ?? ((string?)element["provisional"] is { } first ? $"undecided; for now {first}" : "no pick"),
                card.QuerySelector(".pick-name")!.TextContent
            );
            Assert.NotNull(card.QuerySelector($".verdict-{(string)element["verdict"]!}"));
            Assert.Contains((string)element["reason_en"]!, card.TextContent, StringComparison.Ordinal);
            var rows = card.QuerySelectorAll(".chart-data tbody tr")
                .Select(r => r.QuerySelectorAll("th, td").Select(c => c.TextContent).ToArray())
                .ToList();
            JsonNode?[] models = [.. element["models"]!.AsArray(), .. element["baselines"]!.AsArray()];
            Assert.Equal(models.Select(m => (string)m!["model"]!), rows.Select(r => r[0]));
            Assert.All(models.Zip(rows), pair => Shown(pair.First!, string.Join(' ', pair.Second[1..^1])));
            Assert.All(
                Names(element["not_ranked"]!),
                name => Assert.Contains(card.QuerySelectorAll("dl li strong").Select(s => s.TextContent), n => n == name)
            );
        }
        var deciders = RoleOf(said, "production_judge");
        var dropped = deciders is null ? [] : Dropped(await ApiAsync("prod"));
        Assert.DoesNotContain(page.QuerySelectorAll("#costs th[scope=row]").Select(h => h.TextContent), dropped.Contains);
        Assert.DoesNotContain(
            page.QuerySelectorAll("#models .chart-data th[scope=row], #pairs th, #tiers th").Select(h => h.TextContent),
            (said.Count == 0 || RoleOf(said, "generation") is null ? [] : Dropped(await ApiAsync("llm"))).Contains
        );
    }

    // The numbers of a text, with as many digits as it has, are the value and its interval.
    private static void Shown(JsonNode model, string text)
    {
        var numbers = Number().Matches(text).Select(m => m.Value).ToList();
        double?[] expected = [(double?)model["value"], (double?)model["interval"]?["lower"], (double?)model["interval"]?["upper"]];
        Assert.Equal(expected.OfType<double>().Count(), numbers.Count);
        foreach (var (number, written) in expected.OfType<double>().Zip(numbers))
        {
            var digits = written.Length - 1 - written.IndexOf('.', StringComparison.Ordinal);
            Assert.Equal(number, double.Parse(written, CultureInfo.InvariantCulture), 0.5 * Math.Pow(10, -digits) + 1e-9);
        }
    }

    private async Task<JsonNode> ApiAsync(string view, string more = "") => JsonNode.Parse(await get($"/api/v1/{view}?run={run}{more}"))!;

    private static void Same(JsonNode expected, JsonNode actual, string place) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{place}:\n{expected.ToJsonString()}\nand\n{actual.ToJsonString()}");

    private static JsonNode? RoleOf(JsonArray roles, string role) => roles.FirstOrDefault(r => (string)r!["role"]! == role);

    private static List<string> Names(JsonNode models) => [.. models.AsArray().Select(m => (string)m!["model"]!)];

    private static List<string> Dropped(JsonNode answer) =>
        [.. answer["not_ranked"]!.AsArray().Where(m => Is(m!, "is_dropped")).Select(m => (string)m!["model"]!)];

    private static bool Is(JsonNode node, string field) => (bool?)node[field] == true;

    [GeneratedRegex(@"^\| (?<rank>\d+) \| `(?<model>[^`]+)` \| (?<value>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex RankedRow();

    [GeneratedRegex(@"^\| `(?<first>[^`]+)` − `(?<second>[^`]+)` \|.*\| (?<better>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex PairRow();

    [GeneratedRegex(@"-?\d+\.\d+")]
    private static partial Regex Number();
}
