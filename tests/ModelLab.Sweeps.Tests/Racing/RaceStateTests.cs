using CsCheck;
using ModelLab.Core.Models;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Analytics;
using ModelLab.Sweeps.Racing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Sweeps.Tests.Racing;

public sealed class RaceStateTests
{
    // Range 4 and one question a page: d = 4 less the allowance of 0.1 on every page. With K = 2 the evidence reaches (2 − 1)/0.05 = 20 with the
    // fourth page: sums 15.6, squares 0.5 + 60.84 = 61.34, less 15.6²/5: 12.668. W = 2·√(1/5)·(61.34/12.668)²·T₄(3.9203) = 0.89443·23.446·0.99138
    // = 20.790; with the third it is below 8.
    [Fact]
    public void A_model_is_dropped_at_the_end_of_the_batch_in_which_the_evidence_reached_the_threshold()
    {
        var state = new RaceState(Design(2, pages: 20, batch: 3));
        ScoreLookup scores = (_, model, _) => model == "m0" ? 5 : 1;

        Assert.Empty(state.Count(scores));
        Assert.Equal((RaceEnd.UnderWay, 3), (state.End, state.Batch.Count));
        Assert.Equal(["m1"], state.Count(scores));
        var drop = Assert.Single(state.Record.Drops);
        Assert.Equal(("m1", "m0", 4, 6, 6), (drop.Model, drop.Better, drop.EvidencePage, drop.Pages, drop.Questions));
        Assert.Equal(20.790, drop.Wealth, 1e-3);
        Assert.Equal(20, drop.Threshold, 1e-12);
        Assert.Equal((RaceEnd.OneLeft, 6, 6), (state.End, state.Record.Pages, state.Record.Questions));
        Assert.Empty(state.Batch);
        Assert.Equal(["m0"], state.Survivors);
        Assert.Equal(
            "dropped after 6 pages (6 questions): others are better, m0 before all (evidence 20.8 ≥ 20)",
            drop.Reason(Language.English)
        );
        Assert.Equal(
            "снята после 6 страниц (6 вопросов): есть лучше, прежде всего m0 (свидетельство 20,8 ≥ 20)",
            drop.Reason(Language.Russian)
        );
    }

    [Fact]
    public void A_pair_without_both_scores_says_nothing()
    {
        var state = new RaceState(Design(2, pages: 12, batch: 4));
        while (state.Batch.Count > 0)
            Assert.Empty(state.Count((_, model, _) => model == "m0" ? 5 : null));
        Assert.Equal((RaceEnd.QuestionsEnded, 12), (state.End, state.Record.Pages));
    }

    // Judge a praises everyone, judge b is strict and failed on m0: under the mean of whoever scored, m0 would have 5 and m1 3.
    [Fact]
    public void A_judge_that_scored_only_some_of_the_models_counts_for_none()
    {
        var state = new RaceState(Design(2, pages: 40, batch: 8, judges: ["a", "b"]));
        while (state.Batch.Count > 0)
            Assert.Empty(
                state.Count(
                    (_, model, judge) =>
                        judge == "a" ? 5
                        : model == "m1" ? 1
                        : null
                )
            );
        Assert.Equal(2, state.Survivors.Count);
    }

    [Fact]
    public void A_model_that_gave_no_answer_does_not_take_the_judges_from_the_others()
    {
        var state = new RaceState(Design(3, pages: 40, batch: 8, judges: ["a", "b"]));
        while (state.Batch.Count > 0)
            state.Count(
                (_, model, judge) =>
                    model switch
                    {
                        "m0" => 5,
                        "m1" => 1,
                        _ => null,
                    }
            );
        Assert.Equal(["m1"], state.Record.Drops.Select(d => d.Model));
        Assert.Equal(["m0", "m2"], state.Survivors);
    }

    [Fact]
    public void Whatever_the_scores_one_model_survives_and_no_batch_changes_what_the_pages_say() =>
        Gen.Select(Gen.Int[2, 5], Gen.Int[1, 30], Gen.Int[1, 7], Gen.Int[0, 1000])
            .Sample(
                (models, pages, batch, seed) =>
                {
                    // Scores that favour low numbers: some races drop many, some nobody.
                    ScoreLookup scores = (item, model, _) => 1 + ((item.Length * 31) + (item[^1] * seed)) % 3 + (model[1] - '0' + seed) % 3;
                    var (one, other) = (new RaceState(Design(models, pages, batch)), new RaceState(Design(models, pages, 1)));
                    while (one.Batch.Count > 0)
                    {
                        var before = one.Survivors;
                        var dropped = one.Count(scores);
                        Assert.Equal(before.Except(dropped), one.Survivors);
                    }
                    while (other.Batch.Count > 0)
                        other.Count(scores);
                    Assert.NotEmpty(one.Survivors);
                    Assert.All(
                        one.Record.Drops,
                        d => Assert.True(d.EvidencePage <= d.Pages && d.Pages - d.EvidencePage < batch && d.Wealth >= d.Threshold)
                    );
                    // Evidence is counted page by page, so the batch decides only when a drop takes effect.
                    Assert.Equal(
                        other.Record.Drops.Select(d => (d.Model, d.Better, d.Wealth, d.EvidencePage)),
                        one.Record.Drops.Select(d => (d.Model, d.Better, d.Wealth, d.EvidencePage))
                    );
                }
            );

    [Fact]
    public void The_order_follows_from_the_seed_and_the_items_and_not_from_the_file()
    {
        var spec = Make.Spec(new ModelLineup(["g1", "g2"], ["j1"], ["p1", "p2"])) with { Race = new RaceSpec() };
        var input = Make.Input(30, unanswerable: 5, labelled: 20);
        var reversed = new SweepItems([.. input.Gold.Reverse()], [.. input.ShowDecisions.Reverse()]);
        string Order(SweepSpec s, SweepItems i, ModelRole role) =>
            string.Join(',', RaceDesign.Of(s, i, s.Models).Single(c => c.Role == role).Pages.SelectMany(p => p.Items));

        foreach (var role in RaceDesign.Roles)
        {
            Assert.Equal(Order(spec, input, role), Order(spec, reversed, role));
            Assert.NotEqual(Order(spec, input, role), Order(spec with { Seed = 1 }, input, role));
        }
        Assert.Equal(35, Order(spec, input, ModelRole.Generation).Split(',').Distinct().Count());
        Assert.Empty(RaceDesign.Of(spec with { Race = null }, input, spec.Models));
    }

    // "g0" and "g1" of one page: two questions; an unanswerable one has no score and does not make a page larger.
    [Fact]
    public void Pages_keep_their_questions_together_and_only_scorable_ones_count_for_their_size()
    {
        var spec = Make.Spec(new ModelLineup(["g1", "g2"], ["builtin:overlap", "j1"], [])) with
        {
            Tiers = [Tier.Generation],
            Race = new RaceSpec(),
        };
        var gold = Enumerable
            .Range(0, 6)
            .Select(i => Make.Gold($"g{i}", answerable: i != 5) with { ConfluenceUrl = i is 0 or 1 or 5 ? "https://wiki/a" : null });
        var design = Assert.Single(RaceDesign.Of(spec, new SweepItems([.. gold], []), spec.Models));

        Assert.Equal((2, 4, 5.0 / 4), (design.LargestPage, design.Pages.Count, design.AveragePage));
        var page = design.Pages.Single(p => p.Items.Count > 1);
        Assert.Equal(["g0", "g1", "g5"], page.Items);
        Assert.Equal(["g0", "g1"], page.Scored);
        Assert.Equal((Tier.Generation, "avg_answer_correctness"), (design.Tier, design.Metric));
        Assert.Equal(["j1"], design.Judges);
    }

    private static RaceDesign Design(int models, int pages, int batch, IReadOnlyList<string>? judges = null) =>
        new(
            ModelRole.Generation,
            Tier.Generation,
            "avg_answer_correctness",
            "answer_correctness",
            4,
            [.. Enumerable.Range(0, models).Select(m => FormattableString.Invariant($"m{m}"))],
            judges ?? ["j"],
            [.. Enumerable.Range(0, pages).Select(p => FormattableString.Invariant($"q{p}")).Select(q => new RacePage([q], [q]))],
            new RaceSpec(batch)
        );
}
