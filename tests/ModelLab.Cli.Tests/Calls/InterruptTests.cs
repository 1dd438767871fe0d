using System.Diagnostics;
using ModelLab.Cli.Hosting;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

[OneCulture]
public sealed class InterruptTests : SweepLab
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task The_first_signal_lets_calls_under_way_finish_and_begins_none(string signal)
    {
        var (arrived, release) = (new CountdownEvent(2), new TaskCompletionSource());
        Server.Model("g1").Reply = r =>
        {
            // The first two wait for the test: the threads of the server's pool are there for it.
            if (r.CallNumber <= 2)
            {
                arrived.Signal();
                release.Task.Wait(Stop);
            }
            return Scripted.Text("Ответ модели g1 на вопрос " + QuestionOf(r) + ".");
        };
        string[] command = [.. Sweep(20, "lab:g1", "lab:j1"), "--max-concurrency", "2"];
        using (var process = Start(command))
        {
            await Task.Run(() => arrived.Wait(Stop), Stop);
            Signal(process, signal);
            Assert.Equal(
                "stopping: calls under way may finish (10 s at most); press Ctrl-C again to drop them",
                await process.StandardError.ReadLineAsync(Stop)
            );
            release.SetResult();
            var ended = (await EndAsync(process)).Expect(130);
            Assert.Matches(
                @"^error: interrupted: everything finished so far is in .*\.db; the same command goes on from there\n$",
                ended.Error
            );
        }
        Assert.Equal(2, Server.RequestCount);
        Assert.Equal(2, Observations().Count);
        Assert.Equal("interrupted", State());

        using (var again = Start(command))
            (await EndAsync(again)).Expect(0);
        Assert.Equal((40, 0), (Server.RequestCount, Server.Duplicates));
        Assert.Equal("finished", State());
        Assert.Single(DetailFiles());
    }

    [Fact]
    public async Task The_second_signal_drops_what_is_under_way_and_the_rest_is_kept()
    {
        var arrived = new TaskCompletionSource();
        var reply = Server.Model("g1").Reply;
        Server.Model("g1").Reply = r =>
        {
            if (r.CallNumber != 6)
                return reply(r);
            arrived.TrySetResult();
            return Scripted.Hang();
        };
        string[] command = [.. Sweep(20, "lab:g1", "lab:j1"), "--max-concurrency", "1"];
        using (var process = Start(command))
        {
            await arrived.Task.WaitAsync(Stop);
            Signal(process, "INT");
            Assert.StartsWith("stopping: ", await process.StandardError.ReadLineAsync(Stop), StringComparison.Ordinal);
            Signal(process, "INT");
            (await EndAsync(process)).Expect(130);
        }
        var (before, kept) = (Server.RequestCount, Observations().Count);
        Assert.Equal("interrupted", State());
        Assert.True(kept >= before - 2, $"{kept} of {before}");

        using (var again = Start(command))
            (await EndAsync(again)).Expect(0);
        Assert.Equal(40, Observations().Count);
        Assert.All(Observations(), o => Assert.Equal(Outcome.Scored, o.Outcome));
        Assert.Equal((1, 41), (Server.Duplicates, Server.RequestCount)); // the call that was dropped
    }

    private string State()
    {
        using var reader = ObservationReader.Open(DetailFiles()[^1]);
        return reader.State();
    }

    private static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!;
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
