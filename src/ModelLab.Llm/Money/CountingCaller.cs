using ModelLab.Llm.Calls;

namespace ModelLab.Llm.Money;

/// <summary>Counts the tokens of replies whose provider did not report them, and marks them as estimated.</summary>
public sealed class CountingCaller(IModelCaller inner, TokenCounter counter) : IModelCaller
{
    private const long Absurd = 1000;

    /// <inheritdoc />
    public async Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var result = await inner.CallAsync(call, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
            return result;
        var (input, output) = (Plausible(result.Tokens.Input, counter.Input(call)), result.Tokens.Output);
        var written = counter.Count(result.Text ?? "") + counter.Count(result.Reasoning ?? "") + counter.Count(result.Refusal ?? "");
        if (result.Vectors is null)
            output = Plausible(output, written);
        if (input is not null && output is not null)
            return result;
        return result with
        {
            Tokens = result.Tokens with { Input = input ?? counter.Input(call), Output = output ?? written, IsEstimated = true },
        };
    }

    // No text has 0 tokens, and none has a thousand times what is counted here: such a number is a provider's slip, and costs nothing or all.
    private static long? Plausible(long? told, long counted) =>
        told is null || (told <= 0 && counted > 0) || told > Absurd * Math.Max(counted, Absurd) ? null : told;
}
