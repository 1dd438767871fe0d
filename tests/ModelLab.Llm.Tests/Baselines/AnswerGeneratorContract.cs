using CsCheck;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Baselines;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Roles;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Llm.Tests.Baselines;

/// <summary>What every generator keeps to.</summary>
public abstract class AnswerGeneratorContract : RoleContract
{
    protected abstract IAnswerGenerator Create(int seed);

    [Fact]
    public void It_tells_its_name() => Assert.Equal(Expected, Create(1).Model);

    [Fact]
    [OneCulture]
    public async Task Odd_texts_are_answered()
    {
        var generator = Create(1);
        foreach (var odd in OddTexts)
        {
            AssertSound(await generator.GenerateAsync(new("i", odd, "Справку выдаёт деканат."), Stop));
            AssertSound(await generator.GenerateAsync(new("i", "Где взять справку?", odd), Stop));
            AssertSound(await generator.GenerateAsync(new(odd, odd, odd, int.MaxValue), Stop));
        }
    }

    [Fact]
    public async Task The_same_seed_and_request_give_the_same_answer()
    {
        var (one, other) = (Create(7), Create(7));
        await Gen.Select(Text, Text, Gen.Int[0, 3])
            .SampleAsync(
                async (question, context, repeat) =>
                {
                    var request = new GenerationRequest("i", question, context, repeat);
                    var first = await one.GenerateAsync(request, Stop);
                    AssertSound(first);
                    await other.GenerateAsync(request with { Question = context, Context = question }, Stop); // the order of asking does not matter
                    var second = await other.GenerateAsync(request, Stop);
                    Assert.Equal(first with { Facts = Timeless(first.Facts) }, second with { Facts = Timeless(second.Facts) });
                },
                iter: Samples
            );
    }

    [Fact]
    public async Task Cancelling_is_an_exception() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Create(1).GenerateAsync(new("i", "?", "Да."), Cancelled));

    private static void AssertSound(Reply<string> reply)
    {
        Assert.Equal(Outcome.Scored, reply.Outcome);
        Assert.False(string.IsNullOrWhiteSpace(reply.Value));
        AssertFacts(reply.Outcome, reply.Error, reply.Facts);
    }
}

public abstract class BuiltInGeneratorContract(string name) : AnswerGeneratorContract
{
    protected override ModelRef Expected => ModelRef.BuiltIn(name);

    protected override IAnswerGenerator Create(int seed) => BuiltInModels.CreateGenerator(name, seed, TimeProvider.System)!;
}

public sealed class ExtractiveContractTests() : BuiltInGeneratorContract("extractive");

public sealed class LeadContractTests() : BuiltInGeneratorContract("lead");

public sealed class EchoContractTests() : BuiltInGeneratorContract("echo");

public sealed class RefuseContractTests() : BuiltInGeneratorContract("refuse");

public class LlmGeneratorContractTests : AnswerGeneratorContract
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

    protected override IAnswerGenerator Create(int seed) =>
        new LlmAnswerGenerator(_server.Endpoint, _server.Caller, SensibleEndpoint.Settings(seed));
}

public sealed class AnthropicGeneratorContractTests : LlmGeneratorContractTests
{
    protected override EndpointProtocol Protocol => EndpointProtocol.Anthropic;
}
