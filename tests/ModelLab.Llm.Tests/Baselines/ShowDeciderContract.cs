using CsCheck;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Baselines;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Roles;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Llm.Tests.Baselines;

/// <summary>What every production judge keeps to.</summary>
public abstract class ShowDeciderContract : RoleContract
{
    protected abstract IShowDecider Create(int seed);

    [Fact]
    public void It_tells_its_name() => Assert.Equal(Expected, Create(1).Model);

    [Fact]
    [OneCulture]
    public async Task Odd_texts_are_decided_on()
    {
        var decider = Create(1);
        foreach (var odd in OddTexts)
        {
            AssertSound(await decider.DecideAsync(new("i", "Где справка?", "Справку выдаёт деканат.", odd), Stop));
            AssertSound(await decider.DecideAsync(new("i", "Где справка?", odd, "В деканате."), Stop));
            AssertSound(await decider.DecideAsync(new(odd, odd, odd, odd, int.MaxValue), Stop));
        }
    }

    [Fact]
    public async Task The_same_seed_and_request_give_the_same_verdict()
    {
        var (one, other) = (Create(7), Create(7));
        await Gen.Select(Text, Text, Text, Gen.Int[0, 3])
            .SampleAsync(
                async (question, context, answer, repeat) =>
                {
                    var request = new ShowRequest("i", question, context, answer, repeat);
                    var first = await one.DecideAsync(request, Stop);
                    AssertSound(first);
                    await other.DecideAsync(request with { Answer = question }, Stop); // the order of asking does not matter
                    var second = await other.DecideAsync(request, Stop);
                    Assert.Equal(first with { Facts = Timeless(first.Facts) }, second with { Facts = Timeless(second.Facts) });
                },
                iter: Samples
            );
    }

    [Fact]
    public async Task Cancelling_is_an_exception() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Create(1).DecideAsync(new("i", "?", "Да.", "Да."), Cancelled));

    private static void AssertSound(Reply<bool?> reply)
    {
        Assert.Equal(Outcome.Scored, reply.Outcome);
        Assert.NotNull(reply.Value);
        AssertFacts(reply.Outcome, reply.Error, reply.Facts);
    }
}

public abstract class BuiltInDeciderContract(string name) : ShowDeciderContract
{
    protected override ModelRef Expected => ModelRef.BuiltIn(name);

    protected override IShowDecider Create(int seed) => BuiltInModels.CreateDecider(name, seed, TimeProvider.System)!;
}

public sealed class SupportContractTests() : BuiltInDeciderContract("support");

public sealed class AlwaysYesContractTests() : BuiltInDeciderContract("always-yes");

public sealed class CoinDeciderContractTests() : BuiltInDeciderContract("coin");

public class LlmDeciderContractTests : ShowDeciderContract
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

    protected override IShowDecider Create(int seed) =>
        new LlmShowDecider(_server.Endpoint, _server.Caller, SensibleEndpoint.Settings(seed));
}

public sealed class AnthropicDeciderContractTests : LlmDeciderContractTests
{
    protected override EndpointProtocol Protocol => EndpointProtocol.Anthropic;
}
