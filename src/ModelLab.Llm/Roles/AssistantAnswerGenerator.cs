using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Roles;

/// <summary>
/// The user's own assistant in the generation role. It is asked the question alone, or with a context where there is one and it takes one;
/// prompts and sampling are its own. The evidence of its answer is the list of sources that it says it used, where it says so.
/// </summary>
public sealed class AssistantAnswerGenerator(ModelEndpoint endpoint, IModelCaller caller) : IAnswerGenerator
{
    /// <inheritdoc />
    public ModelRef Model => endpoint.Model;

    /// <inheritdoc />
    public Task<Reply<string>> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var question = new PromptMessage(PromptRole.User, request.Question);
        var call = new ModelCall
        {
            Endpoint = endpoint,
            Messages = request.Context.Length == 0 ? [question] : [new PromptMessage(PromptRole.System, request.Context), question],
            Sampling = new Sampling(null, null),
            Repeat = request.Repeat,
        };
        return Asking.AskAsync(caller, call, reAsk: null, Read, "the length of its answers", cancellationToken);
    }

    private static (string?, string?, string?) Read(CallResult reply) =>
        string.IsNullOrWhiteSpace(reply.Text) ? (null, null, "the answer is empty") : (reply.Text, SourcesText.Of(reply.Sources), null);
}
