using System.Text.Json;
using ModelLab.Core.Judging;
using ModelLab.Records.Deciding;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Reading;

/// <summary>An element of <c>benchmark_runs.json</c>, of whatever version, as a line of the list.</summary>
internal static class RunEntryReader
{
    private static readonly string[] TierFields = [.. TierNames.All.Select(t => t.FileName())];

    public static readonly string[] AnalysisFields = ["utilization_metrics", "topic_coverage_metrics", "domain_analysis_metrics"];

    /// <summary>The line; its id is empty when the element has none.</summary>
    public static RunEntry Read(JsonElement run)
    {
        var combinations = run.List("model_runs").ToList();
        var excluded = run.List("excluded_models").ToList();
        var costs = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        var unpriced = 0;
        foreach (var usage in run.List("usage"))
        {
            if (
                usage.Field("cost") is { ValueKind: JsonValueKind.Number } cost
                && cost.TryGetDecimal(out var money)
                && usage.Text("currency") is { } currency
            )
                costs[currency] = costs.GetValueOrDefault(currency) + money;
            else if (usage.Text("model") is { } model && !model.StartsWith("builtin:", StringComparison.Ordinal))
                unpriced++;
        }
        IReadOnlyList<string> Models(string field, string role) =>
            [
                .. combinations
                    .Select(c => c.Text(field))
                    .Prepend(run.Text(field))
                    .Concat(excluded.Where(e => e.Text("role") == role).Select(e => e.Text("model")))
                    .OfType<string>()
                    .Distinct(),
            ];
        bool HasNumbers(string tier) =>
            run.Map(tier + "_metrics").Any() || combinations.Any(c => c.Field("metrics") is { } m && m.Map(tier).Any());
        return new RunEntry
        {
            Id = run.Text("id") ?? "",
            Timestamp = run.Moment("timestamp"),
            SchemaVersion = run.Text("schema_version"),
            DatasetFile = run.Text("dataset_file"),
            DatasetType = run.Text("dataset_type"),
            Fingerprint = run.Text("fingerprint"),
            Author = run.Text("run_author"),
            GitBranch = run.Text("git_branch"),
            GitCommit = run.Text("git_commit_hash"),
            JudgeEvalMode = run.Text("judge_eval_mode"),
            ConsistencyRuns = (int?)run.Whole("consistency_runs"),
            EmbeddingModel = run.Text("embedding_model"),
            OverallStatus = run.Text("overall_status"),
            Generators = Models("generation_model", "generation"),
            Judges = Models("judge_model", "judge"),
            Deciders = Models("production_judge_model", "production_judge"),
            Tiers = [.. TierFields.Where(HasNumbers)],
            Combinations = combinations.Count,
            ExcludedModels = excluded.Count,
            Costs = costs,
            UnpricedModels = unpriced,
            Verdicts =
            [
                .. run.List("recommendation")
                    .Where(r => r.Text("role") is not null && r.Text("verdict") is not null)
                    .Select(r => new RunVerdict(r.Text("role")!, r.Text("verdict")!, r.Text("pick") ?? r.Text("provisional"))),
            ],
            Analyses = [.. AnalysisFields.Where(f => run.Field(f) is { ValueKind: JsonValueKind.Object })],
        };
    }
}
