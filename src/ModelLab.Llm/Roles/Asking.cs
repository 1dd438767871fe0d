using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;

namespace ModelLab.Llm.Roles;

/// <summary>Asks a model for something that must be read out of its reply. All roles share it.</summary>
internal static class Asking
{
    /// <summary>Asks once, and once more when nothing could be read.</summary>
    /// <param name="caller">Makes the calls.</param>
    /// <param name="call">The first ask.</param>
    /// <param name="reAsk">What to say when nothing could be read; null to leave it at that.</param>
    /// <param name="read">Finds the value in a reply, and evidence beside it; or says why there is no value.</param>
    /// <param name="limitFlag">The flag that sets the role's token limit, for messages.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Reply<T>> AskAsync<T>(
        IModelCaller caller,
        ModelCall call,
        string? reAsk,
        Func<CallResult, (T? Value, string? Evidence, string? Problem)> read,
        string limitFlag,
        CancellationToken cancellationToken
    )
    {
        var facts = CallFacts.None;
        while (true)
        {
            var result = await caller.CallAsync(call, cancellationToken).ConfigureAwait(false);
            facts = Add(facts, result);
            if (result.ErrorClass is { } error)
                return new Reply<T>(OutcomeOf(error), default, null, result.Error, facts);
            if (result.Refusal is not null)
                return new Reply<T>(Outcome.Refused, default, null, result.Refusal, facts);
            var (value, evidence, problem) = read(WithReplyInReasoning(call, result));
            if (value is not null)
                return new Reply<T>(Outcome.Scored, value, evidence, null, facts);
            if (reAsk is null || call.ReAsk == 1)
                return new Reply<T>(Outcome.Unparseable, default, null, WhyEmpty(result, limitFlag) ?? problem, facts);
            call = call with { ReAsk = 1, Messages = Continue(call.Messages, result.Text, reAsk) };
        }
    }

    // Some servers put all that a reasoning model writes into its reasoning. Only the JSON that was asked for is taken from there.
    private static CallResult WithReplyInReasoning(ModelCall call, CallResult result) =>
        call.Schema is not null
        && string.IsNullOrWhiteSpace(result.Text)
        && result.Reasoning is { } reasoning
        && reasoning.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start
        && reasoning.LastIndexOf('}') is var end
        && end > start
            ? result with
            {
                Text = reasoning[start..(end + 1)],
            }
            : result;

    private static string? WhyEmpty(CallResult result, string limitFlag) =>
        !string.IsNullOrWhiteSpace(result.Text) ? null
        : result.FinishReason == "length" ? $"the token limit was used up before an answer came: raise {limitFlag}"
        : !string.IsNullOrWhiteSpace(result.Reasoning)
            ? $"the reply is empty, only reasoning came: raise {limitFlag}, or switch reasoning off for this model"
        : null;

    private static Outcome OutcomeOf(CallErrorClass error) =>
        error is CallErrorClass.CircuitOpen or CallErrorClass.NoFunds or CallErrorClass.QuotaOfTheDay
            ? Outcome.NotAsked
            : Outcome.TransportError;

    // Endpoints refuse an empty assistant turn, and some refuse two user turns in a row.
    private static IReadOnlyList<PromptMessage> Continue(IReadOnlyList<PromptMessage> asked, string? reply, string reAsk) =>
        string.IsNullOrWhiteSpace(reply)
            ? [.. asked.SkipLast(1), asked[^1] with { Text = asked[^1].Text + "\n\n" + reAsk }]
            : [.. asked, new PromptMessage(PromptRole.Assistant, reply), new PromptMessage(PromptRole.User, reAsk)];

    private static CallFacts Add(CallFacts so, CallResult result) =>
        so with
        {
            LatencyMs = so.Asks == 0 && result.Succeeded ? result.LatencyMs : so.LatencyMs,
            FirstTokenMs = so.Asks == 0 && result.Succeeded ? result.FirstTokenMs : so.FirstTokenMs,
            InFlight = so.Asks == 0 ? result.InFlight : so.InFlight,
            Asks = so.Asks + 1,
            JournalHits = so.JournalHits + (result.FromJournal ? 1 : 0),
            Attempts = so.Attempts + result.Attempts,
            Tokens = so.Tokens + result.Tokens,
            ReasoningChars = so.ReasoningChars + (result.Reasoning?.Length ?? 0),
            ReturnedModel = result.ReturnedModel ?? so.ReturnedModel,
            FinishReason = result.FinishReason ?? so.FinishReason,
            ErrorClass = result.ErrorClass,
        };
}
