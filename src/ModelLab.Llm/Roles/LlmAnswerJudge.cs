using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Roles;

/// <summary>A language model in the benchmark-judge role.</summary>
public sealed class LlmAnswerJudge(ModelEndpoint endpoint, IModelCaller caller, RoleSettings settings) : IAnswerJudge
{
    /// <inheritdoc />
    public ModelRef Model => endpoint.Model;

    /// <inheritdoc />
    public Task<Reply<double?>> ScoreAsync(ScoreRequest request, CancellationToken cancellationToken)
    {
        var call = new ModelCall
        {
            Endpoint = endpoint,
            Messages = settings.Prompts.ScoreMessages(request, settings.JudgeEvalMode),
            Sampling = settings.Judging,
            Schema = ReplySchemas.Score(settings.JudgeEvalMode),
            Repeat = request.Repeat,
        };
        return Asking.AskAsync(caller, call, settings.Prompts.ScoreReAsk, Read, "--judge-max-tokens", cancellationToken);
    }

    private static (double?, string?, string?) Read(CallResult reply)
    {
        var parsed = ScoreParser.Parse(reply.Text ?? "");
        return (parsed.Score, parsed.Evidence, parsed.Problem);
    }
}
