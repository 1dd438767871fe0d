using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Roles;
using ModelLab.Testing;
using ModelLab.Testing.Support;

namespace ModelLab.Llm.Tests.Roles;

/// <summary>Roles behind a server whose replies a test lines up.</summary>
public abstract class RoleTest : CallTest
{
    private readonly ManualTime _time = new();

    protected static RoleSettings Settings(JudgeEvalMode mode = JudgeEvalMode.Direct) =>
        new(PromptSet.Default, mode, Sampling.OfGenerators, Sampling.OfJudges, Seed: 1);

    /// <summary>A caller by whose clock the first call takes 100 ms, the second 200 ms.</summary>
    protected IModelCaller Script(params ScriptedReply[] replies)
    {
        Server.Model("m").Usage = new ReportedUsage(10, 5, 2);
        Server.Model("m").Reply = request =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100 * request.CallNumber));
            return replies[request.CallNumber - 1];
        };
        return CallerBy(_time, TimeSpan.FromMinutes(1));
    }

    protected static CallFacts Once { get; } =
        new()
        {
            LatencyMs = 100,
            Asks = 1,
            Attempts = 1,
            Tokens = new TokenUsage
            {
                Input = 10,
                Output = 5,
                Reasoning = 2,
            },
            ReturnedModel = "m",
            FinishReason = "stop",
        };

    protected static CallFacts Twice { get; } = Once with { Asks = 2, Attempts = 2, Tokens = Once.Tokens + Once.Tokens };
}
