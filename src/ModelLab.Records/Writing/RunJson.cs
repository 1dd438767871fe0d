using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Core.Judging;
using ModelLab.Records.Analyses;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>
/// A run as one element of <c>benchmark_runs.json</c> and as <c>rag_benchmark_ID.json</c>. Field names are a contract (DESIGN, Files).
/// </summary>
public static class RunJson
{
    private static readonly string[] AllTiers = [.. TierNames.All.Select(t => t.FileName())];

    /// <summary>The element of the registry.</summary>
    /// <param name="run">The run.</param>
    /// <param name="recommendations">Which model to use in each role that was tried.</param>
    /// <param name="language">The language of the executive summary; null for English.</param>
    public static JsonObject Element(Run run, IReadOnlyList<RoleRecommendation> recommendations, Language? language = null)
    {
        var status = RunStatus.Of(run, recommendations);
        var runs = ModelRun.Compose(run);
        // The top level shows the first usable combination, so that readers of schema 2.0 find what they know.
        var first = runs.FirstOrDefault(r => r.Status == ModelRunStatus.Ok);
        var element = new JsonObject
        {
            ["id"] = run.Id,
            ["timestamp"] = run.Timestamp.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
            ["git_branch"] = run.Entry.GitBranch,
            ["git_commit_hash"] = run.Entry.GitCommit,
            ["run_author"] = run.Entry.Author,
            ["schema_version"] = RunEntry.CurrentSchema,
            ["dataset_file"] = run.Spec.DatasetFile ?? run.Spec.JudgePipelineFile,
            ["dataset_type"] = run.Spec.Mode,
            ["dataset_sha256"] = run.Spec.DatasetSha256 ?? run.Spec.JudgePipelineSha256,
            ["fingerprint"] = run.Fingerprint.Hash,
            ["judge_model"] = first?.Models.JudgeModel,
            ["production_judge_model"] = first?.Models.ProductionJudgeModel,
            ["generation_model"] = first?.Models.GenerationModel,
            ["embedding_model"] = run.Spec.EmbeddingModel,
            ["judge_eval_mode"] = Names.Of(run.Spec.JudgeEvalMode),
            ["consistency_runs"] = run.Spec.ConsistencyRuns,
        };
        foreach (var name in AllTiers)
            element[name + "_metrics"] = TierValues(first, name);
        element["utilization_metrics"] = AnalyticsJson.NodeOrNull(run.Analyses.Utilization);
        element["topic_coverage_metrics"] = AnalyticsJson.NodeOrNull(run.Analyses.Topics);
        element["domain_analysis_metrics"] = AnalyticsJson.NodeOrNull(run.Analyses.Domain);
        element["model_runs"] = new JsonArray([.. runs.Select(r => ModelRunNode(r, Names.Of(run.Spec.JudgeEvalMode)))]);
        element["excluded_models"] = new JsonArray([
            .. run.Excluded.Select(e =>
                (JsonNode)
                    new JsonObject
                    {
                        ["role"] = Names.Of(e.Role),
                        ["model"] = e.Model,
                        ["reason"] = e.Reason,
                        ["reason_code"] = NoteNode(e.ReasonCode),
                    }
            ),
        ]);
        element["usage"] = new JsonArray([.. run.Usage.Select(UsageNode)]);
        element["recommendation"] = RecommendationJson.Node(recommendations);
        element["executive_summary"] = StatusText.Summary(status, language ?? Language.English);
        element["overall_status"] = Names.Of(status.Overall);
        element["status_combination"] = status.Combination is { Models: var models }
            ? new JsonObject
            {
                ["generation_model"] = models.GenerationModel,
                ["judge_model"] = models.JudgeModel,
                ["production_judge_model"] = models.ProductionJudgeModel,
            }
            : null;
        return element;
    }

    /// <summary>
    /// The detail: the element, and the spec, every aggregate with its denominator, the verdict on each baseline, and notes.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="recommendations">Which model to use in each role that was tried.</param>
    /// <param name="language">The language of the executive summary; null for English.</param>
    public static JsonObject Detail(Run run, IReadOnlyList<RoleRecommendation> recommendations, Language? language = null)
    {
        var detail = Element(run, recommendations, language);
        detail["spec"] = JsonSerializer.SerializeToNode(run.Spec, RunsJson.Files);
        detail["fingerprint_parts"] = JsonSerializer.SerializeToNode(run.Fingerprint.Parts, RunsJson.Files);
        detail["aggregates"] = new JsonArray([
            .. run.Numbers.Select(a =>
                (JsonNode)
                    new JsonObject
                    {
                        ["tier"] = a.Tier.FileName(),
                        ["metric"] = a.Metric,
                        ["generation_model"] = a.GenerationModel,
                        ["judge_model"] = a.JudgeModel,
                        ["production_judge_model"] = a.ProductionJudgeModel,
                        ["value"] = a.Value,
                        ["n"] = a.N,
                        ["interval"] = RecommendationJson.Interval(a.Interval),
                        ["pages_alike"] = a.PagesAlike,
                    }
            ),
        ]);
        detail["baselines"] = new JsonArray([
            .. RunStatus
                .Of(run, recommendations)
                .Checks.Select(c =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["metric"] = c.Metric.Address,
                            ["baseline"] = c.Baseline,
                            ["value"] = c.Number.Value,
                            ["n"] = c.Number.N,
                            ["interval"] = RecommendationJson.Interval(c.Number.Interval),
                            ["verdict"] = Names.Of(c.Verdict),
                        }
                ),
        ]);
        // The list has verdicts alone; this says also what was switched off, and what no combination could be held against.
        detail["baseline_values"] = new JsonObject(
            run.Baselines.Select(b => KeyValuePair.Create(b.Metric, (JsonNode?)JsonValue.Create(b.Baseline)))
        );
        detail["failures"] = new JsonArray([.. run.Failures.Select(FailureNode)]);
        detail["race"] = RaceReport.Node(run.Races);
        detail["notes"] = new JsonArray([.. run.Notes.Select(n => (JsonNode)JsonValue.Create(n.Text)!)]);
        detail["note_codes"] = new JsonArray([.. run.Notes.Select(n => NoteNode(n.Note))]);
        return detail;
    }

    /// <summary>A note as files hold it; null where its code is not known.</summary>
    public static JsonNode? NoteNode(RunNote? note) => note is null ? null : JsonSerializer.SerializeToNode(note, RunsJson.Files);

    private static JsonNode ModelRunNode(ModelRun run, string judgeEvalMode)
    {
        var metrics = new JsonObject();
        if (run.Status != ModelRunStatus.Excluded)
            foreach (var name in AllTiers)
                metrics[name] = TierValues(run, name);
        return new JsonObject
        {
            ["generation_model"] = run.Models.GenerationModel,
            ["judge_model"] = run.Models.JudgeModel,
            ["production_judge_model"] = run.Models.ProductionJudgeModel,
            ["judge_eval_mode"] = judgeEvalMode,
            ["status"] = Names.Of(run.Status),
            ["exclusion_reason"] = run.Reason,
            ["metrics"] = metrics,
            ["exclusion_reasons"] = new JsonArray([
                .. run.Reasons.Select(r =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["model"] = r.Model,
                            ["reason"] = r.Reason.Text,
                            ["reason_code"] = NoteNode(r.Reason.Note),
                        }
                ),
            ]),
        };
    }

    private static JsonObject? TierValues(ModelRun? run, string tierName)
    {
        if (run is null)
            return null;
        foreach (var (tier, values) in run.Metrics)
        {
            if (tier.FileName() != tierName)
                continue;
            var node = new JsonObject();
            foreach (var (name, value) in values)
                node[name] = value;
            return node;
        }
        return null;
    }

    private static JsonNode FailureNode(FailureGroup failure) =>
        new JsonObject
        {
            ["role"] = Names.Of(failure.Role),
            ["model"] = failure.Model,
            ["outcome"] = Names.Of(failure.Outcome),
            ["reason"] = failure.Reason,
            ["count"] = failure.Count,
            ["of"] = failure.Of,
            ["examples"] = new JsonArray([.. failure.Examples.Select(e => (JsonNode)JsonValue.Create(e)!)]),
            ["is_final"] = failure.IsFinal,
        };

    private static JsonNode UsageNode(ModelUsage usage) =>
        new JsonObject
        {
            ["role"] = Names.Of(usage.Role),
            ["model"] = usage.Model,
            ["units"] = usage.Units,
            ["calls"] = usage.Calls,
            ["journal_hits"] = usage.JournalHits,
            ["attempts"] = usage.Attempts,
            ["input_tokens"] = usage.InputTokens,
            ["cached_input_tokens"] = usage.CachedInputTokens,
            ["output_tokens"] = usage.OutputTokens,
            ["reasoning_tokens"] = usage.ReasoningTokens,
            ["tokens_estimated"] = usage.TokensEstimated,
            ["mean_calls_in_flight"] = usage.MeanInFlight,
            ["returned_models"] = new JsonArray([.. usage.ReturnedModels.Select(m => (JsonNode)JsonValue.Create(m)!)]),
            ["cost"] = usage.Cost,
            ["currency"] = usage.Currency,
            ["told_cost"] = usage.ToldCost,
            ["cost_is_told"] = usage.CostIsTold,
            ["outcomes"] = new JsonObject(usage.Outcomes.Select(o => KeyValuePair.Create(o.Key, (JsonNode?)JsonValue.Create(o.Value)))),
        };
}
