using System.Text.Json.Nodes;
using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Writing;

/// <summary>What <c>compare --json</c> prints. Field names are documented in docs/file-formats.md.</summary>
public static class ComparisonJson
{
    /// <summary>The document.</summary>
    public static JsonObject Node(RunComparison comparison) =>
        new()
        {
            ["baseline"] = comparison.Baseline,
            ["comparable"] = comparison.IsComparable,
            ["runs"] = new JsonArray([.. comparison.Later.Select(Node)]),
        };

    private static JsonNode Node(LaterRun later) =>
        new JsonObject
        {
            ["run"] = later.Run,
            ["differences"] = new JsonArray([
                .. later.Differences.Select(d =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["part"] = d.Part,
                            ["before"] = d.First,
                            ["after"] = d.Second,
                        }
                ),
            ]),
            ["items_only_before"] = Texts(later.ItemsOnlyBefore),
            ["items_only_after"] = Texts(later.ItemsOnlyAfter),
            ["replaced_models"] = new JsonArray([
                .. later.Replaced.Select(r =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["role"] = Names.Of(r.Role),
                            ["before"] = r.Before,
                            ["after"] = r.After,
                        }
                ),
            ]),
            ["unmatched_models"] = new JsonArray([
                .. later.Unmatched.Select(u =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["role"] = Names.Of(u.Role),
                            ["model"] = u.Model,
                            ["run"] = u.Run,
                            ["raced"] = u.IsRaced,
                        }
                ),
            ]),
            ["metrics"] = new JsonArray([.. later.Changes.Select(Node)]),
        };

    private static JsonNode Node(MetricChange change)
    {
        var paired = change.Values.Paired;
        return new JsonObject
        {
            ["metric"] = change.Metric.Address,
            ["models_before"] = Models(change.Before),
            ["models_after"] = Models(change.After),
            ["before"] = change.Values.Second,
            ["after"] = change.Values.First,
            ["change"] = paired.Difference,
            ["interval"] = RecommendationJson.Interval(paired.Interval),
            ["test"] = Names.Of(paired.Test),
            ["p_value"] = paired.PValue,
            ["p_holm"] = change.AdjustedPValue,
            ["verdict"] = Names.Of(change.Verdict),
            ["better"] = change.Better,
            ["same"] = paired.Effect.Ties,
            ["worse"] = change.Worse,
            ["questions"] = paired.Questions,
            ["pages"] = paired.Pages,
            ["questions_only_before"] = change.Values.OnlySecond,
            ["questions_only_after"] = change.Values.OnlyFirst,
        };
    }

    /// <summary>The models of a number by role, null where it does not depend on one.</summary>
    internal static JsonObject Models(ModelNames models) =>
        new()
        {
            ["generation_model"] = models.Of(ModelRole.Generation),
            ["judge_model"] = models.Of(ModelRole.BenchmarkJudge),
            ["production_judge_model"] = models.Of(ModelRole.ProductionJudge),
        };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)JsonValue.Create(t)!)];
}
