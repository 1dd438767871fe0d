using System.Collections.Concurrent;
using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

[OneCulture]
public sealed class KillTests : SweepLab
{
    private const int Kills = 20;
    private const int Places = 4;
    private static readonly TimeSpan Service = TimeSpan.FromMilliseconds(40);

    // What a kill may cost: the calls under way, one a place, and those that ended within 100 ms before it. A place ends a call every
    // 40 ms at most, so within 100 ms no more than three.
    private const int LossOfAKill = Places * (1 + 3);

    [Fact]
    public async Task Killed_at_twenty_moments_a_sweep_ends_as_if_it_had_never_been()
    {
        var random = new Random(20261124);
        var (leg, calls, killAt) = (0, 0, int.MaxValue);
        var legsOf = new ConcurrentDictionary<UInt128, ConcurrentBag<int>>();
        var dying = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var model in new[] { "g1", "g2", "j1", "j2" })
        {
            var reply = Server.Model(model).Reply;
            Server.Model(model).Latency = Service;
            Server.Model(model).Reply = r =>
            {
                legsOf.GetOrAdd(r.BodyHash, _ => []).Add(Volatile.Read(ref leg));
                if (Interlocked.Increment(ref calls) == Volatile.Read(ref killAt))
                    Volatile.Read(ref dying).TrySetResult();
                return reply(r);
            };
        }
        string[] command = [.. Sweep(100), "--max-concurrency", "4"];
        for (; leg < Kills; leg++)
        {
            Volatile.Write(ref dying, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            Volatile.Write(ref killAt, Volatile.Read(ref calls) + random.Next(1, 50)); // 25 on average: 20 of them stay below 600
            using var process = Start(command);
            var end = EndAsync(process);
            await Task.WhenAny(dying.Task, end);
            Assert.False(end.IsCompleted, end.IsCompleted ? $"ended before kill {leg}: {(await end).Error}" : "");
            Assert.Equal(RunState.Running, Assert.Single(new RunLibrary(Output).Runs()).State);
            process.Kill();
            Assert.NotEqual(0, (await end).Code);
            Assert.Equal(RunState.Stopped, Assert.Single(new RunLibrary(Output).Runs()).State); // its file still says that it goes on
        }
        using (var last = Start(command))
            (await EndAsync(last)).Expect(0);

        var broken = Observations().Select(Timeless).ToList();
        Assert.Single(DetailFiles());
        Assert.Equal(600, broken.Count);
        Assert.Equal(600, legsOf.Count);
        Assert.All(broken, o => Assert.Equal(Outcome.Scored, o.Outcome));
        Assert.All(broken.Where(o => o.JudgeModel is not null), o => Assert.Equal(ScoreOf(o.GenerationModel!, o.ItemId), o.Value));
        for (var killed = 0; killed < Kills; killed++)
            Assert.InRange(legsOf.Values.Count(legs => legs.Contains(killed) && legs.Any(l => l > killed)), 0, LossOfAKill);
        Assert.All(legsOf.Values, legs => Assert.Equal(legs.Count, legs.Distinct().Count())); // never twice within one life

        Directory.Delete(Output, recursive: true);
        using (var unbroken = Start([.. Sweep(100), "--max-concurrency", "16"]))
            (await EndAsync(unbroken)).Expect(0);
        Assert.Equal(Observations().Select(Timeless), broken);
        Assert.Single(System.Text.Json.JsonElement.Parse(File.ReadAllBytes(Path.Combine(Output, "benchmark_runs.json"))).EnumerateArray());
    }
}
