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
    public async Task<ScoreReply> ScoreAsync(ScoreRequest request, CancellationToken cancellationToken)
    {
        var call = new ModelCall
        {
            Endpoint = endpoint,
            Messages = settings.Prompts.ScoreMessages(request, settings.JudgeEvalMode),
            Sampling = settings.Judging,
            Schema = ReplySchemas.Score(settings.JudgeEvalMode),
            Repeat = request.Repeat,
        };
        var asked = await AskedTwice.AskAsync(caller, call, settings.Prompts.ScoreReAsk, Read, cancellationToken).ConfigureAwait(false);
        return new ScoreReply(asked.Outcome, asked.Value?.Score, asked.Value?.Evidence, asked.Error, asked.Facts);
    }

    private static (ParsedScore?, string?) Read(string reply)
    {
        var parsed = ScoreParser.Parse(reply);
        return parsed.Score is null ? (null, parsed.Problem) : (parsed, null);
    }
}
