using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Numbers;

public sealed class MeanOverJudgesTests
{
    [Fact]
    public void The_role_table_carries_the_interval_over_questions_and_not_over_scores()
    {
        // Correctness under j1: 5, 3, 4, mean 4; under j2: 4, 2, 3, mean 3. ψ = (1/6 + 1/6, −1/6 − 1/6, 0): ±1/3. SE² = 3/2 · 2/9 = 1/3;
        // t(0.975; 2) = 4.302653; half a width 2.484138.
        var rows = Three((5, 4), (3, 2), (4, 3));
        var shown = Table(rows)["avg_answer_correctness"]!;
        Assert.Equal((3.5, 3, 3), (shown.Value, shown.N, shown.Interval!.Clusters));
        Assert.Equal(3.5 - 2.484138, shown.Interval.Lower, 1e-6);
        Assert.Equal(5, shown.Interval.Upper); // the scale ends there
    }

    [Fact]
    public void One_judge_keeps_its_own_interval()
    {
        var rows = Three((5, 5), (3, 3), (4, 4)).Where(o => o.JudgeModel != "j2").ToList();
        var run = Make.Run(new ModelLineup(["g"], ["j1"], []), rows, tiers: [Tier.Generation]);
        var shown = RoleRanking.Of(run)[0].Models[0].Values["avg_answer_correctness"]!;
        Assert.Equal(run.Find(Tier.Generation, "avg_answer_correctness", "g", "j1")!.Interval, shown.Interval);
        Assert.Null(shown.JudgeModel);
    }

    [Fact]
    public void Counts_have_no_interval() => Assert.Null(Table(Three((5, 4), (3, 2), (4, 3)))["errors"]!.Interval);

    [Fact]
    public void Shares_of_tier_3_are_taken_over_all_answered_questions_those_without_a_score_too()
    {
        // Context found for q0 and q1 alone. j1 scores 5, 2, 3, 1; j2 scores 2, 4, 2 and fails on q3.
        Observation[] rows =
        [
            .. Enumerable
                .Range(0, 4)
                .SelectMany(i =>
                    (Observation[])
                        [
                            Make.Answer("g", $"q{i}") with
                            {
                                Tier = Tier.EndToEnd,
                            },
                            Seen($"q{i}", i < 2),
                            Judged("j1", $"q{i}", new double?[] { 5, 2, 3, 1 }[i]),
                            Judged("j2", $"q{i}", new double?[] { 2, 4, 2, null }[i]),
                        ]
                ),
        ];
        var run = Make.Run(new ModelLineup(["g"], ["j1", "j2"], []), rows, tiers: [Tier.EndToEnd]);
        Aggregate Over(string metric) =>
            MeanOverJudges.Of([.. new[] { "j1", "j2" }.Select(j => run.Find(Tier.EndToEnd, metric, "g", j)!)], run.Scores);

        // Missed: j1 0, 0, 1, 1 (1/2); j2 0, 0, 1, 0 (1/4). ψ = (x1 − 1/2)/8 + (x2 − 1/4)/8: −3/32, −3/32, 5/32, 1/32: as 0, 0, 1 and 1/2 of one judge.
        var missed = Over("retrieval_missed_rate");
        Assert.Equal((0.375, 4), (missed.Value, missed.N));
        Assert.Equal(Scale.Share.MeanInterval([0, 0, 1, 0.5], ClusterIndex.Independent(4))!.Upper, missed.Interval!.Upper, 1e-6);
        // Wrong: j1 0, 1, 0, 0 (1/4); j2 1, 0, 0, 0 (1/4). ψ: (−1/4 + 3/4)/8 = 1/16, 1/16, −1/16, −1/16; not skewed. SE² = 4/3 · 4/256, t(0.975;
        // 3) = 3.182446.
        Assert.Equal(0.25 + 3.182446 * Math.Sqrt(4.0 / 3 * 4 / 256), Over("generation_wrong_rate").Interval!.Upper, 1e-6);
        // Failed: j1 never; j2 on q3 (1/4). ψ: −1/32 three times, 3/32: as 0, 0, 0 and 1/2.
        Assert.Equal(
            Scale.Share.MeanInterval([0, 0, 0, 0.5], ClusterIndex.Independent(4))!.Upper,
            Over("judge_failed_rate").Interval!.Upper,
            1e-6
        );
    }

    private static IReadOnlyDictionary<string, Aggregate?> Table(IReadOnlyList<Observation> rows) =>
        RoleRanking.Of(Make.Run(new ModelLineup(["g"], ["j1", "j2"], []), rows, tiers: [Tier.Generation]))[0].Models[0].Values;

    private static List<Observation> Three(params (double First, double Second)[] scores) =>
        [
            .. scores.SelectMany(
                (s, i) =>
                    (Observation[])
                        [
                            Make.Answer("g", $"q{i}"),
                            .. Make.Scores("g", "j1", $"q{i}", 5, 5, s.First),
                            .. Make.Scores("g", "j2", $"q{i}", 5, 5, s.Second),
                        ]
            ),
        ];

    private static Observation Seen(string item, bool hit) =>
        new()
        {
            Tier = Tier.EndToEnd,
            ItemId = item,
            Measure = Measures.ContextHit,
            GenerationModel = "g",
            Outcome = Outcome.Scored,
            Value = hit ? 1 : 0,
        };

    private static Observation Judged(string judge, string item, double? score) =>
        Make.Score("g", judge, item, Rubric.E2eQuality, score) with
        {
            Tier = Tier.EndToEnd,
        };
}
