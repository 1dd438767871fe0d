using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Deciding;

public sealed class ShortlistTests
{
    // On 24 pages. wild: nineteen 5 and five 1, mean 4.17. even: 4 throughout. low: 3.5 throughout, so even is better by 0.5 on each page
    // (p = 2/2^20 or less) and low is not among the tied best.
    // wild − low is 1.5 nineteen times and −2.5 five times: mean 0.667, standard deviation 1.66, standard error 0.339, t(23) = 2.069:
    // [−0.03, 1.37] reaches 0.
    // bad: 1 throughout, 3.17 below wild.
    [Fact]
    public void Tied_best_models_go_on_and_those_whose_interval_reaches_the_leader()
    {
        var list = Generation(Shortlist.Of(Run("wild", "even", "low", "bad", "builtin:echo"), null));
        Assert.Equal(
            [("wild", "tied best"), ("even", "tied best"), ("low", "its interval reaches the leader")],
            list.Taken.Select(t => (t.Model, t.Why.Text))
        );
        Assert.Equal(["bad", "builtin:echo"], list.LeftOut.Select(t => t.Model));
        Assert.Matches(@"^short of wild by 3\.17 \[2\.2\d, 3\.7\d\]$", list.LeftOut[0].Why.Text);
        Assert.Matches(@"^отстаёт от wild на 3,17 \[2,2\d; 3,7\d\]$", list.LeftOut[0].Why.In(Language.Russian));
        Assert.Equal("a built-in baseline", list.LeftOut[1].Why.Text);
    }

    [Fact]
    public void Top_takes_the_best_by_value()
    {
        var list = Generation(Shortlist.Of(Run("bad", "low", "even", "wild"), 2));
        Assert.Equal(["wild", "even"], list.Taken.Select(t => t.Model));
        Assert.Equal(["low", "bad"], list.LeftOut.Select(t => t.Model));
    }

    [Fact]
    public void Built_ins_go_on_only_where_nothing_else_ran() =>
        Assert.Equal(["builtin:echo"], Generation(Shortlist.Of(Run("builtin:echo"), null)).Taken.Select(t => t.Model));

    [Fact]
    public void Judges_that_were_not_compared_go_on_all_but_those_that_could_not_be_called()
    {
        var run = Run("even", "low");
        run = run with
        {
            Spec = run.Spec with { Models = run.Spec.Models with { Judges = ["j1", "gone"] } },
            Excluded = [Make.Excluded(ModelRole.BenchmarkJudge, "gone")],
        };
        var judges = Shortlist.Of(run, null).Roles.Single(r => r.Role == ModelRole.BenchmarkJudge);
        Assert.Equal(("j1", "gone"), (judges.Taken.Single().Model, judges.LeftOut.Single().Model));
        Assert.DoesNotContain(Shortlist.Of(run, null).Roles, r => r.Role == ModelRole.ProductionJudge);
    }

    private static RoleShortlist Generation(Shortlist list) => list.Roles.Single(r => r.Role == ModelRole.Generation);

    private static Run Run(params string[] generators) =>
        Make.Run(
            new ModelLineup(generators, ["j1"], []),
            generators.SelectMany(g =>
                Enumerable
                    .Range(0, 24)
                    .SelectMany(i =>
                    {
                        var score = g switch
                        {
                            "wild" => i < 19 ? 5 : 1,
                            "even" => 4,
                            "low" => 3.5,
                            "bad" => 1,
                            _ => 2,
                        };
                        return Make.Scores(g, "j1", $"g{i}", score, score, score).Prepend(Make.Answer(g, $"g{i}"));
                    })
            ),
            tiers: [Tier.Generation]
        );
}
