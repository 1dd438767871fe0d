using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;

namespace ModelLab.Llm.Roles;

/// <summary>What came of asking for something that must be read out of the reply, with one re-ask.</summary>
/// <typeparam name="T">What is read.</typeparam>
internal sealed record Asked<T>(Outcome Outcome, T? Value, string? Error, CallFacts Facts)
    where T : class;

/// <summary>Asks once, and once more when nothing could be read from the reply. The two judge roles share it.</summary>
internal static class AskedTwice
{
    public static async Task<Asked<T>> AskAsync<T>(
        IModelCaller caller,
        ModelCall call,
        string reAsk,
        Func<string, (T? Value, string? Problem)> read,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var facts = CallFacts.None;
        while (true)
        {
            var result = await caller.CallAsync(call, cancellationToken).ConfigureAwait(false);
            facts = Facts.Add(facts, result);
            if (result.ErrorClass is not null)
                return new Asked<T>(Outcome.TransportError, null, result.Error, facts);
            if (result.Refusal is not null)
                return new Asked<T>(Outcome.Refused, null, result.Refusal, facts);
            var (value, problem) = read(result.Text ?? "");
            if (value is not null)
                return new Asked<T>(Outcome.Scored, value, null, facts);
            if (call.ReAsk == 1)
                return new Asked<T>(Outcome.Unparseable, null, problem, facts);
            call = call with { ReAsk = 1, Messages = Continue(call.Messages, result.Text, reAsk) };
        }
    }

    // Endpoints refuse an empty assistant turn, and some refuse two user turns in a row.
    private static IReadOnlyList<PromptMessage> Continue(IReadOnlyList<PromptMessage> asked, string? reply, string reAsk) =>
        string.IsNullOrWhiteSpace(reply)
            ? [.. asked.SkipLast(1), asked[^1] with { Text = asked[^1].Text + "\n\n" + reAsk }]
            : [.. asked, new PromptMessage(PromptRole.Assistant, reply), new PromptMessage(PromptRole.User, reAsk)];
}

/// <summary>Sums what calls measured.</summary>
internal static class Facts
{
    public static CallFacts Add(CallFacts so, CallResult result) =>
        so with
        {
            LatencyMs = so.Asks == 0 && result.Succeeded ? result.LatencyMs : so.LatencyMs,
            FirstTokenMs = so.Asks == 0 && result.Succeeded ? result.FirstTokenMs : so.FirstTokenMs,
            InFlight = so.Asks == 0 ? result.InFlight : so.InFlight,
            Asks = so.Asks + 1,
            JournalHits = so.JournalHits + (result.FromJournal ? 1 : 0),
            Attempts = so.Attempts + result.Attempts,
            InputTokens = Sum(so.InputTokens, result.InputTokens),
            CachedInputTokens = Sum(so.CachedInputTokens, result.CachedInputTokens),
            TokensEstimated = so.TokensEstimated || result.TokensEstimated,
            OutputTokens = Sum(so.OutputTokens, result.OutputTokens),
            ReasoningTokens = Sum(so.ReasoningTokens, result.ReasoningTokens),
            ReasoningChars = so.ReasoningChars + (result.Reasoning?.Length ?? 0),
            ReturnedModel = result.ReturnedModel ?? so.ReturnedModel,
            FinishReason = result.FinishReason ?? so.FinishReason,
            ErrorClass = result.ErrorClass,
        };

    private static long? Sum(long? a, long? b) =>
        a is null ? b
        : b is null ? a
        : a + b;
}
