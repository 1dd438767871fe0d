using System.Collections.Concurrent;
using ModelLab.Llm.Calls;

namespace ModelLab.Llm.Money;

/// <summary>
/// Notices endpoints that cut prompts off without a word, as local servers do beyond their context length: they report far fewer prompt
/// tokens than were sent.
/// </summary>
public sealed class PromptCuts(TokenCounter counter)
{
    // Vocabularies differ, yet hardly by a third; short prompts tell nothing.
    private const double Suspicious = 0.7;
    private const int LeastTokens = 512;

    // No vocabulary makes tokens of more letters than this on average, so a report above it needs no count of ours.
    private const double MostLettersPerToken = 5;

    private readonly ConcurrentDictionary<string, (int Calls, long Reported, long Sent)> _cuts = new(StringComparer.Ordinal);

    /// <summary>Looks at what an endpoint reported of a call.</summary>
    public void Add(ModelCall call, CallResult result)
    {
        if (result.Tokens is not { Input: { } reported and > 0, CachedInput: null or 0 } || call.Inputs is not null)
            return;
        var letters = call.Messages.Sum(m => (long)m.Text.Length);
        if (
            reported * MostLettersPerToken >= letters
            || counter.Input(call) is var sent && (sent < LeastTokens || reported >= Suspicious * sent)
        )
            return;
        _cuts.AddOrUpdate(
            call.Endpoint.Model.ToString(),
            (1, reported, sent),
            (_, sum) => (sum.Calls + 1, sum.Reported + reported, sum.Sent + sent)
        );
    }

    /// <summary>The models that it was noticed of, with what they reported of how many calls on average, for the run's notes.</summary>
    public IReadOnlyList<(string Model, int Calls, long Reported, long Sent)> Noticed =>
        [
            .. _cuts
                .OrderBy(c => c.Key, StringComparer.Ordinal)
                .Select(c => (c.Key, c.Value.Calls, c.Value.Reported / c.Value.Calls, c.Value.Sent / c.Value.Calls)),
        ];
}
