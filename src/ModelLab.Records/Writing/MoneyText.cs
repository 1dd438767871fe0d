using ModelLab.Core.Models;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>Money in words. An unknown price is unknown, not 0.</summary>
public static class MoneyText
{
    /// <summary>Sums by currency; «—» when none is known, and a note when some are missing.</summary>
    public static string Words(IReadOnlyDictionary<string, decimal> costs, int unpriced, Language language)
    {
        if (costs.Count == 0 || (unpriced > 0 && costs.Values.All(c => c == 0)))
            return unpriced > 0 ? language.Say("unknown", "неизвестно") : MetricText.Undefined;
        var sums = string.Join(" + ", costs.Select(c => c.Value.ToString("0.00##", language.Culture) + "\u00A0" + c.Key));
        return unpriced > 0 ? language.Say($"at least {sums}", $"не менее {sums}") : sums;
    }

    /// <summary>What models cost together.</summary>
    public static string Words(IReadOnlyCollection<ModelUsage> usage, Language language)
    {
        var costs = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var u in usage)
            if (u is { Cost: { } cost, Currency: { } currency })
                costs[currency] = costs.GetValueOrDefault(currency) + cost;
        return Words(costs, usage.Count(u => !ModelRef.NamesBuiltIn(u.Model) && (u.Cost is null || u.Currency is null)), language);
    }
}
