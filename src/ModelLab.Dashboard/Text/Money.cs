using ModelLab.Core.Text;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Text;

/// <summary>Money in words. An unknown price is unknown, not 0.</summary>
public static class Money
{
    /// <summary>Sums by currency; «—» when none is known, and a note when some are missing.</summary>
    public static string Words(IReadOnlyDictionary<string, decimal> costs, int unpriced, Language language)
    {
        if (costs.Count == 0 || (unpriced > 0 && costs.Values.All(c => c == 0)))
            return unpriced > 0 ? language.Say("unknown", "неизвестно") : MetricText.Undefined;
        var sums = string.Join(" + ", costs.Select(c => c.Value.ToString("0.00##", language.Culture) + "\u00A0" + c.Key));
        return unpriced > 0 ? language.Say($"at least {sums}", $"не менее {sums}") : sums;
    }
}
