using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Roles;

/// <summary>A language model in the generation role.</summary>
public sealed class LlmAnswerGenerator(ModelEndpoint endpoint, IModelCaller caller, RoleSettings settings) : IAnswerGenerator
{
    /// <inheritdoc />
    public ModelRef Model => endpoint.Model;

    /// <inheritdoc />
    public async Task<GenerationReply> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var call = new ModelCall
        {
            Endpoint = endpoint,
            Messages = settings.Prompts.GenerationMessages(request),
            Sampling = settings.Generation,
            Repeat = request.Repeat,
        };
        var result = await caller.CallAsync(call, cancellationToken).ConfigureAwait(false);
        var facts = Facts.Add(CallFacts.None, result);
        if (result.ErrorClass is not null)
            return new GenerationReply(Outcome.TransportError, null, result.Reasoning, result.Error, facts);
        if (result.Refusal is not null)
            return new GenerationReply(Outcome.Refused, null, result.Reasoning, result.Refusal, facts);
        if (string.IsNullOrWhiteSpace(result.Text))
        {
            var why =
                result.FinishReason == "length"
                    ? "the token limit was used up before an answer came: raise --generation-max-tokens"
                    : "the reply is empty";
            return new GenerationReply(Outcome.Unparseable, null, result.Reasoning, why, facts);
        }
        return new GenerationReply(Outcome.Scored, result.Text, result.Reasoning, null, facts);
    }
}
