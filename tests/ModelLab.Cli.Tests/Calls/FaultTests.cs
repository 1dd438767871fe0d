using System.Text.Json;
using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

[OneCulture]
public sealed class FaultTests : SweepLab
{
    private const int CircuitThreshold = 8;

    // A judge in prose is asked again; a generator in prose has answered.
    private static readonly FaultMix Mix = new()
    {
        Seed = 5,
        RateLimited = 0.10,
        ServerError = 0.05,
        Hang = 0.02,
        Cut = 0.01,
    };

    public FaultTests() => Time = new HastyTime();

    [Fact]
    public async Task Under_all_faults_at_once_the_sweep_ends_and_what_is_scored_is_right()
    {
        Spoil(Mix);

        var ended = await RunAsync([.. Sweep(50), "--max-concurrency", "12", "--timeout", "10"]);

        Assert.Contains(ended.Code, new[] { 0, 6 });
        var seen = Observations();
        Assert.Equal(300, seen.Count); // 100 answers, 200 scores
        Assert.All(seen, o => Assert.True(o.Outcome != Outcome.NotRun || o.JudgeModel is not null && Failed(seen, o), o.ToString()));
        Assert.All(
            seen.Where(o => o is { Outcome: Outcome.Scored, JudgeModel: not null }),
            o => Assert.Equal(ScoreOf(o.GenerationModel!, o.ItemId), o.Value)
        );
        // Four in five calls have no fault and a call has five tries: nearly all come through, by their retries and re-asks.
        Assert.InRange(seen.Count(o => o.Outcome == Outcome.Scored), 280, 300);
        Assert.InRange(seen.Count(o => o.Facts.Asks == 2), 3, 40); // 5 % of 200 scores; the bounds hold for any seed to a millionth
        Assert.All(seen, o => Assert.InRange(o.Facts.InFlight, 0, 12));
        Assert.Equal(Server.RequestCount, seen.Sum(o => o.Facts.Attempts));
        Assert.True(Server.RequestCount > 300);
        Assert.Equal(
            seen.Sum(o => o.Facts.Attempts),
            LastRun().GetProperty("usage").EnumerateArray().Sum(u => u.GetProperty("attempts").GetInt32())
        );
    }

    [Fact]
    public async Task The_server_never_sees_more_than_the_ceiling_in_flight()
    {
        // Without hangs and cuts, where a client is gone before its server knows.
        Spoil(Mix with { Hang = 0, Cut = 0 });
        foreach (var model in new[] { "g1", "g2", "j1", "j2" })
            Server.Model(model).Latency = TimeSpan.FromMilliseconds(2);

        await RunAsync([.. Sweep(40), "--max-concurrency", "7"]);

        Assert.InRange(Server.MaxInFlight, 2, 7);
    }

    [Fact]
    public async Task Models_that_are_told_to_wait_leave_every_place_to_the_one_that_is_not()
    {
        Provide("elsewhere");
        foreach (var held in new[] { "h1", "h2", "h3" })
            Server.Model(held).Reply = r =>
                Server.CountFor("g1") < 200
                    ? Scripted.Status(429, "Later.", retryAfterSeconds: 20)
                    : Scripted.Text($"Ответ модели {held} на вопрос {QuestionOf(r)}.");
        Server.Model("g1").Latency = TimeSpan.FromMilliseconds(10);

        await RunAsync([.. Sweep(200, "lab:h1,lab:h2,lab:h3,lab:g1", "elsewhere:j1"), "--max-concurrency", "12"]);

        // All of the 12, unless a busy machine answers no faster with more; were places kept for the others, there would be 3.
        Assert.InRange(Server.MaxInFlightFor("g1"), 6, 12);
    }

    [Theory]
    [InlineData("lab", "limited")]
    [InlineData("elsewhere", "limited")]
    [InlineData("elsewhere", "waits")]
    [InlineData("elsewhere", "hangs")]
    [InlineData("elsewhere", "dead")]
    public async Task One_model_that_fails_for_good_leaves_the_others_complete(string provider, string how)
    {
        Provide(provider);
        if (how == "dead")
        {
            await using var gone = await TestServer.StartAsync(Stop);
            Variables["PROVIDER_ELSEWHERE_BASE_URL"] = gone.BaseUrl.ToString();
        }
        Server.Model("bad").Reply = _ =>
            how switch
            {
                "waits" => Scripted.Status(429, "Later.", retryAfterSeconds: 25),
                "hangs" => Scripted.Hang(),
                _ => Scripted.Status(429, "Never."),
            };

        var ended = await RunAsync([.. Sweep(60, $"{provider}:bad,lab:g1", "lab:j1"), "--timeout", "40", "--max-concurrency", "16"]);

        ended.Expect(6);
        Assert.Contains("warning: some calls have no reply", ended.Error, StringComparison.Ordinal);
        Assert.Contains("note: bad at ", ended.Output, StringComparison.Ordinal);
        var seen = Observations();
        Assert.Equal(240, seen.Count); // two generators' 60 answers and their scores
        Assert.All(seen.Where(o => o.GenerationModel == "lab:g1"), o => Assert.Equal(Outcome.Scored, o.Outcome));
        var bad = seen.Where(o => o.GenerationModel == $"{provider}:bad").ToList();
        // Until it was given up it failed; from there on it was not asked.
        Assert.All(
            bad,
            o => Assert.Contains(o.Outcome, o.JudgeModel is null ? new[] { Outcome.TransportError, Outcome.NotAsked } : [Outcome.NotRun])
        );
        Assert.Contains(bad, o => o.Outcome == Outcome.NotAsked);
        Assert.InRange(bad.Sum(o => o.Facts.Attempts), CircuitThreshold, 60 * 5 - 1); // given up before each call had all its tries
        // The answers of the model that works are judged by their own merit, and its rates know nothing of the other.
        var judged = LastRun()
            .GetProperty("model_runs")
            .EnumerateArray()
            .Single(r => r.GetProperty("generation_model").GetString() == "lab:g1");
        Assert.Equal(60, judged.GetProperty("metrics").GetProperty("tier_2").GetProperty("successful_evaluations").GetInt32());
    }

    [Fact]
    public async Task The_same_command_asks_a_model_that_is_back_for_what_is_missing()
    {
        var back = Server.Model("g2").Reply;
        Server.Model("g2").Reply = _ => Scripted.Status(500, "Down.");
        (await RunAsync([.. Sweep(12), "--max-concurrency", "4"])).Expect(6);
        Server.Model("g2").Reply = back;
        Server.Reset();

        (await RunAsync([.. Sweep(12), "--max-concurrency", "4"])).Expect(0);

        Assert.Equal((0, 12, 12, 12), (Server.CountFor("g1"), Server.CountFor("g2"), Server.CountFor("j1"), Server.CountFor("j2")));
        Assert.All(Observations(), o => Assert.Equal(Outcome.Scored, o.Outcome));
    }

    [Fact]
    public async Task Four_outcomes_stand_apart_and_a_judges_failure_lowers_no_score()
    {
        Server.Model("j1").Reply = r =>
            int.Parse(QuestionOf(r).AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) switch
            {
                0 => Scripted.Refusal("Не буду."),
                1 => Scripted.Text("Трудно сказать."),
                2 => Scripted.Status(422, "No."),
                _ => Scored(r),
            };

        (await RunAsync(Sweep(10, "lab:g1", "lab:j1,lab:j2"))).Expect(0);

        var metrics = LastRun()
            .GetProperty("model_runs")
            .EnumerateArray()
            .ToDictionary(r => r.GetProperty("judge_model").GetString()!, r => r.GetProperty("metrics").GetProperty("tier_2"));
        double? Of(string judge, string metric) =>
            metrics[judge].TryGetProperty(metric, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
        Assert.Equal(Enumerable.Range(3, 7).Average(i => ScoreOf("g1", Id(i))), Of("lab:j1", "avg_faithfulness")!.Value, 12);
        Assert.Equal(Enumerable.Range(0, 10).Average(i => ScoreOf("g1", Id(i))), Of("lab:j2", "avg_faithfulness")!.Value, 12);
        Assert.Equal(
            (0.7, 0.1, 0.1, 0.1),
            (
                Of("lab:j1", "scored_rate"),
                Of("lab:j1", "refused_rate"),
                Of("lab:j1", "unparseable_rate"),
                Of("lab:j1", "transport_error_rate")
            )
        );
        Assert.Equal(
            (1.0, 0.0, 0.0, 0.0),
            (
                Of("lab:j2", "scored_rate"),
                Of("lab:j2", "refused_rate"),
                Of("lab:j2", "unparseable_rate"),
                Of("lab:j2", "transport_error_rate")
            )
        );
        Assert.Equal((7.0, 3.0), (Of("lab:j1", "successful_evaluations"), Of("lab:j1", "errors")));
    }

    private void Spoil(FaultMix mix)
    {
        foreach (var model in new[] { "g1", "g2" })
            Server.Model(model).Reply = mix.Wrap(Server.Model(model).Reply);
        foreach (var model in new[] { "j1", "j2" })
            Server.Model(model).Reply = (mix with { Prose = 0.05 }).Wrap(Server.Model(model).Reply);
    }

    private static bool Failed(IReadOnlyList<Observation> all, Observation score) =>
        all.Any(o =>
            o.JudgeModel is null && o.ItemId == score.ItemId && o.GenerationModel == score.GenerationModel && o.Outcome != Outcome.Scored
        );
}
