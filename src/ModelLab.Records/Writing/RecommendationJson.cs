using System.Text.Json.Nodes;
using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary><c>recommendation</c> of a run's element: one object a role. Field names are documented in docs/file-formats.md.</summary>
public static class RecommendationJson
{
    /// <summary>The array.</summary>
    public static JsonArray Node(IEnumerable<RoleRecommendation> recommendations) => new([.. recommendations.Select(Node)]);

    private static JsonObject Node(RoleRecommendation recommendation)
    {
        var comparison = recommendation.Comparison;
        return new JsonObject
        {
            ["role"] = Names.Of(recommendation.Role),
            ["objective"] = comparison.Objective.Address,
            ["margin"] = comparison.Objective.Margin,
            ["verdict"] = Names.Of(recommendation.Verdict),
            ["baselines_only"] = recommendation.BaselinesOnly,
            ["pick"] = recommendation.Pick,
            ["pick_reason"] = recommendation.Reason is { } reason ? Names.Of(reason) : null,
            ["chosen_in"] = recommendation.EarlierChoice is { } earlier
                ? new JsonObject
                {
                    ["run"] = recommendation.EarlierRun,
                    ["model"] = earlier.Model,
                    ["among"] = earlier.Among,
                }
                : null,
            ["provisional"] = recommendation.Provisional,
            ["reason_en"] = new RecommendationText(Language.English).Reason(recommendation),
            ["reason_ru"] = new RecommendationText(Language.Russian).Reason(recommendation),
            ["tied_best"] = Texts(comparison.TiedBest.Select(m => m.Model)),
            ["good_enough"] = Texts(recommendation.GoodEnough),
            ["below_floor"] = Texts(recommendation.BelowFloor.Keys),
            ["floors"] = new JsonArray([
                .. recommendation.BelowFloor.Select(f =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["model"] = f.Key,
                            ["floor"] = Names.Of(f.Value.Kind),
                            ["built_in"] = f.Value.Model,
                        }
                ),
            ]),
            ["pareto"] = Texts(recommendation.TradeOffs.Where(t => t.OnFront).Select(t => t.Model)),
            ["judges"] = Texts(comparison.Judges),
            ["models"] = new JsonArray([
                .. comparison.Models.Select(m => Model(m, recommendation.TradeOffs.First(t => t.Model == m.Model))),
            ]),
            ["baselines"] = new JsonArray([.. comparison.Baselines.Select(m => Model(m, null))]),
            ["constant_verdicts"] = new JsonArray([
                .. recommendation.Constants.Select(c =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["shows"] = c.Shows,
                            ["is_majority"] = c.IsMajority,
                            ["value"] = c.Value,
                            ["n"] = c.N,
                        }
                ),
            ]),
            ["not_ranked"] = new JsonArray([
                .. comparison.LeftOut.Select(l =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["model"] = l.Model,
                            ["reason"] = l.Reason,
                            ["reason_code"] = RunJson.NoteNode(l.Why.Note),
                        }
                ),
            ]),
            ["pairs"] = new JsonArray([.. comparison.Pairs.Select(Pair)]),
            ["judge_orders"] = new JsonArray([
                .. comparison.JudgeOrders.Select(o =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["first"] = o.First,
                            ["second"] = o.Second,
                            ["kendall_tau_b"] = o.Tau,
                            ["models"] = o.Models,
                        }
                ),
            ]),
        };
    }

    private static JsonNode Model(ComparedModel model, TradeOff? trade)
    {
        var node = new JsonObject
        {
            ["model"] = model.Model,
            ["rank"] = model.Rank > 0 ? model.Rank : null,
            ["value"] = model.Number.Value,
            ["n"] = model.Number.N,
            ["interval"] = Interval(model.Number.Interval),
        };
        if (trade is null)
            return node;
        (node["avg_latency_ms"], node["cost_per_1000"], node["currency"], node["failure_rate"]) = (
            trade.Latency?.Value,
            trade.CostPerThousand,
            trade.Currency,
            trade.Failures
        );
        return node;
    }

    private static JsonNode Pair(ModelPair pair) =>
        new JsonObject
        {
            ["first"] = pair.First,
            ["second"] = pair.Second,
            ["questions"] = pair.Comparison.Questions,
            ["pages"] = pair.Comparison.Pages,
            ["difference"] = pair.Comparison.Difference,
            ["interval"] = Interval(pair.Comparison.Interval),
            ["test"] = Names.Of(pair.Comparison.Test),
            ["p_value"] = pair.Comparison.PValue,
            ["p_holm"] = pair.AdjustedPValue,
            ["better"] = pair.Better,
            ["wins"] = pair.Comparison.Effect.Wins,
            ["ties"] = pair.Comparison.Effect.Ties,
            ["losses"] = pair.Comparison.Effect.Losses,
            ["cohens_d"] = pair.Comparison.Effect.Standardised,
            ["more_pages"] = pair.MorePages,
            ["more_questions"] = pair.MoreQuestions,
        };

    /// <summary>An interval as files hold it; null where there is none.</summary>
    public static JsonObject? Interval(ConfidenceInterval? interval) =>
        interval is null
            ? null
            : new JsonObject
            {
                ["lower"] = interval.Lower,
                ["upper"] = interval.Upper,
                ["pages"] = interval.Clusters,
                ["reliable"] = interval.IsReliable,
            };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)JsonValue.Create(t)!)];
}
