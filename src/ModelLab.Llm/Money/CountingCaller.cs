using ModelLab.Llm.Calls;

namespace ModelLab.Llm.Money;

/// <summary>Counts the tokens of replies whose provider did not report them, and marks them as estimated.</summary>
public sealed class CountingCaller(IModelCaller inner, TokenCounter counter) : IModelCaller
{
    /// <inheritdoc />
    public async Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var result = await inner.CallAsync(call, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded || result.Tokens is { Input: not null, Output: not null })
            return result;
        return result with
        {
            Tokens = result.Tokens with
            {
                Input = result.Tokens.Input ?? counter.Input(call),
                Output =
                    result.Tokens.Output
                    ?? counter.Count(result.Text ?? "") + counter.Count(result.Reasoning ?? "") + counter.Count(result.Refusal ?? ""),
                IsEstimated = true,
            },
        };
    }
}
