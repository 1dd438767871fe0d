using ModelLab.Core.Models;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Views.Overview;

/// <summary>How large a run was. What the file does not say is null.</summary>
/// <param name="Calls">Asks, re-asks included.</param>
/// <param name="JournalHits">Those that the journal answered.</param>
/// <param name="InputTokens">Input tokens of the models whose tokens are known.</param>
/// <param name="OutputTokens">Output tokens of these.</param>
/// <param name="WithoutTokens">Models that were called and whose tokens are unknown; built-in baselines have none and are not among
/// them.</param>
/// <param name="AreEstimates">Whether some tokens were counted here, not by the provider.</param>
public sealed record RunTotals(long? Calls, long? JournalHits, long? InputTokens, long? OutputTokens, int WithoutTokens, bool AreEstimates)
{
    /// <summary>Sums a run's usage up.</summary>
    public static RunTotals Of(Run run)
    {
        if (run.Usage.Count == 0)
            return new(null, null, null, null, 0, false);
        long? Sum(IEnumerable<long?> values) => values.OfType<long>().ToList() is { Count: > 0 } known ? known.Sum() : null;
        return new(
            run.Usage.Sum(u => u.Calls),
            run.Usage.Sum(u => u.JournalHits),
            Sum(run.Usage.Select(u => u.InputTokens)),
            Sum(run.Usage.Select(u => u.OutputTokens)),
            run.Usage.Count(u =>
                u.Calls > 0
                && (u.InputTokens is null || u.OutputTokens is null)
                && !u.Model.StartsWith(ModelRef.BuiltInProvider + ":", StringComparison.Ordinal)
            ),
            run.Usage.Any(u => u.TokensEstimated)
        );
    }
}
