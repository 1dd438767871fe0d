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
        return Asking.AskAsync(caller, call, reAsk: null, Read, "--generation-max-tokens", cancellationToken);
    }

    private static (string?, string?, string?) Read(CallResult reply) =>
        string.IsNullOrWhiteSpace(reply.Text) ? (null, null, "the reply is empty") : (reply.Text, reply.Reasoning, null);
}
