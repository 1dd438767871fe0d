using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Runs.Planning;

namespace ModelLab.Runs.Results;

/// <summary>What one model in one role was asked and used. Unknown tokens and money are null.</summary>
public sealed record ModelUsage
{
    /// <summary>The role.</summary>
    public required ModelRole Role { get; init; }

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>Units of work.</summary>
    public long Units { get; init; }

    /// <summary>Asks, re-asks included.</summary>
    public long Calls { get; init; }

    /// <summary>HTTP attempts, retries included.</summary>
    public long Attempts { get; init; }

    /// <summary>Input tokens the provider reported; null when it reported none.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Output tokens the provider reported; null when it reported none.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Reasoning tokens among them; null when none were reported.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Units by outcome, as files name it.</summary>
    public required IReadOnlyDictionary<string, long> Outcomes { get; init; }

    /// <summary>What it cost; null: prices are not known.</summary>
    public double? Cost { get; init; }

    /// <summary>Sums observations up by role and model.</summary>
    public static IReadOnlyList<ModelUsage> Of(IEnumerable<Observation> observations)
    {
        var sums = new Dictionary<(ModelRole, string), ModelUsage>();
        foreach (var o in observations)
        {
            var role = o.ProductionJudgeModel is not null ? ModelRole.ProductionJudge : o.JudgeModel is not null ? ModelRole.BenchmarkJudge : ModelRole.Generation;
            var key = (role, o.AskedModel);
            if (!sums.TryGetValue(key, out var so))
                so = new ModelUsage { Role = role, Model = o.AskedModel, Outcomes = Enum.GetValues<Outcome>().ToDictionary(Names.Of, _ => 0L) };
            ((Dictionary<string, long>)so.Outcomes)[Names.Of(o.Outcome)]++;
            sums[key] = so with
            {
                Units = so.Units + 1,
                Calls = so.Calls + o.Facts.Asks,
                Attempts = so.Attempts + o.Facts.Attempts,
                InputTokens = Sum(so.InputTokens, o.Facts.InputTokens),
                OutputTokens = Sum(so.OutputTokens, o.Facts.OutputTokens),
                ReasoningTokens = Sum(so.ReasoningTokens, o.Facts.ReasoningTokens),
            };
        }
        return [.. sums.Values.OrderBy(u => u.Role).ThenBy(u => u.Model, StringComparer.Ordinal)];
    }

    private static long? Sum(long? a, long? b) => a is null ? b : b is null ? a : a + b;
}
