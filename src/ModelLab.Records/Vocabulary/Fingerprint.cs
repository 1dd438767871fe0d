using System.Security.Cryptography;
using System.Text;

namespace ModelLab.Records.Vocabulary;

/// <summary>
/// What makes two runs comparable: the same questions, tiers, prompts and ways of asking. Models are not part of it, so runs of
/// different models on the same ground share a fingerprint; what a short name of the models file stands for is.
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
                .Where(d => d.First != d.Second)
                // Runs may be of different models; only the same name must stand for the same.
                .Where(d =>
                    !d.Part.StartsWith(ModelDefinition.PartPrefix, StringComparison.Ordinal) || (d.First, d.Second) is (not null, not null)
                ),
        ];

    /// <summary>Takes the fingerprint of a spec and its items.</summary>
    public static Fingerprint Of(SweepSpec spec, SweepItems items)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["dataset_sha256"] = spec.DatasetSha256 ?? "none",
            ["judge_pipeline_sha256"] = spec.JudgePipelineSha256 ?? "none",
            ["item_ids"] = HashIds(items.Gold.Select(i => i.Id)),
            ["judge_pipeline_item_ids"] = HashIds(items.ShowDecisions.Select(i => i.Id)),
            ["session_item_ids"] = HashIds(items.Turns.Select(t => t.Id)),
            ["knowledge_sha256"] = spec.KnowledgeSha256 ?? "none",
            ["prompts_sha256"] = spec.PromptsSha256,
        };
        foreach (var part in RunFlags.Parts)
            if (part.Value(spec) is { } value)
                parts[part.Name] = value;
        foreach (var definition in spec.Definitions ?? [])
            parts[ModelDefinition.PartPrefix + definition.Name] = definition.Meaning;
        return new Fingerprint(parts);
    }

    internal static string HashIds(IEnumerable<string> ids) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', ids.Order(StringComparer.Ordinal)))))[..16];
}
