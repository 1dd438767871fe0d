using CsCheck;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Baselines;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Roles;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Llm.Tests.Baselines;

/// <summary>What every benchmark judge keeps to.</summary>
public abstract class AnswerJudgeContract : RoleContract
{
    private static readonly Rubric[] Rubrics = Enum.GetValues<Rubric>();

    protected abstract IAnswerJudge Create(int seed);

    [Fact]
    public void It_tells_its_name() => Assert.Equal(Expected, Create(1).Model);

    [Fact]
    [OneCulture]
    public async Task Odd_texts_are_scored()
    {
        var judge = Create(1);
        foreach (var rubric in Rubrics)
        foreach (var odd in OddTexts)
        {
            AssertSound(await judge.ScoreAsync(new("i", rubric, "Где справка?", "Справку выдаёт деканат.", odd, ["В деканате."]), Stop));
            AssertSound(await judge.ScoreAsync(new(odd, rubric, odd, odd, "В деканате.", [odd, ""]), Stop));
        }
    }

    [Fact]
    public async Task Without_references_there_is_a_score_or_a_reason_and_never_a_guess()
    {
        foreach (var rubric in Rubrics)
        {
            var reply = await Create(1).ScoreAsync(new("i", rubric, "Где справка?", "Справку выдаёт деканат.", "В деканате.", []), Stop);

            if (reply.Outcome == Outcome.NotRun)
                Assert.True(rubric is Rubric.AnswerCorrectness or Rubric.E2eQuality);
            AssertSound(reply, reply.Outcome == Outcome.NotRun ? Outcome.NotRun : Outcome.Scored);
        }
    }

    [Fact]
    public async Task The_same_seed_and_request_give_the_same_score()
    {
        var (one, other) = (Create(7), Create(7));
        await Gen.Select(Gen.OneOf(Rubrics), Text, Text, Text, Text.Array[1, 3])
            .SampleAsync(
                async (rubric, question, context, answer, references) =>
                {
                    var request = new ScoreRequest("i", rubric, question, context, answer, references, references.Length - 1);
                    var first = await one.ScoreAsync(request, Stop);
                    AssertSound(first);
                    await other.ScoreAsync(request with { Answer = question }, Stop); // the order of asking does not matter
                    var second = await other.ScoreAsync(request, Stop);
                    Assert.Equal(first with { Facts = Timeless(first.Facts) }, second with { Facts = Timeless(second.Facts) });
                },
                iter: Samples
            );
    }

    [Fact]
    public async Task Cancelling_is_an_exception() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Create(1).ScoreAsync(new("i", Rubric.Faithfulness, "?", "Да.", "Да.", []), Cancelled)
        );

    private static void AssertSound(Reply<double?> reply, Outcome expected = Outcome.Scored)
    {
        Assert.Equal(expected, reply.Outcome);
        if (expected == Outcome.Scored)
            Assert.InRange(reply.Value!.Value, 1, 5);
        else
            Assert.Null(reply.Value);
        AssertFacts(reply.Outcome, reply.Error, reply.Facts);
    }
}

public abstract class BuiltInJudgeContract(string name) : AnswerJudgeContract
{
    protected override ModelRef Expected => ModelRef.BuiltIn(name);

    protected override IAnswerJudge Create(int seed) => BuiltInModels.CreateJudge(name, seed, TimeProvider.System)!;
}

public sealed class OverlapContractTests() : BuiltInJudgeContract("overlap");

public sealed class StrictContractTests() : BuiltInJudgeContract("strict");

public sealed class CoinJudgeContractTests() : BuiltInJudgeContract("coin");

public class LlmJudgeContractTests : AnswerJudgeContract
{
    private SensibleEndpoint _server = null!;

    protected virtual EndpointProtocol Protocol => EndpointProtocol.OpenAi;

    protected override int Samples => 30;

    protected override ModelRef Expected => SensibleEndpoint.Model;

    public override async ValueTask InitializeAsync() => _server = await SensibleEndpoint.StartAsync(Protocol);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _server.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override IAnswerJudge Create(int seed) =>
        new LlmAnswerJudge(_server.Endpoint, _server.Caller, SensibleEndpoint.Settings(seed));
}

public sealed class AnthropicJudgeContractTests : LlmJudgeContractTests
{
    protected override EndpointProtocol Protocol => EndpointProtocol.Anthropic;
}
