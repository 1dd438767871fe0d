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
    public async Task<VerdictReply> DecideAsync(ShowRequest request, CancellationToken cancellationToken)
    {
        var call = new ModelCall
        {
            Endpoint = endpoint,
            Messages = settings.Prompts.VerdictMessages(request),
            Sampling = settings.Judging,
            Schema = ReplySchemas.Verdict,
            Repeat = request.Repeat,
        };
        var asked = await AskedTwice.AskAsync(caller, call, settings.Prompts.VerdictReAsk, Read, cancellationToken).ConfigureAwait(false);
        return new VerdictReply(asked.Outcome, asked.Value?.Show, asked.Value?.Evidence, asked.Error, asked.Facts);
    }

    private static (ParsedVerdict?, string?) Read(string reply)
    {
        var parsed = VerdictParser.Parse(reply);
        return parsed.Show is null ? (null, parsed.Problem) : (parsed, null);
    }
}
