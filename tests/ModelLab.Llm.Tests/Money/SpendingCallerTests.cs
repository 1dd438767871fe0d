using System.Text;
using CsCheck;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Money;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Money;

public sealed class SpendingCallerTests : CallTest
{
    // One unit of money a token.
    private static readonly PriceList Prices = PriceList.Parse(
        Encoding.UTF8.GetBytes(
            """{"prices": [{"model": "lab:m", "input_per_million": 1000000, "output_per_million": 1000000, "currency": "USD", "as_of": "2026-11-01", "source": "https://lab.example"}]}"""
        ),
        "p"
    );

    // The text "?" is one byte, and 32 are allowed for the chat's template: with 10 output tokens, 43.
    private ModelCall Ten => Call() with { Sampling = new Sampling(null, 10) };

    private const decimal Worst = 43;

    [Fact]
    public async Task Calls_are_paid_for_by_the_tokens_that_came_and_stop_at_the_cap()
    {
        var ledger = new SpendLedger(Worst + 8);
        var stops = 0;
        var caller = new SpendingCaller(Caller, ledger, Prices, () => stops++);
        Server.Model("m").Usage = new ReportedUsage(5, 4);

        Assert.Equal(Worst, SpendingCaller.WorstCase(Prices.For("lab:m")!, Ten));
        Assert.True((await caller.CallAsync(Ten, Stop)).Succeeded);
        Assert.Equal((9m, 0), (ledger.Spent, stops));
        // 9 + 43 is more than 51.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller.CallAsync(Ten, Stop));
        Assert.Equal((9m, 1, 1), (ledger.Spent, stops, Server.RequestCount));
    }

    [Fact]
    public async Task Money_for_an_answer_that_was_lost_stays_spent()
    {
        foreach (var reply in new ScriptedReply[] { Scripted.Cut(), Scripted.MalformedJson() })
        {
            var ledger = new SpendLedger(1000);
            Server.Model("m").Reply = _ => reply;
            await new SpendingCaller(Caller, ledger, Prices, Fail).CallAsync(Ten, Stop);
            Assert.Equal(Worst, ledger.Spent);
        }
    }

    [Fact]
    public async Task Errors_and_refused_connections_cost_nothing()
    {
        var ledger = new SpendLedger(1000);
        var caller = new SpendingCaller(Caller, ledger, Prices, Fail);
        foreach (var status in new[] { 400, 401, 404, 429, 500 })
        {
            Server.Model("m").Reply = _ => Scripted.Status(status, "No.");
            await caller.CallAsync(Ten, Stop);
        }
        var call = Ten;
        await Server.DisposeAsync();
        Assert.Equal(CallErrorClass.Connection, (await caller.CallAsync(call, Stop)).ErrorClass);

        Assert.Equal((0m, false), (ledger.Spent, ledger.HasUnknown));
    }

    [Fact]
    public async Task A_call_that_is_dropped_under_way_stays_spent()
    {
        var ledger = new SpendLedger(1000);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Server.Model("m").Reply = _ =>
        {
            cancel.Cancel();
            return Scripted.Hang();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new SpendingCaller(Caller, ledger, Prices, Fail).CallAsync(Ten, cancel.Token)
        );
        Assert.Equal(Worst, ledger.Spent);
    }

    [Fact]
    public async Task A_call_that_waits_for_money_is_not_sent_after_a_stop()
    {
        var ledger = new SpendLedger(Worst);
        using var stop = new CancellationTokenSource();
        Assert.True(await ledger.TryReserveAsync(Worst, Stop));
        var waiting = new SpendingCaller(Caller, ledger, Prices, Fail, stop.Token).CallAsync(Ten, Stop);

        await stop.CancelAsync();
        ledger.Settle(Worst, 0);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal((0m, 0), (ledger.Spent, Server.RequestCount));
        Assert.True(await ledger.TryReserveAsync(Worst, Stop));
    }

    [Fact]
    public async Task A_model_without_a_price_leaves_the_spend_unknown()
    {
        var ledger = new SpendLedger(null);
        await new SpendingCaller(Caller, ledger, PriceList.Empty, Fail).CallAsync(Ten, Stop);
        Assert.Equal((0m, true), (ledger.Spent, ledger.HasUnknown));
    }

    [Fact]
    public void The_worst_case_is_never_below_the_count_of_a_real_vocabulary()
    {
        var counter = new TokenCounter();
        var schema = ReplySchemas.Score(JudgeEvalMode.Direct);
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["абвгдеж зийклмн ABC 123 ?!\n"], 0, 200])
            .Sample(text =>
            {
                var call = Ten with { Messages = [new(PromptRole.System, text), new(PromptRole.User, text)], Schema = schema };
                return SpendingCaller.WorstCase(Prices.For("lab:m")!, call) >= counter.Input(call) + 10;
            });
    }

    private static void Fail() => Assert.Fail("the cap was not reached");
}
