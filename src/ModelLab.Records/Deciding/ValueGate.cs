using System.Globalization;
using ModelLab.Core;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>
/// <c>--fail-under METRIC=VALUE</c>: a metric that every ok combination of a run has to reach, or not to exceed where less is better.
/// </summary>
/// <param name="Metric">The metric.</param>
/// <param name="Limit">The value, in the metric's unit.</param>
public sealed record ValueGate(MetricDefinition Metric, double Limit)
{
    /// <summary>The flag.</summary>
    public const string Flag = "--fail-under";

    /// <summary>Reads the flag's value.</summary>
    /// <exception cref="BadInputException">It is not METRIC=VALUE, or there is no such metric.</exception>
    public static ValueGate Parse(string text)
    {
        var at = text.LastIndexOf('=');
        if (at <= 0)
            throw new BadInputException($"{Flag} {text}: give METRIC=VALUE, such as tier_2.avg_faithfulness=4.5");
        var metric = MetricAddress.Parse(text[..at], Flag);
        if (!double.TryParse(text[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) || !double.IsFinite(limit))
            throw new BadInputException($"{Flag} {text}: '{text[(at + 1)..]}' is not a number");
        return new ValueGate(metric, limit);
    }

    /// <summary>Checks that a run of these tiers measures the metric.</summary>
    /// <exception cref="BadInputException">It does not.</exception>
    public void RequireTier(IReadOnlyCollection<Tier> tiers)
    {
        if (!tiers.Contains(Metric.Tier))
            throw new BadInputException($"{Flag} {Metric.Address}: {Metric.TierName} is not run: add {Metric.Tier.Flag()} to --tier");
    }

    /// <summary>Holds a run against the gate: one result for each different number of its ok combinations.</summary>
    public IReadOnlyList<GateResult> Check(Run run)
    {
        var lower = Metric.LowerIsBetter;
        GateResult Result(ModelNames models, Aggregate? number, GateVerdict verdict, GateGround ground) =>
            new(
                GateKind.FailUnder,
                Metric.Address,
                models,
                null,
                Limit,
                lower,
                number?.Value,
                number?.N ?? 0,
                number?.Interval,
                verdict,
                ground
            );
        var combinations = ModelRun.Compose(run).Where(m => m.Status == ModelRunStatus.Ok).ToList();
        if (combinations.Count == 0)
            return [Result(ModelNames.None, null, GateVerdict.Inconclusive, GateGround.NothingToCheck)];
        var tier = Metric.Tier;
        var results = new List<GateResult>();
        foreach (var group in combinations.GroupBy(c => NumberOf(run, tier, c)))
        {
            if (group.Key is not { Value: { } value } number)
            {
                // No number says which models it is of; all that have none are one line.
                results.Add(
                    Result(
                        group.Key is null ? ModelNames.None : ModelsOf(group.Key),
                        group.Key,
                        GateVerdict.Inconclusive,
                        GateGround.Undefined
                    )
                );
                continue;
            }
            results.Add(
                number.Interval is { } interval ? Result(ModelsOf(number), number, GateRule.Of(interval, Limit, lower), GateGround.Interval)
                : IsOfOnePage(run, tier, number) ? Result(ModelsOf(number), number, GateVerdict.Inconclusive, GateGround.NoInterval)
                : Result(ModelsOf(number), number, GateRule.Of(value, Limit, lower), GateGround.Value)
            );
        }
        return results;
    }

    private Aggregate? NumberOf(Run run, Tier tier, ModelRun combination) =>
        run.Numbers.FirstOrDefault(a => a.Tier == tier && a.Metric == Metric.Name && combination.Models.Have(a));

    private static ModelNames ModelsOf(Aggregate number) => new(number.GenerationModel, number.JudgeModel, number.ProductionJudgeModel);

    // Nothing varies between pages when there is only one.
    private bool IsOfOnePage(Run run, Tier tier, Aggregate number)
    {
        if (!Metric.IsByQuestion)
            return false;
        var items =
            Metric.Kind == MetricKind.MatrixStatistic
                ? run.Scores.Verdicts(number.ProductionJudgeModel!).Select(v => v.Item)
                : Metric.Values(run.Scores, ModelsOf(number)).Keys;
        return items.Select(i => run.Scores.PageOf(tier, i)).Distinct().Take(2).Count() < 2;
    }
}
