using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;

namespace ModelLab.Records.Vocabulary;

/// <summary>
/// What makes two runs comparable: the same questions, tiers, prompts and ways of asking. Models are not part of it, so runs of
/// different models on the same ground share a fingerprint.
/// </summary>
/// <param name="Parts">The parts by name, so that a difference can be named.</param>
public sealed record Fingerprint(IReadOnlyDictionary<string, string> Parts)
{
    /// <summary>The first 16 hex digits of the SHA-256 over the parts in order of their names.</summary>
    public string Hash
    {
        get
        {
            var text = string.Join('\n', Parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        }
    }

    /// <summary>The parts in which another fingerprint differs, in the order of their names; none when runs are comparable.</summary>
    public IReadOnlyList<FingerprintDifference> DifferencesTo(Fingerprint other) =>
        [
            .. Parts
                .Keys.Union(other.Parts.Keys)
                .Order(StringComparer.Ordinal)
                .Select(part => new FingerprintDifference(part, Parts.GetValueOrDefault(part), other.Parts.GetValueOrDefault(part)))
                .Where(d => d.First != d.Second),
        ];

    /// <summary>Takes the fingerprint of a spec and its items.</summary>
    public static Fingerprint Of(SweepSpec spec, SweepItems items)
    {
        static string Write<T>(T value) => JsonSerializer.Serialize(value, RunsJson.Files);
        static string HashIds(IEnumerable<string> ids) =>
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', ids.Order(StringComparer.Ordinal)))))[..16];
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["dataset_sha256"] = spec.DatasetSha256 ?? "none",
            ["judge_pipeline_sha256"] = spec.JudgePipelineSha256 ?? "none",
            ["item_ids"] = HashIds(items.Gold.Select(i => i.Id)),
            ["judge_pipeline_item_ids"] = HashIds(items.ShowDecisions.Select(i => i.Id)),
            ["limit"] = Write(spec.Limit),
            ["tiers"] = string.Join(',', spec.Tiers.Select(t => t.Flag())),
            ["judge_eval_mode"] = Write(spec.JudgeEvalMode),
            ["rubrics"] = Write(spec.Rubrics),
            ["consistency_runs"] = Write(spec.ConsistencyRuns),
            ["intrinsic_of_chunks"] = Write(spec.IntrinsicOfChunks),
            ["top_k"] = Write(spec.TopK),
            ["context_top_k"] = Write(spec.ContextTopK),
            ["cache_threshold"] = Write(spec.CacheThreshold),
            ["session_item_ids"] = HashIds(items.Turns.Select(t => t.Id)),
            ["embedder"] = spec.EmbedderIdentity ?? "none",
            ["knowledge_sha256"] = spec.KnowledgeSha256 ?? "none",
            ["search_mode"] = Write(spec.SearchMode),
            ["prompts_sha256"] = spec.PromptsSha256,
            ["generation_sampling"] = Write(spec.Generation),
            ["judging_sampling"] = Write(spec.Judging),
            ["seed"] = Write(spec.Seed),
        };
        // Only where there is one, so that plain runs stay comparable with those of earlier versions.
        if (spec.Shortlist is { } shortlist)
            parts["shortlist"] = new JsonObject
            {
                ["run"] = shortlist.Run,
                ["reuses_questions"] = shortlist.ReusesQuestions,
                ["used"] = HashIds(shortlist.UsedItemIds),
            }.ToJsonString(RunsJson.Files);
        if (spec.Race is { } race)
            parts["race"] = Write(race);
        return new Fingerprint(parts);
    }
}
