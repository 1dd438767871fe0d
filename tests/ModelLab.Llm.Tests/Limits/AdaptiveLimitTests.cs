using CsCheck;
using ModelLab.Llm.Limits;
using Xunit;

namespace ModelLab.Llm.Tests.Limits;

public sealed class AdaptiveLimitTests
{
    // A trace: what came back, whether the window was full, and how long ago the call was sent.
    private static readonly Gen<(bool Healthy, bool Saturated, int Age)[]> Traces = Gen.Select(Gen.Bool, Gen.Bool, Gen.Int[0, 40]).Array[
        0,
        300
    ];

    [Fact]
    public void Whatever_happens_at_least_one_and_never_more_than_the_ceiling() =>
        Gen.Select(Gen.Int[1, 300], Traces)
            .Sample(
                (ceiling, trace) =>
                {
                    var limit = new AdaptiveLimit(ceiling);
                    var now = 0L;
                    return limit.Allowed <= ceiling
                        && trace.All(step =>
                        {
                            Feed(limit, step, ++now);
                            return limit.Allowed >= 1 && limit.Allowed <= ceiling;
                        });
                }
            );

    [Fact]
    public void After_any_trace_it_recovers_to_the_ceiling() =>
        Gen.Select(Gen.Int[1, 60], Traces)
            .Sample(
                (ceiling, trace) =>
                {
                    var limit = new AdaptiveLimit(ceiling);
                    var now = 0L;
                    foreach (var step in trace)
                        Feed(limit, step, ++now);
                    // Each healthy reply adds at least 1/ceiling, so ceiling² of them add at least the ceiling.
                    for (var i = 0; i < ceiling * ceiling; i++)
                        limit.Healthy(saturated: true);
                    return limit.Allowed == ceiling;
                }
            );

    [Fact]
    public void Congestion_never_raises_it_and_health_never_lowers_it() =>
        Gen.Select(Gen.Int[1, 300], Traces)
            .Sample(
                (ceiling, trace) =>
                {
                    var limit = new AdaptiveLimit(ceiling);
                    var now = 0L;
                    return trace.All(step =>
                    {
                        var before = limit.Allowed;
                        Feed(limit, step, ++now);
                        return step.Healthy ? limit.Allowed >= before : limit.Allowed <= before;
                    });
                }
            );

    [Fact]
    public void Slow_start_triples_each_round_trip_up_to_the_ceiling()
    {
        var limit = new AdaptiveLimit(200);
        var seen = new List<int> { limit.Allowed };
        for (var trip = 0; trip < 5; trip++)
        {
            var calls = limit.Allowed;
            for (var i = 0; i < calls; i++)
                limit.Healthy(saturated: true);
            seen.Add(limit.Allowed);
        }
        Assert.Equal([4, 12, 36, 108, 200, 200], seen);
    }

    [Fact]
    public void After_the_first_congestion_it_grows_by_one_a_round_trip()
    {
        var limit = new AdaptiveLimit(200);
        limit.Congested(sent: 1, now: 2);
        Assert.Equal(2, limit.Allowed);

        // 2 + 1/2 + 1/2.5 = 2.9; + 1/2.9 = 3.24.
        for (var i = 0; i < 2; i++)
            limit.Healthy(saturated: true);
        Assert.Equal(2, limit.Allowed);
        limit.Healthy(saturated: true);
        Assert.Equal(3, limit.Allowed);
    }

    [Fact]
    public void One_event_shrinks_it_once_however_many_calls_it_hit()
    {
        var limit = new AdaptiveLimit(200);
        for (var sent = 0; sent < 16; sent++)
            limit.Congested(sent, now: 100 + sent);
        Assert.Equal(2, limit.Allowed);

        limit.Congested(sent: 99, now: 200); // still sent before the shrink at 100
        Assert.Equal(2, limit.Allowed);
        limit.Congested(sent: 100, now: 200);
        Assert.Equal(1, limit.Allowed);
    }

    [Fact]
    public void A_window_that_is_not_used_up_does_not_grow()
    {
        var limit = new AdaptiveLimit(200);
        for (var i = 0; i < 1000; i++)
            limit.Healthy(saturated: false);
        Assert.Equal(4, limit.Allowed);
    }

    private static void Feed(AdaptiveLimit limit, (bool Healthy, bool Saturated, int Age) step, long now)
    {
        if (step.Healthy)
            limit.Healthy(step.Saturated);
        else
            limit.Congested(now - step.Age, now);
    }
}
