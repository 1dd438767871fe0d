using System.Text;
using ModelLab.Core.Datasets;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Writing;

public sealed class RaceReportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public void The_section_is_as_approved(string language)
    {
        var text = new StringBuilder();
        RaceReport.Append(text, Races, Language.Of(language, System.Globalization.CultureInfo.InvariantCulture));
        Golden.Matches("ModelLab.Records.Tests", $"race.{language}.md", text.ToString());
    }

    [Fact]
    public async Task Races_come_back_as_they_were_written_and_older_files_know_of_none()
    {
        var (file, input) = (_folder["rag_benchmark_1.db"], Make.Input(1));
        await using (
            var store = ObservationStore.Create(
                file,
                "1",
                DateTimeOffset.UnixEpoch,
                Make.Spec(),
                Fingerprint.Of(Make.Spec(), input),
                input,
                TimeProvider.System
            )
        )
        {
            using (var empty = store.OpenReader())
                Assert.Empty(empty.Races());
            await store.SetRacesAsync(Races);
            using var reader = store.OpenReader();
            Assert.Equal(RaceReport.Node(Races).ToJsonString(), RaceReport.Node(reader.Races()).ToJsonString());
        }
        using (var connection = SqliteFile.Open(file, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite))
            SqliteFile.Execute(connection, "ALTER TABLE run DROP COLUMN races");
        using var old = ObservationReader.Open(file);
        Assert.Empty(old.Races());
    }

    // g1 and g2 answered both questions of two pages; g2 lost. Its interval would be of a sample that its scores had chosen.
    [Fact]
    public void Intervals_are_given_to_those_alone_whose_sample_was_planned()
    {
        var rows = Make.GoodRun("g1", "j1", "p1")
            .Concat(Make.GoodRun("g2", "j1", "p1"))
            .Concat(Make.Scores("g1", "j1", "g2", 2, 2, 2))
            .Concat(Make.Scores("g2", "j1", "g2", 2, 2, 2))
            .Append(Make.Answer("g1", "g2"))
            .Append(Make.Answer("g2", "g2"))
            .DistinctBy(o => (o.Measure, o.ItemId, o.GenerationModel, o.JudgeModel, o.ProductionJudgeModel, o.Tier, o.Repeat))
            .ToList();
        bool Has(RaceEnd end, string model) =>
            RunDigest
                .Of(rows, [], ItemPages.Unknown, 0, PriceList.Empty, [Record(ModelRole.Generation, ["g1", "g2"], end, "g2")])
                .Aggregates.Single(a => a is { Tier: Tier.Generation, Metric: "avg_faithfulness" } && a.GenerationModel == model)
                .Interval
                is not null;

        Assert.Equal((true, false), (Has(RaceEnd.QuestionsEnded, "g1"), Has(RaceEnd.QuestionsEnded, "g2")));
        Assert.Equal((false, false), (Has(RaceEnd.OneLeft, "g1"), Has(RaceEnd.OneLeft, "g2")));
        Assert.Equal((false, false), (Has(RaceEnd.UnderWay, "g1"), Has(RaceEnd.UnderWay, "g2")));
        // The race of generators says nothing about verdicts and trials.
        Assert.All(
            RunDigest
                .Of(rows, [], ItemPages.Unknown, 0, PriceList.Empty, [Record(ModelRole.Generation, ["g1", "g2"], RaceEnd.OneLeft, "g2")])
                .Aggregates.Where(a => a is { Tier: Tier.JudgePipeline, Metric: "accuracy" }),
            a => Assert.NotNull(a.Interval)
        );
    }

    [Fact]
    public void A_combination_with_a_loser_is_dropped_and_one_that_was_never_called_is_excluded()
    {
        var models = new ModelLineup(["g1", "g2", "gone"], ["j1"], ["p1"]);
        var run = Make.Run(
            models,
            Make.GoodRun("g1", "j1", "p1")
                .Concat(Make.GoodRun("g2", "j1", "p1", score: 2))
                .DistinctBy(o => (o.Measure, o.ItemId, o.GenerationModel, o.JudgeModel, o.ProductionJudgeModel, o.Tier, o.Repeat)),
            [Make.Excluded(ModelRole.Generation, "gone")]
        ) with
        {
            Races = [Record(ModelRole.Generation, ["g1", "g2"], RaceEnd.OneLeft, "g2")],
        };
        Assert.Equal([ModelRunStatus.Ok, ModelRunStatus.Dropped, ModelRunStatus.Excluded], run.ModelRuns().Select(r => r.Status));
        Assert.Equal(
            "g2: dropped after 8 pages (9 questions): others are better, g1 before all (evidence 24.8 ≥ 20)",
            run.ModelRuns()[1].Reason
        );
        Assert.Equal(2, run.ModelRuns()[1].Metrics[Tier.Generation]["avg_faithfulness"]);
        var line = RoleRanking.Of(run)[0].Models.Single(m => m.Model == "g2");
        Assert.Equal(
            (null, "снята после 8 страниц (9 вопросов): есть лучше, прежде всего g1 (свидетельство 24,8 ≥ 20)"),
            (line.Rank, line.ReasonIn(Language.Russian))
        );
    }

    private static IReadOnlyList<RaceRecord> Races { get; } =
    [
        Record(ModelRole.Generation, ["lab:g1", "lab:g2", "lab:g3"], RaceEnd.QuestionsEnded, "lab:g3"),
        Record(ModelRole.ProductionJudge, ["lab:p1", "lab:p2"], RaceEnd.OneLeft, "lab:p2"),
    ];

    private static RaceRecord Record(ModelRole role, string[] models, RaceEnd end, string loser) =>
        new(
            role,
            role == ModelRole.Generation ? Tier.Generation : Tier.JudgePipeline,
            role == ModelRole.Generation ? "avg_answer_correctness" : "accuracy",
            models,
            role == ModelRole.Generation ? ["lab:j1", "lab:j2"] : [],
            0.05,
            (models.Length - 1) / 0.05,
            4,
            2,
            40,
            50,
            1350
        )
        {
            Pages = end == RaceEnd.QuestionsEnded ? 40 : 8,
            Questions = end == RaceEnd.QuestionsEnded ? 50 : 9,
            CallsSaved = 369,
            End = end,
            Drops = [new RaceDrop(loser, models[0], (models.Length - 1) / 0.05 + 4.76, (models.Length - 1) / 0.05, 6, 8, 9)],
        };
}
