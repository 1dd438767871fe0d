using System.Text;
using ModelLab.Llm.Calls;

namespace ModelLab.Llm.Money;

/// <summary>Counts the tokens of replies whose provider did not report them, or reported what cannot be, and marks them as estimated.</summary>
/// <param name="inner">Makes the attempt.</param>
/// <param name="counter">Counts.</param>
/// <param name="cuts">Told of every report; null where nobody asks.</param>
public sealed class CountingCaller(IModelCaller inner, TokenCounter counter, PromptCuts? cuts = null) : IModelCaller
{
    // Beside a text's own bytes: templates and prompts of the provider's, and reasoning that it does not show.
    private const long MostUnseen = 1_000_000;

    /// <inheritdoc />
    public async Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var result = await inner.CallAsync(call, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
            return result;
        string[] written = result.Vectors is null ? [result.Text ?? "", result.Reasoning ?? "", result.Refusal ?? ""] : [];
        var asked = call.Inputs ?? call.Messages.Select(m => m.Text);
        var (input, output) = (Plausible(result.Tokens.Input, asked), Plausible(result.Tokens.Output, written));
        if (input is not null)
            cuts?.Add(call, result);
        if (input is not null && output is not null)
            return result;
        return result with
        {
            Tokens = result.Tokens with
            {
                Input = input ?? counter.Input(call),
                Output = output ?? written.Sum(counter.Count),
                IsEstimated = true,
            },
        };
    }

    // No text has 0 tokens, and no token is shorter than a byte: another number is a provider's slip, and would cost nothing or all.
    private static long? Plausible(long? told, IEnumerable<string> texts)
    {
        var bytes = texts.Sum(t => (long)Encoding.UTF8.GetByteCount(t));
        return told is null || (told <= 0 && bytes > 0) || told > bytes + MostUnseen ? null : told;
    }
}
