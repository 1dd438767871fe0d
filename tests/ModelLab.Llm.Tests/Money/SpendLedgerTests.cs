using CsCheck;
using ModelLab.Llm.Money;
using Xunit;

namespace ModelLab.Llm.Tests.Money;

public sealed class SpendLedgerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_calls_interleave_the_cap_is_never_passed_and_none_waits_for_ever()
    {
        var calls = Gen.Select(Gen.Int[0, 50], Gen.Int[0, 100])
            .Select(c => (Worst: (decimal)c.Item1, Spent: Math.Floor(c.Item1 * c.Item2 / 100m)));
        await Gen.Select(Gen.Int[0, 200], calls.Array[0, 40])
            .SampleAsync(
                async (cap, all) =>
                {
                    var ledger = new SpendLedger(cap);
                    var paid = 0m;
                    await Task.WhenAll(
                        all.Select(call =>
                            Task.Run(async () =>
                            {
                                if (!await ledger.TryReserveAsync(call.Worst, Stop))
                                    return;
                                await Task.Yield();
                                Assert.True(ledger.Spent <= cap);
                                ledger.Settle(call.Worst, call.Spent);
                                lock (ledger)
                                    paid += call.Spent;
                            })
                        )
                    );
                    return ledger.Spent == paid && paid <= cap;
                },
                iter: 300
            );
    }

    [Fact]
    public async Task What_does_not_fit_beside_others_waits_until_they_are_settled()
    {
        var ledger = new SpendLedger(10);
        Assert.True(await ledger.TryReserveAsync(6, Stop));
        var second = ledger.TryReserveAsync(6, Stop);
        Assert.False(second.IsCompleted);

        ledger.Settle(6, 4); // 4 + 6 = 10: just fits
        Assert.True(await second);
        ledger.Settle(6, 6);
        Assert.Equal(10, ledger.Spent);
        Assert.False(await ledger.TryReserveAsync(0.01m, Stop));
        Assert.True(await ledger.TryReserveAsync(0, Stop));
    }

    [Fact]
    public async Task What_cannot_fit_any_more_is_refused_without_waiting()
    {
        var ledger = new SpendLedger(10);
        Assert.False(await ledger.TryReserveAsync(11, Stop));
        Assert.True(await ledger.TryReserveAsync(5, Stop));
        ledger.Settle(5, 5);
        Assert.True(await ledger.TryReserveAsync(1, Stop)); // under way
        Assert.False(await ledger.TryReserveAsync(6, Stop));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_sets_nothing_aside()
    {
        var ledger = new SpendLedger(10);
        using var cancel = new CancellationTokenSource();
        Assert.True(await ledger.TryReserveAsync(10, Stop));
        var waiting = ledger.TryReserveAsync(10, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        ledger.Settle(10, 0);
        Assert.True(await ledger.TryReserveAsync(10, Stop));
    }

    [Fact]
    public async Task Without_a_cap_everything_fits_and_unknown_costs_are_remembered()
    {
        var ledger = new SpendLedger(null);
        Assert.True(await ledger.TryReserveAsync(decimal.MaxValue / 2, Stop));
        ledger.Settle(decimal.MaxValue / 2, 3);
        Assert.Equal((3m, false), (ledger.Spent, ledger.HasUnknown));
        ledger.Settle(0, null);
        Assert.Equal((3m, true), (ledger.Spent, ledger.HasUnknown));
    }
}
