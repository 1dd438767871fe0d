using System.Text.Json;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>A run's status from end to end: files, report, terminal.</summary>
public sealed class StatusTests : CliTest
{
    private static readonly string[] Models = ["--generation-models", "campus:g", "--judge-models", "campus:j", "--tier", "2"];

    [Fact]
    public async Task A_run_is_judged_by_its_baselines_and_a_file_can_change_them()
    {
        Provide("campus");
        Server.Model("j").Reply = _ => Scripted.Score(4);
        // 24 questions, all scored 4: with 97.5 % fewer than 1 − 0.025^(1/24) = 0.1425 of all are otherwise, so the mean is within 4 − 3·0.1425 = 3.57
        // and 4 + 0.1425 = 4.14: faithfulness under 4.5 and relevance and correctness under 4.2 without a doubt.
        var run = await JudgedAsync("--lang", "en");
        Assert.Equal("critical", run.GetProperty("overall_status").GetString());
        Assert.StartsWith(
            "Status: critical (baselines: missed 3, met 0, inconclusive 0).\nCombination: generation model campus:g, benchmark judge campus:j.\nmissed: Faithfulness (tier_2.avg_faithfulness) 4.00 [3.57, 4.14] (n=24), baseline 4.50\n",
            run.GetProperty("executive_summary").GetString(),
            StringComparison.Ordinal
        );
        Assert.Contains("status: critical (baselines: missed 3, met 0, inconclusive 0)\n", Screen.Output, StringComparison.Ordinal);
        Assert.Contains("**critical (baselines: missed 3, met 0, inconclusive 0)**", await ReportAsync(), StringComparison.Ordinal);

        var baselines = Write("ours.json", """{"tier_2.avg_faithfulness": 3.5, "tier_2.avg_answer_relevance": null}""");
        run = await JudgedAsync("--lang", "ru", "--new", "--baselines", baselines);
        Assert.Equal("attention", run.GetProperty("overall_status").GetString());
        Assert.StartsWith(
            "Статус: требует внимания (ориентиры: не достигнуто 1, достигнуто 1, не решено 0).\n",
            run.GetProperty("executive_summary").GetString(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "статус: требует внимания (ориентиры: не достигнуто 1, достигнуто 1, не решено 0)\n",
            Screen.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "| Верность контексту `tier_2.avg_faithfulness` | 4,00 [3,57; 4,14] (n=24) | 3,50 | достигнут |",
            await ReportAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_element_on_standard_output_is_that_of_the_registry()
    {
        Provide("campus");
        var run = await JudgedAsync("--lang", "ru", "--json");
        Assert.Equal(
            run.GetProperty("executive_summary").GetString(),
            JsonElement.Parse(RawOut.ToString()).GetProperty("executive_summary").GetString()
        );
    }

    private async Task<JsonElement> JudgedAsync(params string[] args)
    {
        var code = await RunAsync(["run", "--output-dir", Output, "--dataset", Gold(24, 0), .. Models, "--skip-checks", .. args]);
        Assert.True(code == 0, $"exit {code}: {Error}");
        return LastRun();
    }

    private Task<string> ReportAsync() =>
        File.ReadAllTextAsync(Directory.EnumerateFiles(Output, "*.md").Order(StringComparer.Ordinal).Last(), Stop);
}
