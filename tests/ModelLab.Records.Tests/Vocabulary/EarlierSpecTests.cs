using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Vocabulary;

/// <summary>Specs and fingerprints as the code wrote them before flags came in groups (commit 964ee97): runs of then are comparable.</summary>
public sealed class EarlierSpecTests
{
    private const string Plain = """
        {
          "tiers": ["2", "judge", "judge_pipeline"],
          "mode": "synthetic",
          "dataset_file": "benchmarks/data/dataset_a_20261101_120000.json",
          "dataset_sha256": "aa",
          "judge_pipeline_file": "benchmarks/data/dataset_judge_pipeline_20261101_120000.json",
          "judge_pipeline_sha256": "bb",
          "limit": null,
          "consistency_runs": 1,
          "judge_eval_mode": "direct",
          "rubrics": ["faithfulness", "answer_relevance", "answer_correctness"],
          "models": {
            "generators": ["g1"],
            "judges": ["j1"],
            "deciders": ["p1"]
          },
          "prompts_sha256": "cc",
          "generation": {
            "temperature": 0.7,
            "max_tokens": 200
          },
          "judging": {
            "temperature": 0,
            "max_tokens": 800
          },
          "embedding_model": null,
          "embedder_identity": null,
          "knowledge_base": null,
          "knowledge_sha256": null,
          "search_mode": "exact",
          "sessions_file": null,
          "intrinsic_of_chunks": false,
          "top_k": 10,
          "context_top_k": 1,
          "cache_threshold": 0.85,
          "shortlist": null,
          "race": null,
          "seed": 0
        }
        """;

    private const string Full = """
        {
          "tiers": ["0", "1", "2", "3", "judge", "judge_pipeline", "ux"],
          "mode": "manual",
          "dataset_file": "d/ручной.json",
          "dataset_sha256": "aa",
          "judge_pipeline_file": "d/p.json",
          "judge_pipeline_sha256": "bb",
          "limit": 40,
          "consistency_runs": 3,
          "judge_eval_mode": "reasoned",
          "rubrics": ["faithfulness", "answer_correctness"],
          "models": {
            "generators": ["a:x", "b:y"],
            "judges": ["c:z"],
            "deciders": ["builtin:coin"]
          },
          "prompts_sha256": "cc",
          "generation": {
            "temperature": 0.25,
            "max_tokens": 321
          },
          "judging": {
            "temperature": null,
            "max_tokens": null
          },
          "embedding_model": "builtin:lexical",
          "embedder_identity": "lexical-1",
          "knowledge_base": "kb.jsonl",
          "knowledge_sha256": "dd",
          "search_mode": "approximate",
          "sessions_file": "s.json",
          "intrinsic_of_chunks": true,
          "top_k": 7,
          "context_top_k": 4,
          "cache_threshold": 0.9,
          "shortlist": {
            "run": "20261101_101112",
            "top": 2,
            "reuses_questions": true,
            "used_item_ids": ["q1", "q2"]
          },
          "race": {
            "batch_pages": 5,
            "alpha": 0.05
          },
          "seed": -3
        }
        """;

    [Theory]
    [InlineData(Plain, "2b1d6af1d2e18170")]
    [InlineData(Full, "c066c1258002fbb3")]
    public void A_spec_of_before_opens_has_its_fingerprint_and_is_written_with_the_same_fields(string json, string hash)
    {
        var spec = JsonSerializer.Deserialize<SweepSpec>(json, RunsJson.Files)!;
        Assert.Equal(hash, Fingerprint.Of(spec, Make.Input(3, 1, 2)).Hash);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonSerializer.SerializeToNode(spec, RunsJson.Files)));
    }
}
