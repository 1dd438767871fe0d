using System.Text.Json;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Vocabulary;

public sealed class RunsJsonTests
{
    [Fact]
    public void Every_value_that_has_a_name_is_written_by_it_and_read_back()
    {
        // Tiers and roles by their flags, everything else in snake_case.
        object[] values = [Tier.JudgePipeline, ModelRole.ProductionJudge, JudgeEvalMode.Reasoned, RaceEnd.QuestionsEnded];
        var written = JsonSerializer.Serialize(values, RunsJson.Files);

        Assert.Equal("""["judge_pipeline","production_judge","reasoned","questions_ended"]""", written);
        var read = JsonDocument
            .Parse(written)
            .RootElement.EnumerateArray()
            .Select((v, i) => v.Deserialize(values[i].GetType(), RunsJson.Files));
        Assert.Equal(values, read);
    }

    [Fact]
    public void A_spec_of_an_earlier_version_gets_the_defaults_of_what_it_did_not_have()
    {
        const string Earlier = """
            {"tiers": ["2"], "mode": "synthetic", "judge_eval_mode": "reasoned", "models": {"generators": ["g"], "judges": ["j"], "deciders": []},
             "prompts_sha256": "0", "generation": {"temperature": 0.5, "max_tokens": null}, "judging": {"temperature": 0, "max_tokens": 9}, "seed": 3}
            """;
        var spec = JsonSerializer.Deserialize<SweepSpec>(Earlier, RunsJson.Files)!;
        var fresh = new SweepSpec
        {
            Tiers = spec.Tiers,
            Mode = spec.Mode,
            Models = spec.Models,
            PromptsSha256 = "0",
            Generation = spec.Generation,
            Judging = spec.Judging,
            JudgeEvalMode = spec.JudgeEvalMode,
            Seed = 3,
        };
        Assert.Equal(JsonSerializer.Serialize(fresh, RunsJson.Files), JsonSerializer.Serialize(spec, RunsJson.Files));
        Assert.Equal((1, 10, 1, 0.85), (spec.ConsistencyRuns, spec.TopK, spec.ContextTopK, spec.CacheThreshold));
        Assert.Equal(Measures.Tier2Rubrics, spec.Rubrics);
    }
}
