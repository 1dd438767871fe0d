using System.Globalization;
using CsCheck;
using ModelLab.Core.Judging;
using Xunit;

namespace ModelLab.Testing.Tests;

public sealed class FaultMixTests : ServerTest
{
    private static readonly FaultMix Mix = new()
    {
        Seed = 7,
        RateLimited = 0.2,
        ServerError = 0.15,
        Prose = 0.1,
        Hang = 0.05,
        Cut = 0.1,
    };

    [Fact]
    public void Shares_come_out_as_asked()
    {
        const int n = 20_000;
        var drawn = Enumerable.Range(0, n).Select(i => Mix.Draw($"body {i}", 1)).CountBy(f => f).ToDictionary();

        // Five standard errors of a share p in n draws are 5·√(p(1−p)/n), at most 5·√(0.25/20000) = 0.0177.
        void Near(Fault fault, double share) => Assert.InRange(drawn[fault] / (double)n, share - 0.0177, share + 0.0177);
        Near(Fault.RateLimited, 0.2);
        Near(Fault.ServerError, 0.15);
        Near(Fault.Prose, 0.1);
        Near(Fault.Hang, 0.05);
        Near(Fault.Cut, 0.1);
        Near(Fault.None, 0.4);
    }

    [Fact]
    public void A_retry_is_a_fresh_draw()
    {
        var mix = new FaultMix { Seed = 1, ServerError = 0.5 };
        const int n = 4_000;

        var twice = Enumerable
            .Range(0, n)
            .Count(i => mix.Draw($"body {i}", 1) == Fault.ServerError && mix.Draw($"body {i}", 2) == Fault.ServerError);

        // Independent draws: 0.5² = 0.25, five standard errors 5·√(0.25·0.75/4000) = 0.034.
        Assert.InRange(twice / (double)n, 0.25 - 0.034, 0.25 + 0.034);
    }

    [Fact]
    public void Draws_repeat_and_depend_on_the_seed() =>
        Gen.Select(Gen.Int, Gen.String, Gen.Int[1, 9])
            .Sample(
                (seed, body, attempt) =>
                    (Mix with { Seed = seed }).Draw(body, attempt) == (Mix with { Seed = seed }).Draw(body, attempt)
                    && Enumerable
                        .Range(1, 60)
                        .Any(i => (Mix with { Seed = seed + i }).Draw(body, attempt) != (Mix with { Seed = seed }).Draw(body, attempt))
            );

    [Fact]
    public void No_share_no_fault_and_a_full_share_always() =>
        Gen.Select(Gen.Int, Gen.String, Gen.Int[1, 9])
            .Sample(
                (seed, body, attempt) =>
                    new FaultMix { Seed = seed }.Draw(body, attempt) == Fault.None
                    && new FaultMix { Seed = seed, Cut = 1 }.Draw(body, attempt) == Fault.Cut
            );

    [Fact]
    public async Task Clients_see_what_was_drawn()
    {
        var mix = Mix with { Hang = 0 };
        Server.Model("m1").Reply = mix.Wrap(_ => Scripted.Score(4));
        var seen = new HashSet<Fault>();

        for (var i = 0; i < 40; i++)
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var body = Ask($"Вопрос {i}");
            var fault = await ObserveAsync(body);
            Assert.Equal(mix.Draw(body, attempt), fault);
            seen.Add(fault);
        }

        Assert.Equal([Fault.None, Fault.RateLimited, Fault.ServerError, Fault.Prose, Fault.Cut], seen.Order());
    }

    [Fact]
    public async Task A_drawn_hang_hangs()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var hang = new FaultMix { Hang = 1 }.Wrap(_ => Scripted.Text("never"));
        Server.Model("m1").Reply = request =>
        {
            patience.Cancel();
            return hang(request);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PostAsync(Ask("?"), stop: patience.Token));
    }

    [Fact]
    public void Prose_holds_neither_a_score_nor_a_verdict()
    {
        Assert.Null(ScoreParser.Parse(FaultMix.ProseText).Score);
        Assert.Null(VerdictParser.Parse(FaultMix.ProseText).Show);
    }

    [Fact]
    public void Shares_are_read_with_a_point_in_every_culture()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ru-RU");

        Assert.Equal(Mix, FaultMix.Parse("429=0.2, 500=0.15,prose=0.1,hang=0.05,cut=0.1", 7));
        Assert.Equal(new FaultMix(), FaultMix.Parse("", 0));
    }

    [Theory]
    [InlineData("429")]
    [InlineData("429=0,5")]
    [InlineData("429=1.5")]
    [InlineData("429=-0.1")]
    [InlineData("teapot=0.1")]
    [InlineData("429=0.6,500=0.6")]
    public void Bad_shares_are_refused(string shares) => Assert.Throws<FormatException>(() => FaultMix.Parse(shares, 0));

    private async Task<Fault> ObserveAsync(string body)
    {
        try
        {
            using var response = await PostAsync(body);
            if ((int)response.StatusCode == 500)
                return Fault.ServerError;
            if ((int)response.StatusCode == 429)
            {
                Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
                return Fault.RateLimited;
            }
            return Message(await JsonOf(response)).GetProperty("content").GetString() == FaultMix.ProseText ? Fault.Prose : Fault.None;
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ResponseEnded)
        {
            return Fault.Cut;
        }
    }
}
