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
    public Task<Reply<string>> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var call = new ModelCall
        {
            Endpoint = endpoint,
            Messages = settings.Prompts.GenerationMessages(request),
            Sampling = settings.Generation,
            Repeat = request.Repeat,
        };
        return Asking.AskAsync(caller, call, reAsk: null, Read, cancellationToken);
    }

    private static (string?, string?, string?) Read(CallResult reply) =>
        !string.IsNullOrWhiteSpace(reply.Text) ? (reply.Text, reply.Reasoning, null)
        : reply.FinishReason == "length" ? (null, null, "the token limit was used up before an answer came: raise --generation-max-tokens")
        : (null, null, "the reply is empty");
}
