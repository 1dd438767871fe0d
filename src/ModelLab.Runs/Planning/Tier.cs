using ModelLab.Core.Models;

namespace ModelLab.Runs.Planning;

/// <summary>A part of the benchmark.</summary>
public enum Tier
{
    /// <summary>Generation on ideal context.</summary>
    Generation,

    /// <summary>Trials of benchmark judges.</summary>
    JudgeTrial,

    /// <summary>Trials of production judges against labels.</summary>
    JudgePipeline,
}

/// <summary>The names of tiers in flags and files, and the roles each needs.</summary>
public static class TierNames
{
    /// <summary>All tiers, in the order they are shown.</summary>
    public static IReadOnlyList<Tier> All { get; } = [Tier.Generation, Tier.JudgeTrial, Tier.JudgePipeline];

    /// <summary>The value of <c>--tier</c>.</summary>
    public static string Flag(this Tier tier) => tier switch { Tier.Generation => "2", Tier.JudgeTrial => "judge", _ => "judge_pipeline" };

    /// <summary>The tier of a value of <c>--tier</c>.</summary>
    /// <exception cref="FormatException">No tier has this name.</exception>
    public static Tier FromFlag(string flag) =>
        All.Where(t => t.Flag() == flag).Cast<Tier?>().FirstOrDefault() ?? throw new FormatException($"no tier is called '{flag}'");

    /// <summary>The name in files: <c>tier_2</c>, <c>tier_judge</c>, <c>tier_judge_pipeline</c>.</summary>
    public static string FileName(this Tier tier) => "tier_" + tier.Flag();

    /// <summary>The tier of a file name.</summary>
    /// <exception cref="FormatException">No tier has this name.</exception>
    public static Tier FromFileName(string name) =>
        All.Where(t => t.FileName() == name).Cast<Tier?>().FirstOrDefault() ?? throw new FormatException($"no tier is called '{name}'");

    /// <summary>The roles that a tier calls models in.</summary>
    public static IReadOnlyList<ModelRole> Roles(this Tier tier) => tier switch
    {
        Tier.Generation => [ModelRole.Generation, ModelRole.BenchmarkJudge],
        Tier.JudgeTrial => [ModelRole.BenchmarkJudge],
        _ => [ModelRole.ProductionJudge],
    };
}
