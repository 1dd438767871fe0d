using ModelLab.Llm.Limits;
using Xunit;

namespace ModelLab.Llm.Tests.Limits;

/// <summary>The limit and the profile together, against servers whose latency follows from what is under way. Time is simulated.</summary>
public sealed class ThroughputTests
{
    private const int Ceiling = 128;

    [Fact]
    public void Little_s_law_tells_a_queue_from_a_server_with_room()
    {
        var (queue, room) = (new ThroughputProfile(), new ThroughputProfile());
        // Twice, for a verdict on 32 to 63 calls takes two round trips, 64 replies.
        for (var i = 0; i < 128; i++)
        {
            var n = i / 2 + 1;
            queue.Add(n, n); // one at a time
            room.Add(n, 1);
        }
        Assert.Equal([true, false, false, false], new[] { 1, 2, 8, 32 }.Select(queue.Gains));
        Assert.Equal([false, true], new[] { 8, 32 }.Select(queue.IsQueue)); // of 4 to 7 calls at once there are only 8 replies
        Assert.All(new[] { 1, 2, 8, 32 }, n => Assert.True(room.Gains(n) && !room.IsQueue(n)));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    public void Places_that_are_filled_one_by_one_are_no_queue(int ceiling)
    {
        // What a full endpoint looks like: the last place is taken a moment after the others, so half of the calls count one fewer.
        var profile = new ThroughputProfile();
        for (var n = 1; n < ceiling; n++)
            profile.Add(n, 1);
        for (var i = 0; i < 20 * ceiling; i++)
            profile.Add(ceiling - i % 2, 1);
        Assert.False(profile.IsQueue(ceiling));
        Assert.True(profile.Gains(ceiling));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(5)]
    public void A_server_that_works_on_one_at_a_time_is_kept_busy_and_no_more(double seconds)
    {
        var run = Simulate(200, (sent, _, state) => state.Free = Math.Max(sent, state.Free) + seconds, seed: 1);
        Assert.InRange(run.Most, 2, 10);
        Assert.True(run.Longest <= 10 * seconds, $"{run.Longest}");
        // Never idle: as long as the work takes.
        Assert.Equal(200 * seconds, run.End, 1e-6);
    }

    [Theory]
    [InlineData(0.25)] // what the benchmark's server does
    [InlineData(0.6)] // lengths of real replies
    public void A_server_with_room_is_filled_up_as_quickly_as_without_looking(double spread)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            double Latency(double sent, Random random, ServerState _) => sent + Math.Exp(spread * Normal(random));
            var looking = Simulate(3000, Latency, seed);
            var blind = Simulate(3000, Latency, seed, looks: false);
            Assert.Equal(Ceiling, looking.Most);
            Assert.True(looking.End <= 1.06 * blind.End, $"seed {seed}: {looking.End:0.0} against {blind.End:0.0} s");
        }
    }

    [Fact]
    public void A_server_that_batches_16_is_given_16_to_64()
    {
        // A GPU with 16 places: the 17th waits for the first.
        var run = Simulate(
            3000,
            (sent, random, state) =>
            {
                var place = Array.IndexOf(state.Places, state.Places.Min());
                return state.Places[place] = Math.Max(sent, state.Places[place]) + 0.8 + 0.4 * random.NextDouble();
            },
            seed: 3
        );
        Assert.InRange(run.Last, 12, 64);
        Assert.InRange(run.End, 0, 1.1 * 3000 / 16);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    // Of calls that are no two of a kind nothing is learnt from latencies.
    private static Outcome Simulate(int calls, Func<double, Random, ServerState, double> doneAt, int seed, bool looks = true)
    {
        var (random, state) = (new Random(seed), new ServerState());
        var clock = new SteppedTime();
        var gate = new EndpointGate("lab", Ceiling, clock, null);
        var underWay = new PriorityQueue<(long Sent, int InFlight), double>();
        var (now, most, last, longest) = (0.0, 0, 0, 0.0);
        var waiting = calls;
        for (var i = 0; i < calls; i++)
            _ = gate.EnterAsync(CancellationToken.None);
        while (waiting + underWay.Count > 0)
        {
            for (; underWay.Count < gate.InFlight; waiting--)
                underWay.Enqueue((clock.GetTimestamp(), underWay.Count + 1), doneAt(now, random, state));
            most = Math.Max(most, underWay.Count);
            if (waiting > 0)
                last = underWay.Count;
            underWay.TryDequeue(out var call, out now);
            clock.Seconds = now;
            longest = Math.Max(longest, clock.GetElapsedTime(call.Sent).TotalSeconds);
            gate.Exit(call.Sent, call.InFlight, ("m", looks ? null : $"{waiting} {underWay.Count}"), healthy: true, congested: false);
        }
        return new Outcome(now, most, last, longest);
    }

    private sealed record Outcome(double End, int Most, int Last, double Longest);

    private sealed class ServerState
    {
        public double Free { get; set; }

        public double[] Places { get; } = new double[16];
    }

    private sealed class SteppedTime : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => (long)(Seconds * 1_000_000);
    }
}
