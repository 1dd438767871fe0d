using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Roles;

/// <summary>A language model in the production-judge role.</summary>
public sealed class LlmShowDecider(ModelEndpoint endpoint, IModelCaller caller, RoleSettings settings) : IShowDecider
{
    /// <inheritdoc />
    public ModelRef Model => endpoint.Model;

    /// <inheritdoc />
    public Task<Reply<bool?>> DecideAsync(ShowRequest request, CancellationToken cancellationToken)
    {
        var call = new ModelCall
        {
            Endpoint = endpoint,
            Messages = settings.Prompts.VerdictMessages(request),
            Sampling = settings.Judging,
            Schema = ReplySchemas.Verdict,
            Repeat = request.Repeat,
        };
        return Asking.AskAsync(caller, call, settings.Prompts.VerdictReAsk, Read, "--judge-max-tokens", cancellationToken);
    }

    private static (bool?, string?, string?) Read(CallResult reply)
    {
        var parsed = VerdictParser.Parse(reply.Text ?? "");
        return (parsed.Show, parsed.Evidence, parsed.Problem);
    }
}
