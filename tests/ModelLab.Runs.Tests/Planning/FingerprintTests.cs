using ModelLab.Core.Judging;
using ModelLab.Llm.Calls;
using ModelLab.Runs.Planning;
using Xunit;

namespace ModelLab.Runs.Tests.Planning;

public sealed class FingerprintTests
{
    private static readonly SweepInput Items = Make.Input(3, 1, 2);

    public static TheoryData<string, Func<SweepSpec, SweepSpec>> Changes => new()
    {
        { "dataset_sha256", s => s with { DatasetSha256 = "ab" } },
        { "judge_pipeline_sha256", s => s with { JudgePipelineSha256 = "ab" } },
        { "limit", s => s with { Limit = 10 } },
        { "tiers", s => s with { Tiers = [Tier.Generation] } },
        { "judge_eval_mode", s => s with { JudgeEvalMode = JudgeEvalMode.Reasoned } },
        { "consistency_runs", s => s with { ConsistencyRuns = 2 } },
        { "prompts_sha256", s => s with { PromptsSha256 = "cd" } },
        { "generation_sampling", s => s with { Generation = new Sampling(0.71, 200) } },
        { "generation_sampling", s => s with { Generation = new Sampling(0.7, 201) } },
        { "judging_sampling", s => s with { Judging = new Sampling(0.1, 800) } },
        { "judging_sampling", s => s with { Judging = new Sampling(null, 800) } },
        { "seed", s => s with { Seed = 1 } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Each_choice_changes_the_fingerprint_and_the_part_that_bears_its_name(string part, Func<SweepSpec, SweepSpec> change)
    {
        var (before, after) = (Fingerprint.Of(Make.Spec(), Items), Fingerprint.Of(change(Make.Spec()), Items));
        Assert.NotEqual(before.Hash, after.Hash);
        Assert.Equal([part], Different(before, after));
    }

    [Theory]
    [InlineData(false, "item_ids")]
    [InlineData(true, "judge_pipeline_item_ids")]
    public void Other_items_change_the_fingerprint(bool labelled, string part)
    {
        var other = labelled ? Make.Input(3, 1, 3) : Make.Input(4, 1, 2);
        var (before, after) = (Fingerprint.Of(Make.Spec(), Items), Fingerprint.Of(Make.Spec(), other));
        Assert.NotEqual(before.Hash, after.Hash);
        Assert.Equal([part], Different(before, after));
    }

    [Fact]
    public void Models_file_names_and_the_order_of_items_do_not_change_it()
    {
        var spec = Make.Spec() with
        {
            Models = new ModelLineup(["other", "models"], ["judge"], ["decider"]),
            DatasetFile = "elsewhere/dataset_b.json",
            JudgePipelineFile = "elsewhere/pipeline.json",
        };
        var turned = new SweepInput([.. Items.Gold.Reverse()], [.. Items.ShowDecisions.Reverse()]);
        Assert.Equal(Fingerprint.Of(Make.Spec(), Items).Hash, Fingerprint.Of(spec, turned).Hash);
    }

    [Fact]
    public void Its_hash_is_16_hex_digits_whatever_the_order_of_parts()
    {
        var print = Fingerprint.Of(Make.Spec(), Items);
        Assert.Matches("^[0-9a-f]{16}$", print.Hash);
        Assert.Equal(print.Hash, new Fingerprint(print.Parts.Reverse().ToDictionary()).Hash);
    }

    private static IEnumerable<string> Different(Fingerprint a, Fingerprint b) => a.Parts.Keys.Where(k => a.Parts[k] != b.Parts[k]);
}
