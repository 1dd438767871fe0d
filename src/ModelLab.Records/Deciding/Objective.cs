using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>What wrong decisions of a production judge cost, in a unit of the user's own.</summary>
/// <param name="WrongShow">A bad answer shown.</param>
/// <param name="WrongHide">A good answer hidden.</param>
public sealed record DecisionCosts(double WrongShow, double WrongHide);

/// <summary>What the models of a role are ranked by, and which difference is too small to matter.</summary>
/// <param name="Role">The role.</param>
/// <param name="Metric">The metric; that of the catalogue, or <see cref="JudgePipelineMetrics.ExpectedCost"/>.</param>
/// <param name="Margin">δ: a model whose difference to the leader surely stays above −δ is good enough. In the metric's unit.</param>
/// <param name="Costs">The costs, where the metric is the expected cost.</param>
public sealed record Objective(ModelRole Role, MetricDefinition Metric, double Margin, DecisionCosts? Costs = null)
{
    /// <summary>The tier of the metric.</summary>
    public Tier Tier => Metric.Tier;

    /// <summary>How flags and files name it.</summary>
    public string Address => Metric.Address;

    /// <summary>Where a question's value lies.</summary>
    public Scale Scale => Costs is { } costs ? new Scale(0, Math.Max(costs.WrongShow, costs.WrongHide)) : Metric.Scale;

    /// <summary>Whether less is better.</summary>
    public bool LowerIsBetter => Metric.LowerIsBetter;

    /// <summary>Whether benchmark judges give the values, so that they are averaged over judges.</summary>
    public bool IsJudged => Metric.IsJudged;

    /// <summary>The metric's short name.</summary>
    public string Title(Language language) => MetricText.Title(Metric, language);

    /// <summary>A value as it is shown.</summary>
    public string Show(double? value, Language language) => MetricText.Value(Metric, value, language);

    /// <summary>What a role is ranked by unless told otherwise; null when the run did not try the role.</summary>
    public static Objective? Default(ModelRole role, SweepSpec spec, Margins margins)
    {
        // An answer on what retrieval finds says more than one on the ideal context.
        var leading = spec
            .Tiers.Distinct()
            .OrderByDescending(t => t)
            .Select(tier => Leading(tier, spec))
            .FirstOrDefault(m => m?.Role == role);
        if (leading is null)
            return null;
        return role == ModelRole.ProductionJudge && margins.Costs is not null
            ? Of(JudgePipelineMetrics.ExpectedCost, margins)
            : Of(leading, margins);
    }

    /// <summary>The objective of an address such as <c>tier_2.avg_faithfulness</c>.</summary>
    /// <exception cref="BadInputException">No role can be ranked by it.</exception>
    public static Objective Parse(string address, Margins margins) =>
        Find(address, margins)
        ?? throw new BadInputException(
            $"--objective {address}: models cannot be ranked by it: choose one of {string.Join(", ", MetricCatalog.Ranking.Select(m => m.Address))}"
        );

    /// <summary>The objective of an address; null when no role can be ranked by it.</summary>
    public static Objective? Find(string address, Margins margins) =>
        MetricCatalog.Ranking.FirstOrDefault(m => m.Address == address) is { } found ? Of(found, margins) : null;

    /// <summary>The objective of a metric.</summary>
    /// <exception cref="ArgumentException">No role can be ranked by it.</exception>
    public static Objective Of(MetricDefinition metric, Margins margins) =>
        metric is not { Ranks: true, Role: { } role }
            ? throw new ArgumentException($"models cannot be ranked by {metric.Address}", nameof(metric))
            : new(
                role,
                metric,
                metric == JudgePipelineMetrics.ExpectedCost ? margins.Share * Math.Max(margins.Costs!.WrongShow, margins.Costs.WrongHide)
                    : metric.Unit == "1–5" ? margins.Score
                    : margins.Share * (metric.Maximum == 100 ? 100 : 1),
                margins.Costs
            );

    // What a run did not ask its judges for cannot lead: the first rubric that it did ask for does.
    private static MetricDefinition? Leading(Tier tier, SweepSpec spec) =>
        MetricCatalog
            .Columns(tier)
            .FirstOrDefault(m => m.Ranks && (tier != Tier.Generation || spec.Rubrics.Any(r => Measures.Of(r) == m.Measure)));
}

/// <summary>What is too small to matter, and what is too bad to choose.</summary>
public sealed record Margins
{
    /// <summary>δ on the 1–5 scale.</summary>
    public double Score { get; init; } = 0.2;

    /// <summary>δ of F1, shares and cosines; a hundredfold for BLEU; times the dearer wrong decision for the expected cost.</summary>
    public double Share { get; init; } = 0.03;

    /// <summary>A generator whose faithfulness surely lies below is not picked.</summary>
    public double FaithfulnessFloor { get; init; } = 4;

    /// <summary>What wrong show decisions cost; null to rank production judges by F1.</summary>
    public DecisionCosts? Costs { get; init; }
}
