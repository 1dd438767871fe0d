using System.Text.Json;
using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Deciding;

/// <summary>
/// Reads the <c>recommendation</c> of a run's file back, so that a reader of a large run need not wait for thousands of permutations that
/// were made when it was written. What only the observations tell is
/// null: a pair's variance a page.
/// </summary>
internal static class RecommendationReader
{
    /// <summary>
    /// The recommendation of a role; null when the file has none for this objective, margin included, or it is of another shape.
    /// </summary>
    public static RoleRecommendation? Read(JsonElement list, Objective objective)
    {
        if (list.ValueKind != JsonValueKind.Array)
            return null;
        var found = list.EnumerateArray()
            .FirstOrDefault(r =>
                r.Text("objective") == objective.Address
                && r.Number("margin") == objective.Margin
                && r.Text("role") == Names.Of(objective.Role)
            );
        // The costs behind an expected cost are not in the file.
        if (found.ValueKind != JsonValueKind.Object || objective.Metric == Objective.ExpectedCost)
            return null;
        try
        {
            return Role(found, objective);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        } // of another version
    }

    private static RoleRecommendation Role(JsonElement role, Objective objective)
    {
        Aggregate Number(JsonElement m) =>
            new(objective.Tier, objective.Metric, null, null, null, m.Number("value"), m.Whole("n") ?? 0)
            {
                Interval = Interval(m, m.Number("value")),
            };
        ComparedModel Model(JsonElement m) => new(Required(m, "model"), (int)(m.Whole("rank") ?? 0), Number(m));
        var front = Texts(role, "pareto");
        List<ComparedModel> models = [.. role.List("models").Select(Model)];
        var comparison = new RoleComparison(
            objective,
            Texts(role, "judges"),
            models,
            [.. role.List("pairs").Select(Pair)],
            [.. role.List("baselines").Select(Model)],
            [.. role.List("not_ranked").Select(l => new LeftOutModel(Required(l, "model"), l.Text("reason") ?? ""))],
            [
                .. role.List("judge_orders")
                    .Select(o => new JudgeOrder(
                        Required(o, "first"),
                        Required(o, "second"),
                        o.Number("kendall_tau_b"),
                        (int)(o.Whole("models") ?? 0)
                    )),
            ]
        );
        if (models.Skip(1).Any(m => comparison.Between(models[0].Model, m.Model) is null))
            throw new FormatException("a pair is missing");
        var latency = objective.Role == ModelRole.Generation ? "avg_generation_latency_ms" : "avg_latency_ms";
        List<TradeOff> tradeOffs =
        [
            .. role.List("models")
                .Select(m => new TradeOff(
                    Required(m, "model"),
                    Number(m),
                    m.Number("avg_latency_ms") is { } ms ? new Aggregate(objective.Tier, latency, null, null, null, ms, 0) : null,
                    (decimal?)m.Number("cost_per_1000"),
                    m.Text("currency"),
                    m.Number("failure_rate"),
                    front.Contains(Required(m, "model"))
                )),
        ];
        var pick = role.Text("pick");
        if (pick is not null && models.TrueForAll(m => m.Model != pick))
            throw new FormatException("the pick is no model of the role");
        return new RoleRecommendation(
            comparison,
            tradeOffs,
            Texts(role, "good_enough"),
            Texts(role, "below_floor"),
            pick,
            Names.Parse<PickReason>(Required(role, "pick_reason")),
            [
                .. role.List("constant_verdicts")
                    .Select(c => new ConstantVerdict(c.Flag("shows"), c.Flag("is_majority"), c.Number("value"), c.Whole("n") ?? 0)),
            ]
        );
    }

    private static ModelPair Pair(JsonElement pair)
    {
        var difference = pair.Number("difference");
        var effect = new PairedEffect(
            (int)(pair.Whole("wins") ?? 0),
            (int)(pair.Whole("ties") ?? 0),
            (int)(pair.Whole("losses") ?? 0),
            difference,
            pair.Number("cohens_d")
        );
        var comparison = new PairedComparison(
            (int)(pair.Whole("questions") ?? 0),
            (int)(pair.Whole("pages") ?? 0),
            difference,
            Interval(pair, difference),
            pair.Number("p_value"),
            Names.Parse<PairedTest>(Required(pair, "test")),
            effect,
            null
        );
        return new ModelPair(
            Required(pair, "first"),
            Required(pair, "second"),
            comparison,
            pair.Number("p_holm") ?? throw new FormatException("p_holm is missing"),
            pair.Text("better"),
            pair.Whole("more_pages"),
            pair.Whole("more_questions")
        );
    }

    private static ConfidenceInterval? Interval(JsonElement of, double? estimate) =>
        estimate is { } value && of.Field("interval") is { } i && i.Number("lower") is { } lower && i.Number("upper") is { } upper
            ? new ConfidenceInterval(value, lower, upper, (int)(i.Whole("pages") ?? 0))
            : null;

    private static List<string> Texts(JsonElement of, string field) =>
        [.. of.List(field).Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)];

    private static string Required(JsonElement of, string field) => of.Text(field) ?? throw new FormatException($"{field} is missing");
}
