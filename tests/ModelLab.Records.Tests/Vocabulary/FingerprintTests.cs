using System.Text.Json;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Vocabulary;

public sealed class FingerprintTests
{
    private static readonly SweepItems Items = Make.Input(3, 1, 2);

    public static TheoryData<string, Func<SweepSpec, SweepSpec>> Changes =>
        new()
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
            { "rubrics", s => s with { Rubrics = [Rubric.Faithfulness] } },
            { "intrinsic_of_chunks", s => s with { IntrinsicOfChunks = true } },
            { "top_k", s => s with { TopK = 5 } },
            { "context_top_k", s => s with { ContextTopK = 3 } },
            { "cache_threshold", s => s with { CacheThreshold = 0.9 } },
            { "embedder", s => s with { EmbedderIdentity = "another" } },
            { "knowledge_sha256", s => s with { KnowledgeSha256 = "ab" } },
            { "search_mode", s => s with { SearchMode = SearchMode.Approximate } },
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
        var turned = new SweepItems([.. Items.Gold.Reverse()], [.. Items.ShowDecisions.Reverse()]);
        Assert.Equal(Fingerprint.Of(Make.Spec(), Items).Hash, Fingerprint.Of(spec, turned).Hash);
    }

    [Fact]
    public void What_a_short_name_stands_for_makes_a_difference_where_both_runs_have_the_name()
    {
        SweepSpec With(params ModelDefinition[] definitions) => Make.Spec() with { Definitions = definitions };
        var thinking = JsonElement.Parse("""{"think":true}""");
        var first = Fingerprint.Of(With(new ModelDefinition("a", "lab:m", thinking), new ModelDefinition("b", "lab:n", null)), Items);
        var same = Fingerprint.Of(With(new ModelDefinition("a", "lab:m", thinking), new ModelDefinition("c", "lab:o", null)), Items);
        var other = Fingerprint.Of(With(new ModelDefinition("a", "lab:m", null)), Items);

        Assert.Empty(first.DifferencesTo(same));
        Assert.Empty(first.DifferencesTo(Fingerprint.Of(Make.Spec(), Items)));
        var difference = Assert.Single(first.DifferencesTo(other));
        Assert.Equal("""what stands behind a: lab:m {"think":true} and lab:m""", difference.In(Language.English));
        Assert.Equal("""lab:m {"think":true}""", first.Parts["model:a"]);
    }

    [Fact]
    public void Its_hash_is_16_hex_digits_whatever_the_order_of_parts()
    {
        var print = Fingerprint.Of(Make.Spec(), Items);
        Assert.Matches("^[0-9a-f]{16}$", print.Hash);
        Assert.Equal(print.Hash, new Fingerprint(print.Parts.Reverse().ToDictionary()).Hash);
    }

    [Theory]
    [InlineData("dataset_sha256")]
    [InlineData("item_ids")]
    [InlineData("limit")]
    [InlineData("tiers")]
    [InlineData("judge_eval_mode")]
    [InlineData("consistency_runs")]
    [InlineData("top_k")]
    [InlineData("prompts_sha256")]
    [InlineData("generation_sampling")]
    [InlineData("judging_sampling")]
    [InlineData("embedder")]
    [InlineData("knowledge_sha256")]
    public void What_makes_runs_comparable_is_all_in_it(string part) =>
        Assert.Contains(part, Fingerprint.Of(Make.Spec(), Items).Parts.Keys);

    [Fact]
    public void Each_difference_is_told_in_words_with_both_values()
    {
        var before = Fingerprint.Of(Make.Spec(), Items);
        var after = Fingerprint.Of(
            Make.Spec() with
            {
                Limit = 20,
                TopK = 5,
                Generation = new Sampling(0.2, 200),
                DatasetSha256 = new string('b', 64),
            },
            Items
        );
        Assert.Empty(before.DifferencesTo(before));
        Assert.Equal(
            [
                "data set content: aa and bbbbbbbbbbbb…",
                "sampling of generators: temperature:0.7,max_tokens:200 and temperature:0.2,max_tokens:200",
                "limit (--limit): none and 20",
                "retrieval depth (--top-k): 10 and 5",
            ],
            before.DifferencesTo(after).Select(d => d.In(Language.English))
        );
        Assert.Equal(
            [
                "содержимое датасета: bbbbbbbbbbbb… и aa",
                "сэмплирование генерации: temperature:0.2,max_tokens:200 и temperature:0.7,max_tokens:200",
                "лимит (--limit): 20 и нет",
                "глубина поиска (--top-k): 5 и 10",
            ],
            after.DifferencesTo(before).Select(d => d.In(Language.Russian))
        );
    }

    [Fact]
    public void A_part_that_one_of_them_does_not_know_is_a_difference()
    {
        var print = Fingerprint.Of(Make.Spec(), Items);
        var older = new Fingerprint(print.Parts.Where(p => p.Key != "seed").ToDictionary());
        Assert.Equal("seed (--seed): not recorded and 0", Assert.Single(older.DifferencesTo(print)).In(Language.English));
        Assert.Equal("race (--race): on and not recorded", new FingerprintDifference("race", "on", null).In(Language.English)); // a part of a later version
    }

    [Fact]
    public void Every_part_has_a_name_in_both_languages() =>
        Assert.All(
            Fingerprint.Of(Make.Spec(), Items).Parts.Keys,
            part =>
            {
                var difference = new FingerprintDifference(part, "a", "b");
                Assert.NotEqual(part, difference.Title(Language.English));
                Assert.NotEqual(difference.Title(Language.English), difference.Title(Language.Russian));
            }
        );

    private static IEnumerable<string> Different(Fingerprint a, Fingerprint b) => a.DifferencesTo(b).Select(d => d.Part);
}
