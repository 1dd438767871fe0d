using ModelLab.Llm.Calls;
using ModelLab.Llm.Limits;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Limits;

/// <summary>A server of one place, such as ollama on one GPU: it never refuses, and who is sent too early waits inside it.</summary>
public sealed class SerialServerTests : CallTest
{
    [Fact]
    public async Task No_call_waits_so_long_that_it_times_out()
    {
        var (gate, work, free) = (new Lock(), TimeSpan.FromMilliseconds(20), TimeSpan.Zero);
        var start = TimeProvider.System.GetTimestamp();
        Server.Model("m").Reply = _ =>
        {
            lock (gate)
            {
                var now = TimeProvider.System.GetElapsedTime(start);
                free = (free > now ? free : now) + work;
                return Scripted.Slow(free - now, Scripted.Text("да"));
            }
        };
        // Of 200 at once the last would wait for 4 s.
        var timeout = TimeSpan.FromSeconds(2);
        var circuits = new CircuitBoard(TimeSpan.FromMinutes(2), TimeProvider.System);
        var limited = new LimitedCaller(
            CallerBy(TimeProvider.System, timeout),
            circuits,
            256,
            TimeSpan.FromMinutes(2),
            TimeProvider.System,
            stop: Stop
        );

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => limited.CallAsync(Call($"{i}"), Stop)));

        Assert.All(results, r => Assert.True(r.Succeeded, r.Error));
        Assert.InRange(Server.MaxInFlight, 2, 32);
    }
}
