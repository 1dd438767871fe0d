using CsCheck;
using ModelLab.Llm.Limits;
using Xunit;

namespace ModelLab.Llm.Tests.Limits;

public sealed class AdaptiveRateTests
{
    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void Nothing_limits_who_is_never_refused()
    {
        var rate = new AdaptiveRate();
        for (var i = 0; i < 100; i++)
        {
            rate.Sent(At(i));
            rate.Answered(At(i));
        }
        Assert.Null(rate.PerSecond);
    }

    [Fact]
    public void A_refusal_after_few_answers_starts_at_just_under_one_a_second_or_at_the_wait_that_is_named()
    {
        var (rate, named) = (new AdaptiveRate(), new AdaptiveRate());
        rate.Refused(At(0), At(0.1), null);
        named.Refused(At(0), At(0.1), At(20));
        Assert.Equal((0.95, 0.95 / 20), (rate.PerSecond, named.PerSecond));
    }

    [Fact]
    public void A_refusal_after_many_answers_starts_at_what_was_answered()
    {
        var rate = new AdaptiveRate();
        rate.Sent(At(0));
        for (var i = 1; i <= 40; i++)
            rate.Answered(At(i * 0.1));
        rate.Refused(At(3.9), At(4), null);
        Assert.Equal(0.85 * 10, rate.PerSecond!.Value, 9); // 40 answers in 4 s
    }

    [Fact]
    public void Refusals_of_one_burst_count_once_and_one_without_an_answer_between_halves()
    {
        var rate = new AdaptiveRate();
        rate.Refused(At(0), At(0.1), null);
        rate.Refused(At(0), At(0.2), null); // sent before the decrease
        Assert.Equal(0.95, rate.PerSecond);
        rate.Refused(At(1), At(1.1), null);
        Assert.Equal(0.475, rate.PerSecond);
        rate.Answered(At(3));
        var risen = rate.PerSecond!.Value;
        rate.Refused(At(4), At(4.1), null);
        Assert.Equal(0.8 * risen, rate.PerSecond!.Value, 12);
    }

    [Fact]
    public void What_was_told_is_never_passed()
    {
        var rate = new AdaptiveRate(told: 2);
        for (var i = 0; i < 100; i++)
            rate.Answered(At(i));
        Assert.Equal(2, rate.PerSecond);
    }

    // A server that accepts one request in so many seconds, refuses all others at once, and answers after 0.3 s.
    [Fact]
    public void A_limit_is_found_with_few_refusals_and_little_time_lost() =>
        Gen.Select(Gen.Double[0.1, 20], Gen.Int[50, 300])
            .Sample(
                (perSecond, items) =>
                {
                    var (seconds, sent) = Simulate(perSecond, items);
                    Assert.True(sent - items <= 0.1 * sent + 3, $"{perSecond}/s, {items} items: {sent - items} of {sent} refused");
                    Assert.True(seconds <= 1.3 * items / perSecond + 10, $"{perSecond}/s, {items} items: {seconds:0} s");
                },
                iter: 300
            );

    // The first four at once, as an endpoint starts; each refused one comes back at the end of the queue.
    private static (double Seconds, int Sent) Simulate(double perSecond, int items)
    {
        var rate = new AdaptiveRate();
        var (now, next, accepted, sent, done) = (0.0, 0.0, double.NegativeInfinity, 0, 0);
        var answers = new PriorityQueue<double, double>();
        while (done < items)
        {
            while (answers.TryPeek(out var at, out _) && at <= now)
            {
                answers.Dequeue();
                rate.Answered(At(at));
                done++;
            }
            if (done >= items)
                break;
            if (done + answers.Count >= items || (rate.PerSecond is null && answers.Count >= 4))
            {
                now = answers.Peek();
                continue;
            }
            if (rate.PerSecond is not null && next > now)
            {
                now = answers.TryPeek(out var first, out _) ? Math.Min(first, next) : next;
                continue;
            }
            rate.Sent(At(now));
            sent++;
            if (now >= accepted + 1 / perSecond)
            {
                accepted = now;
                answers.Enqueue(now + 0.3, now + 0.3);
            }
            else
                rate.Refused(At(now), At(now), null);
            next = now + (rate.PerSecond is { } r ? 1 / r : 0);
        }
        return (now, sent);
    }
}
