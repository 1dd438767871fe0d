using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Forecasting;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Sweeps.Tests.Forecasting;

public sealed class PlannedPowerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_an_earlier_run_the_variance_is_assumed()
    {
        // 49 answerable questions; z(0.975) + z(0.8) = 1.959964 + 0.841621 = 2.801585, over √49: 0.400226.
        // Three pairs: z(1 − 0.05/6) = 2.393980; 3.235601 / 7 = 0.462229. The question without an answer is not scored, and the built-in is
        // in no pair.
        var generation = Of(Make.Input(49, unanswerable: 1), new ModelLineup(["a", "b", "c", "builtin:echo"], ["j"], []), [Tier.Generation])
            .Single();
        Assert.Equal(
            (ModelRole.Generation, "tier_2.avg_answer_correctness", 49, 49, 3, 1.0, null),
            (
                generation.Role,
                generation.Metric,
                generation.Questions,
                generation.Pages,
                generation.Pairs,
                generation.StandardDeviation,
                generation.FromRun
            )
        );
        Assert.Equal(0.400226, generation.Difference!.Value, 1e-6);
        Assert.Equal(0.462229, generation.FamilyDifference!.Value, 1e-6);

        // 20 labelled items, each of its own context; SD √0.2: 2.801585 · 0.447214 / √20 = 0.280159.
        var decision = Of(Make.Input(0, labelled: 20), new ModelLineup([], [], ["p"]), [Tier.JudgePipeline]).Single();
        Assert.Equal(
            (ModelRole.ProductionJudge, "tier_judge_pipeline.accuracy", 20, 20, 1),
            (decision.Role, decision.Metric, decision.Questions, decision.Pages, decision.Pairs)
        );
        Assert.Equal(0.280159, decision.Difference!.Value, 1e-6);
        Assert.Equal(decision.Difference, decision.FamilyDifference);
    }

    [Fact]
    public void Pages_count_and_not_questions()
    {
        // 60 questions about 15 pages: 2.801585 / √15 = 0.723366.
        var input = new SweepItems(
            [.. Enumerable.Range(0, 60).Select(i => Make.Gold($"g{i}") with { ConfluenceUrl = $"page {i % 15}" })],
            []
        );
        var plan = Of(input, new ModelLineup(["a", "b"], ["j"], []), [Tier.Generation]).Single();
        Assert.Equal((60, 15, false), (plan.Questions, plan.Pages, plan.IsReliable));
        Assert.Equal(0.723366, plan.Difference!.Value, 1e-6);
    }

    [Theory]
    [InlineData(new[] { Tier.Generation, Tier.EndToEnd, Tier.JudgeTrial }, "tier_3.avg_e2e_score")]
    [InlineData(new[] { Tier.JudgeTrial }, null)]
    public void Generation_models_are_compared_by_what_ranks_them(Tier[] tiers, string? metric) =>
        Assert.Equal(
            metric,
            Of(Make.Input(5, labelled: 5), new ModelLineup(["a"], ["j"], ["p"]), tiers).Select(p => p.Metric).SingleOrDefault()
        );

    [Fact]
    public async Task The_newest_run_of_the_same_items_with_pages_enough_tells_the_variance()
    {
        // Differences 1 and 2 by turns on 24 pages, the same under both judges: sample variance 24 · 0.25 / 23 = 0.260870.
        await StoreAsync("20261101_000000", 24, Make.Spec(), i => 1 + i % 2);
        await StoreAsync("20261102_000000", 24, Make.Spec() with { DatasetSha256 = "other" }, i => i % 4); // other questions
        await StoreAsync("20261103_000000", 19, Make.Spec(), i => i % 4); // too few pages
        await StoreAsync("20261104_000000", 24, Make.Spec() with { Tiers = [Tier.JudgeTrial] }, i => i % 4); // another tier
        await StoreAsync("20261105_000000", 24, Make.Spec(), _ => 1); // no variance
        _folder.Write("rag_benchmark_20261106_000000.db", "not a run");
        var plan = Of(Make.Input(100), new ModelLineup(["x", "y"], ["j"], []), [Tier.Generation]).Single();
        Assert.Equal("20261101_000000", plan.FromRun);
        Assert.Equal(Math.Sqrt(6.0 / 23), plan.StandardDeviation, 1e-9);
        Assert.Equal(2.801585 * Math.Sqrt(6.0 / 23 / 100), plan.Difference!.Value, 1e-6);
    }

    [Fact]
    public async Task Built_ins_tell_only_of_built_ins()
    {
        await StoreAsync("20261101_000000", 24, Make.Spec(), i => 1 + i % 2, prefix: "builtin:");
        PlannedPower Of(string a, string b, string judge) =>
            this.Of(Make.Input(100), new ModelLineup([a, b], [judge], []), [Tier.Generation]).Single();
        Assert.Null(Of("x", "y", "builtin:overlap").FromRun);
        Assert.Null(Of("builtin:echo", "builtin:lead", "j").FromRun);
        Assert.Equal("20261101_000000", Of("builtin:echo", "builtin:lead", "builtin:overlap").FromRun);
    }

    [Fact]
    public async Task Verdicts_differ_where_one_is_right_and_the_other_wrong()
    {
        // Of 40 items "b" is wrong on every fourth, of either label, "a" never: differences 1 on 10 of 40: variance 40/39 · 0.25 · 0.75 =
        // 7.5/39.
        var input = Make.Input(0, labelled: 40);
        var rows = input.ShowDecisions.SelectMany(
            (item, i) =>
                (Observation[])
                    [
                        Make.Verdict("a", item.Id, item.GroundTruthShow, item.GroundTruthShow),
                        Make.Verdict("b", item.Id, item.GroundTruthShow, item.GroundTruthShow != (i % 4 == i / 20)),
                    ]
        );
        await SaveAsync(
            "20261101_000000",
            Make.Spec(new ModelLineup([], [], ["a", "b"])) with
            {
                Tiers = [Tier.JudgePipeline],
            },
            input,
            rows
        );
        var plan = Of(input, new ModelLineup([], [], ["a", "b"]), [Tier.JudgePipeline]).Single();
        Assert.Equal(Math.Sqrt(7.5 / 39), plan.StandardDeviation, 1e-9);
        Assert.Equal(PowerAnalysis.DetectableDifference(7.5 / 39, 40)!.Value, plan.Difference!.Value, 1e-9);
    }

    private IReadOnlyList<PlannedPower> Of(SweepItems input, ModelLineup lineup, IReadOnlyList<Tier> tiers) =>
        PlannedPower.Of(Make.Spec(lineup) with { Tiers = tiers }, input, lineup, new RunLibrary(_folder.Path));

    /// <summary>
    /// A run of two generators under two judges, the second a point stricter: their correctness differs by so much on question i.
    /// </summary>
    private Task StoreAsync(string id, int questions, SweepSpec spec, Func<int, int> difference, string prefix = "")
    {
        var rows = Enumerable
            .Range(0, questions)
            .SelectMany(i =>
                new[] { prefix + "j1", prefix + "j2" }.SelectMany(
                    (judge, j) =>
                        (Observation[])
                            [
                                Make.Score(prefix + "a", judge, $"g{i}", Rubric.AnswerCorrectness, 5 - j),
                                Make.Score(prefix + "b", judge, $"g{i}", Rubric.AnswerCorrectness, 5 - j - difference(i)),
                            ]
                )
            );
        return SaveAsync(
            id,
            spec with
            {
                Models = new ModelLineup([prefix + "a", prefix + "b", "builtin:echo"], [prefix + "j1", prefix + "j2"], []),
            },
            Make.Input(questions),
            rows
        );
    }

    private async Task SaveAsync(string id, SweepSpec spec, SweepItems input, IEnumerable<Observation> rows)
    {
        await using var store = ObservationStore.Create(
            _folder[$"rag_benchmark_{id}.db"],
            id,
            DateTimeOffset.UnixEpoch,
            spec,
            Fingerprint.Of(spec, input),
            input,
            TimeProvider.System
        );
        foreach (var row in rows)
            await store.AddAsync(row, TestContext.Current.CancellationToken);
        await store.EndAsync("finished", []);
    }
}
