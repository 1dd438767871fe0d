using ModelLab.Core;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Records.Deciding;

/// <summary>What wrong decisions of a production judge cost, in a unit of the user's own.</summary>
/// <param name="WrongShow">A bad answer shown.</param>
/// <param name="WrongHide">A good answer hidden.</param>
public sealed record DecisionCosts(double WrongShow, double WrongHide);

/// <summary>What the models of a role are ranked by, and which difference is too small to matter.</summary>
/// <param name="Role">The role.</param>
/// <param name="Tier">The tier of the metric.</param>
/// <param name="Metric">The metric's name in files, or <see cref="ExpectedCost"/>.</param>
/// <param name="Margin">δ: a model whose difference to the leader surely stays above −δ is good enough. In the metric's unit.</param>
/// <param name="Costs">The costs, where the metric is <see cref="ExpectedCost"/>.</param>
public sealed record Objective(ModelRole Role, Tier Tier, string Metric, double Margin, DecisionCosts? Costs = null)
{
    /// <summary>The mean cost of a decision, given what wrong ones cost; less is better.</summary>
    public const string ExpectedCost = "expected_cost";

    /// <summary>F1 of verdicts, the only metric that is no mean over questions.</summary>
    public const string F1 = "f1_score";

    /// <summary>
    /// The measure whose values question by question it is the mean of; null for the cost, which is of verdicts and labels.
    /// </summary>
    public string? Measure => MetricColumns.Find(Tier, Metric)?.Measure;

    /// <summary>How flags and files name it.</summary>
    public string Address => $"{Tier.FileName()}.{Metric}";

    /// <summary>Whether less is better.</summary>
    public bool LowerIsBetter => Metric == ExpectedCost || MetricCatalog.Find(Tier, Metric).Direction == MetricDirection.Lower;

    /// <summary>Whether benchmark judges give the values, so that they are averaged over judges.</summary>
    public bool IsJudged => Role == ModelRole.Generation && Enum.GetValues<Rubric>().Any(r => Measures.Of(r) == Measure);

    /// <summary>The metric's short name.</summary>
    public string Title(Language language) =>
        Metric == ExpectedCost
            ? language.Say("Expected cost of a decision", "Ожидаемая цена решения")
            : MetricText.Title(Tier, Metric, language);

    /// <summary>A value as it is shown.</summary>
    public string Show(double? value, Language language) =>
        Metric == ExpectedCost
            ? value?.ToString("0.000", language.Culture) ?? MetricText.Undefined
            : MetricText.Value(Tier, Metric, value, language);

    /// <summary>What a role is ranked by unless told otherwise; null when the run did not try the role.</summary>
    public static Objective? Default(ModelRole role, SweepSpec spec, Margins margins)
    {
        bool Ran(Tier tier) => spec.Tiers.Contains(tier);
        return role switch
        {
            ModelRole.Generation when Ran(Tier.EndToEnd) => Of(role, Tier.EndToEnd, Measures.MetricOf(Rubric.E2eQuality), margins),
            ModelRole.Generation when Ran(Tier.Generation) => Of(
                role,
                Tier.Generation,
                Measures.MetricOf(spec.Rubrics.Contains(Rubric.AnswerCorrectness) ? Rubric.AnswerCorrectness : spec.Rubrics[0]),
                margins
            ),
            ModelRole.BenchmarkJudge when Ran(Tier.JudgeTrial) => Of(role, Tier.JudgeTrial, "consistency_score", margins),
            ModelRole.ProductionJudge when Ran(Tier.JudgePipeline) => Of(
                role,
                Tier.JudgePipeline,
                margins.Costs is null ? F1 : ExpectedCost,
                margins
            ),
            _ => null,
        };
    }

    /// <summary>The objective of an address such as <c>tier_2.avg_faithfulness</c>.</summary>
    /// <exception cref="BadInputException">No role can be ranked by it.</exception>
    public static Objective Parse(string address, Margins margins) =>
        Find(address, margins)
        ?? throw new BadInputException(
            $"--objective {address}: models cannot be ranked by it: choose one of {string.Join(", ", Known().Keys)}"
        );

    /// <summary>The objective of an address; null when no role can be ranked by it.</summary>
    public static Objective? Find(string address, Margins margins) =>
        Known().TryGetValue(address, out var found) ? Of(found.Role, found.Tier, found.Metric, margins) : null;

    private static Objective Of(ModelRole role, Tier tier, string metric, Margins margins) =>
        new(
            role,
            tier,
            metric,
            metric == ExpectedCost
                ? margins.Share * Math.Max(margins.Costs!.WrongShow, margins.Costs.WrongHide)
                : MetricCatalog.Find(tier, metric).Unit switch
                {
                    "1–5" => margins.Score,
                    "0–100" => 100 * margins.Share,
                    _ => margins.Share,
                },
            margins.Costs
        );

    private static Dictionary<string, (ModelRole Role, Tier Tier, string Metric)> Known()
    {
        var known = new Dictionary<string, (ModelRole, Tier, string)>(StringComparer.Ordinal);
        void Add(ModelRole role, Tier tier, params IEnumerable<string> metrics)
        {
            foreach (var metric in metrics)
                known[$"{tier.FileName()}.{metric}"] = (role, tier, metric);
        }
        Add(
            ModelRole.Generation,
            Tier.EndToEnd,
            Measures.Similarities.Take(1).Concat(Measures.Texts).Select(m => "avg_" + m).Prepend(Measures.MetricOf(Rubric.E2eQuality))
        );
        Add(
            ModelRole.Generation,
            Tier.Generation,
            Measures.Tier2Rubrics.Select(Measures.MetricOf).Concat(Measures.Texts.Select(m => "avg_" + m))
        );
        Add(ModelRole.BenchmarkJudge, Tier.JudgeTrial, "consistency_score", "error_rate");
        Add(ModelRole.ProductionJudge, Tier.JudgePipeline, F1, "accuracy");
        return known;
    }
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
