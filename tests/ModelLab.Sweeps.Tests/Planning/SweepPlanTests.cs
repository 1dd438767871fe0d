using CsCheck;
using ModelLab.Core.Datasets;
using ModelLab.Records.Numbers;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Analytics;
using ModelLab.Sweeps.Planning;
using ModelLab.Sweeps.Tiers;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Sweeps.Tests.Planning;

public sealed class SweepPlanTests
{
    // Numbers of: generators, judges, deciders, answerable, unanswerable, labelled, repeats.
    private static readonly Gen<(int G, int J, int P, int A, int U, int L, int R)> Sizes = Gen.Select(
        Gen.Int[1, 4],
        Gen.Int[1, 4],
        Gen.Int[1, 4],
        Gen.Int[0, 5],
        Gen.Int[0, 3],
        Gen.Int[0, 5],
        Gen.Int[1, 3]
    );

    [Fact]
    public void Work_is_planned_per_model_and_never_per_combination() =>
        Sizes.Sample(
            s =>
            {
                var plan = Plan(s);
                // One generation per generator, question and repeat; three rubrics per generator, judge and answerable question;
                // two trials per judge and answerable question; one decision per decider and labelled item.
                Assert.Equal(s.G * (s.A + s.U) * s.R, Units(plan, WorkKind.Generate));
                Assert.Equal(s.G * s.J * 3 * s.A, Units(plan, WorkKind.Score));
                Assert.Equal(s.J * 2 * s.A, Units(plan, WorkKind.Trial));
                Assert.Equal(s.P * s.L, Units(plan, WorkKind.Decide));
                Assert.Equal(s.G * (s.A + s.U) * s.R + s.G * s.J * 3 * s.A + s.J * 2 * s.A + s.P * s.L, plan.Total);
            },
            iter: 200
        );

    [Fact]
    public void No_unit_is_planned_twice_and_the_counts_are_those_of_the_units() =>
        Sizes.Sample(
            s =>
            {
                var plan = Plan(s);
                var units = AllUnits(plan);
                Assert.Equal(units.Count, units.Distinct().Count());
                Assert.Equal(units.Count, plan.Total);
                Assert.All(
                    plan.Counts,
                    c => Assert.Equal(units.Count(u => (u.Tier, u.Kind, u.Model) == (c.Tier, c.Kind, c.Model)), c.Units)
                );
            },
            iter: 200
        );

    [Fact]
    public void A_unit_that_follows_waits_for_the_answer_it_scores() =>
        Sizes.Sample(
            s =>
            {
                var plan = Plan(s);
                Assert.DoesNotContain(plan.Roots, u => u.Kind == WorkKind.Score);
                foreach (var root in plan.Roots)
                {
                    // A repeat follows the answer before it; a scoring follows the answer it is about.
                    Assert.All(
                        plan.After(root),
                        next =>
                            Assert.Equal(
                                (root.ItemId, root.Model),
                                (next.ItemId, next.Kind == WorkKind.Generate ? next.Model : next.Subject)
                            )
                    );
                    Assert.All(plan.After(root), next => Assert.True(next.Kind == WorkKind.Score || next == root with { Repeat = 1 }));
                }
            },
            iter: 200
        );

    [Fact]
    public void Eight_combinations_of_two_by_two_by_two_models_on_ten_questions_need_their_parts_once()
    {
        var plan = Plan((G: 2, J: 2, P: 2, A: 10, U: 0, L: 4, R: 1));
        // 2·10 generations, 2·2·3·10 scorings, 2·2·10 trials, 2·4 decisions; eight full runs would be 8·(10 + 30 + 20 + 4) = 512.
        Assert.Equal(
            (20, 120, 40, 8),
            (Units(plan, WorkKind.Generate), Units(plan, WorkKind.Score), Units(plan, WorkKind.Trial), Units(plan, WorkKind.Decide))
        );
        Assert.Equal(188, plan.Total);
    }

    [Fact]
    public void Tiers_that_were_not_chosen_plan_nothing()
    {
        var plan = new SweepPlan([new JudgePipelineTier()], Make.Input(3, labelled: 2), new ModelLineup(["g1"], ["j1"], ["p1"]));
        Assert.Equal([new PlannedCount(Tier.JudgePipeline, WorkKind.Decide, "p1", 2)], plan.Counts);
    }

    [Fact]
    public void An_answerable_item_without_a_reference_is_no_trial_triple()
    {
        var input = new SweepItems([Make.Gold("g0"), Make.Gold("g1") with { GroundTruthAnswer = "" }], []);
        var plan = new SweepPlan([new JudgeTrialTier()], input, new ModelLineup([], ["j1"], []));
        Assert.Equal(["g0", "g0"], plan.Roots.Select(u => u.ItemId));
    }

    [Fact]
    public void Only_the_first_of_several_repeats_is_scored()
    {
        var plan = Plan((G: 1, J: 1, P: 1, A: 1, U: 0, L: 0, R: 3));
        var generated = AllUnits(plan).Where(u => u.Kind == WorkKind.Generate).ToList();
        Assert.Equal([0, 1, 2], generated.Select(u => u.Repeat));
        Assert.Equal([3, 0, 0], generated.Select(u => plan.After(u).Count(next => next.Kind == WorkKind.Score)));
    }

    private static SweepPlan Plan((int G, int J, int P, int A, int U, int L, int R) s) =>
        new(
            [new GenerationTier(s.R, Measures.Tier2Rubrics), new JudgeTrialTier(), new JudgePipelineTier()],
            Make.Input(s.A, s.U, s.L),
            new ModelLineup(Make.Names("g", s.G), Make.Names("j", s.J), Make.Names("p", s.P))
        );

    private static List<WorkUnit> AllUnits(SweepPlan plan) => [.. plan.Roots.SelectMany(plan.WithFollowing)];

    private static int Units(SweepPlan plan, WorkKind kind) => plan.Counts.Where(c => c.Kind == kind).Sum(c => c.Units);
}
