using ModelLab.Core.Models;
using ModelLab.Records.Reading;

namespace ModelLab.Records.Vocabulary;

/// <summary>A part of the benchmark.</summary>
public enum Tier
{
    /// <summary>The geometry of the questions' embeddings.</summary>
    Intrinsic,

    /// <summary>Retrieval of chunks and pages.</summary>
    Retrieval,

    /// <summary>Generation on ideal context.</summary>
    Generation,

    /// <summary>Generation on retrieved context.</summary>
    EndToEnd,

    /// <summary>Trials of benchmark judges.</summary>
    JudgeTrial,

    /// <summary>Trials of production judges against labels.</summary>
    JudgePipeline,

    /// <summary>What users of a conversation meet: cached answers, follow-ups, rephrased questions.</summary>
    Ux,
}

/// <summary>The names of tiers in flags and files, and what each needs.</summary>
public static class TierNames
{
    /// <summary>All tiers, in the order they are shown.</summary>
    public static IReadOnlyList<Tier> All { get; } = Enum.GetValues<Tier>();

    /// <summary>The value of <c>--tier</c>.</summary>
    public static string Flag(this Tier tier) =>
        tier switch
        {
            Tier.Intrinsic => "0",
            Tier.Retrieval => "1",
            Tier.Generation => "2",
            Tier.EndToEnd => "3",
            Tier.JudgeTrial => "judge",
            Tier.JudgePipeline => "judge_pipeline",
            _ => "ux",
        };

    /// <summary>Whether the tier works on the questions of the data set.</summary>
    public static bool NeedsQuestions(this Tier tier) => tier != Tier.JudgePipeline;

    /// <summary>Whether the tier answers or judges from each question's ideal context.</summary>
    public static bool NeedsContexts(this Tier tier) => tier is Tier.Generation or Tier.JudgeTrial;

    /// <summary>Whether the tier needs a knowledge base and an embedder.</summary>
    public static bool NeedsKnowledge(this Tier tier) => tier is Tier.Intrinsic or Tier.Retrieval or Tier.EndToEnd or Tier.Ux;

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
    public static IReadOnlyList<ModelRole> Roles(this Tier tier) =>
        tier switch
        {
            Tier.Generation or Tier.EndToEnd => [ModelRole.Generation, ModelRole.BenchmarkJudge],
            Tier.JudgeTrial => [ModelRole.BenchmarkJudge],
            Tier.JudgePipeline => [ModelRole.ProductionJudge],
            _ => [],
        };
}
