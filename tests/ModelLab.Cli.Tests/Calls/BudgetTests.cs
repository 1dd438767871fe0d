using System.Text.Json;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

public sealed class BudgetTests : SweepLab
{
    // Ten input and ten output tokens a call, a millionth of a dollar each: 20 millionths a call.
    private const decimal PerCall = 0.00002m;

    [Fact]
    public async Task A_budget_stops_the_run_below_its_cap_and_the_same_command_goes_on()
    {
        var pricing = Price("lab:g1", "lab:g2", "lab:j1", "lab:j2");
        string[] command =
        [
            .. Sweep(20),
            "--max-concurrency",
            "4",
            "--generation-max-tokens",
            "10",
            "--judge-max-tokens",
            "10",
            "--pricing",
            pricing,
            "--budget",
            "0.003",
        ];

        var legs = 0;
        for (var code = 4; code == 4; legs++)
        {
            var before = Server.RequestCount;
            var ended = await RunAsync(command);
            code = ended.Code;
            Assert.InRange((Server.RequestCount - before) * PerCall, 0, 0.003m);
            if (code == 4)
                Assert.Matches(
                    @"^error: budget reached after 0\.00\d+: everything finished so far is in .*\.db; the same command goes on from there, with a budget of its own\n$",
                    ended.Error
                );
            else
                ended.Expect(0);
        }

        Assert.InRange(legs, 2, 20);
        Assert.Equal((120, 0), (Server.RequestCount, Server.Duplicates));
        Assert.Single(DetailFiles());
        Assert.Equal(120, Observations().Count);
        // 20 answers cost a generator's usage 20 times 20 millionths.
        Assert.Equal(
            0.0004m,
            LastRun()
                .GetProperty("usage")
                .EnumerateArray()
                .First(u => u.GetProperty("model").GetString() == "lab:g1")
                .GetProperty("cost")
                .GetDecimal()
        );
    }

    [Fact]
    public async Task Without_money_for_one_call_nothing_is_sent()
    {
        var pricing = Price("lab:g1", "lab:j1");
        string[] command =
        [
            .. Sweep(2, "lab:g1", "lab:j1").Where(a => a != "--skip-checks"),
            "--pricing",
            pricing,
            "--budget",
            "0.0000001",
        ];

        Assert.Equal(
            "error: budget reached after 0, before the run began: nothing was written; give a larger --budget\n",
            (await RunAsync(command)).Expect(4).Error
        );
        Assert.Empty(DetailFiles());
        (await RunAsync([.. command, "--skip-checks"])).Expect(4);
        Assert.Equal(0, Server.RequestCount);
    }

    [Fact]
    public async Task A_budget_needs_every_price()
    {
        Elsewhere("lab");
        var ended = await RunAsync([.. Sweep(2), "--pricing", Price("lab:g1", "lab:j1"), "--budget", "5"]);

        Assert.StartsWith(
            "error: --budget: the price of lab:g2, lab:j2 is unknown: add it to benchmarks/pricing.json",
            ended.Expect(2).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, Server.RequestCount);
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public async Task An_unknown_price_stays_unknown()
    {
        Elsewhere("lab");
        (await RunAsync([.. Sweep(2), "--pricing", Price("lab:g1")])).Expect(0);

        var usage = LastRun()
            .GetProperty("usage")
            .EnumerateArray()
            .ToDictionary(u => u.GetProperty("model").GetString()!, u => u.GetProperty("cost"));
        Assert.Equal(2 * PerCall, usage["lab:g1"].GetDecimal());
        Assert.Equal(JsonValueKind.Null, usage["lab:g2"].ValueKind);
    }

    private string Price(params string[] models)
    {
        foreach (var model in new[] { "g1", "g2", "j1", "j2" })
            Server.Model(model).Usage = new ReportedUsage(10, 10);
        return Write(
            "pricing.json",
            JsonSerializer.Serialize(
                new
                {
                    prices = models.Select(model => new
                    {
                        model,
                        input_per_million = 1,
                        output_per_million = 1,
                        currency = "USD",
                        as_of = "2026-11-01",
                        source = "https://lab.example/prices",
                    }),
                }
            )
        );
    }
}
