using System.Text.Json;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Scoring;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

public sealed class DryRunTests : SweepLab
{
    [Fact]
    public async Task A_dry_run_sends_nothing_writes_nothing_and_counts_what_the_run_then_calls()
    {
        Dictionary<string, (int Calls, int Missing)> Lines(JsonElement forecast) =>
            forecast
                .GetProperty("lines")
                .EnumerateArray()
                .ToDictionary(
                    l => l.GetProperty("model").GetString()!,
                    l => (l.GetProperty("calls").GetInt32(), l.GetProperty("missing").GetInt32())
                );

        var cold = await ForecastAsync(Sweep(6));
        Assert.Equal(0, Server.RequestCount);
        Assert.False(Directory.Exists(Output));
        Assert.Equal((6, 6), Lines(cold)["lab:g1"]);
        Assert.Equal((12, 12), Lines(cold)["lab:j2"]);
        // One of the 2·2 combinations alone: 6 answers and 6 scores.
        Assert.Equal(4 * 12, cold.GetProperty("naive_calls").GetInt32());

        (await RunAsync([.. Sweep(6), "--limit", "2"])).Expect(0);
        foreach (
            var command in new string[][]
            {
                Sweep(6),
                Sweep(6, judges: "lab:j1,lab:j2,lab:j3"),
                Sweep(6),
                [.. Sweep(6), "--consistency-runs", "3"],
                [.. Sweep(6), "--refresh", "judge"],
            }
        )
        {
            Server.Reset();
            var lines = Lines(await ForecastAsync(command));
            Assert.Equal(0, Server.RequestCount);
            (await RunAsync(command)).Expect(0);
            Assert.All(lines, line => Assert.Equal(line.Value.Missing, Server.CountFor(line.Key["lab:".Length..])));
            Assert.Equal(lines.Values.Sum(l => l.Missing), Server.RequestCount);
        }
    }

    [Fact]
    public async Task Equal_calls_are_forecast_once_as_they_are_made_once()
    {
        // Several baselines give the same answer to a one-sentence context, and a judge is asked about it once.
        var command = Sweep(5, string.Join(',', Llm.Baselines.BuiltInModels.Generators.Select(g => "builtin:" + g)), "lab:j1");
        Server.Model("j1").Reply = _ => Testing.Scripted.Score(3);

        var missing = (await ForecastAsync(command)).GetProperty("lines").EnumerateArray().Single().GetProperty("missing").GetInt32();
        (await RunAsync(command)).Expect(0);

        Assert.Equal((missing, 0), (Server.RequestCount, Server.Duplicates));
    }

    [Fact]
    public async Task The_screen_says_calls_tokens_cost_and_what_is_unknown()
    {
        Elsewhere("lab");
        var text = (await RunAsync([.. Sweep(3), "--dry-run"])).Expect(0).Output;

        Assert.Contains("Generation models: lab:g1\n  unique calls: 3, in the journal: 0, to be made: 3\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "output tokens at most: 600\n  cost: unknown; time at full concurrency and told rates: unknown\n",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "altogether: 18 calls, to be made: 18; the naive grid of whole runs would make: 24\n",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task It_says_the_smallest_difference_that_the_questions_can_establish_assumed_at_first_and_then_as_the_earlier_run_tells()
    {
        // g1 is scored 4 everywhere, the others 2, 3, 4 by turns.
        static double Score(int question) => 2 + question % 3;
        foreach (var judge in new[] { "j1", "j2" })
        {
            Server.Model(judge).Reply = r =>
                Testing.Scripted.Score(
                    r.Messages.Any(m => m.Text.Contains("Ответ модели g1", StringComparison.Ordinal))
                        ? 4
                        : Score(int.Parse(QuestionOf(r).AsSpan(1), System.Globalization.CultureInfo.InvariantCulture))
                );
        }
        // (1.959964 + 0.841621) · 1 / √25 = 0.560317; two generators are one pair.
        var text = (await RunAsync([.. Sweep(25), "--dry-run"])).Expect(0).Output;
        Assert.Contains(
            "the smallest difference that these questions can establish (80 % power, α = 0.05):\n  Generation models (tier_2.avg_faithfulness): 0.56, over all pairs (1): 0.56; questions: 25, source pages: 25\n",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "    SD of paired differences from page to page: 1.00 (assumed: no earlier run compared models on 20 pages of this data set)\n",
            text,
            StringComparison.Ordinal
        );

        (await RunAsync(Sweep(25))).Expect(0);
        // Each question is its own page, so the variance is that of 25 differences.
        double[] differences = [.. Enumerable.Range(0, 25).Select(i => 4 - Score(i))];
        var mean = differences.Average();
        var deviation = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / 24);
        var power = Assert.Single(
            (await ForecastAsync([.. Sweep(25, "lab:g1,lab:g2,lab:g3"), "--limit", "16"])).GetProperty("power").EnumerateArray()
        );
        Assert.Equal(RunId(), power.GetProperty("from_run").GetString());
        Assert.Equal(deviation, power.GetProperty("standard_deviation").GetDouble(), 1e-9);
        Assert.Equal(2.801585 * deviation / 4, power.GetProperty("difference").GetDouble(), 1e-5);
        // Three pairs: z(1 − 0.05/6) + z(0.8) = 3.235601.
        Assert.Equal(3.235601 * deviation / 4, power.GetProperty("family_difference").GetDouble(), 1e-5);
        Assert.Equal(
            (16, 16, 3, false),
            (
                power.GetProperty("questions").GetInt32(),
                power.GetProperty("pages").GetInt32(),
                power.GetProperty("pairs").GetInt32(),
                power.GetProperty("is_reliable").GetBoolean()
            )
        );

        var russian = (
            await RunAsync([
                .. Sweep(25, "lab:g1,lab:g2,lab:g3").TakeWhile(a => a != "--lang"),
                "--lang",
                "ru",
                "--limit",
                "16",
                "--dry-run",
            ])
        )
            .Expect(0)
            .Output;
        Assert.Contains(
            $"  Модели генерации (tier_2.avg_faithfulness): {Russian(2.801585 * deviation / 4)}*, по всем парам (3): {Russian(3.235601 * deviation / 4)}*; вопросов: 16, страниц-источников: 16\n",
            russian,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"(как в запуске {RunId()})\n  * меньше 20 страниц-источников: формула обещает слишком много\n",
            russian,
            StringComparison.Ordinal
        );

        static string Russian(double value) => value.ToString("0.00", System.Globalization.CultureInfo.GetCultureInfo("ru-RU"));
        string RunId() => Assert.Single(new RunLibrary(Output).Runs()).Id;
    }

    private async Task<JsonElement> ForecastAsync(string[] command) =>
        JsonElement.Parse(System.Text.Encoding.UTF8.GetBytes((await RunAsync([.. command, "--dry-run", "--json"])).Expect(0).Output));
}
