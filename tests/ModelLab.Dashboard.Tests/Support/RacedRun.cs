using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Tests.Support;

/// <summary>
/// A finished race, written by the code that writes real runs: 24 questions, each a page of its own. The race dropped <c>lab:c</c> and the
/// production judge <c>lab:r</c> after eight of them, where both happen to have better numbers than anybody.
/// </summary>
internal static class RacedRun
{
    public const string Generator = "lab:c",
        Decider = "lab:r";

    public const int Questions = 24,
        Asked = 8;

    /// <summary>Writes it.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="id">The run's id.</param>
    /// <param name="day">When.</param>
    /// <param name="dropped">Generators that are dropped.</param>
    public static async Task WriteAsync(string directory, string id, DateTimeOffset day, params string[] dropped)
    {
        var stop = TestContext.Current.CancellationToken;
        var input = new SweepItems(
            [
                .. Enumerable
                    .Range(0, Questions)
                    .Select(i => new GoldItem
                    {
                        Id = $"q{i:00}",
                        Question = $"Question {i}?",
                        GroundTruthAnswer = "By 10 October.",
                        ChunkText = "By 10 October, room 5.",
                        ConfluenceUrl = $"https://wiki.example/{i}",
                    }),
            ],
            [
                .. Enumerable
                    .Range(0, Questions)
                    .Select(i => new ShowDecisionItem
                    {
                        Id = $"p{i:00}",
                        Question = $"Shown {i}?",
                        Answer = "By 10 October.",
                        Context = "c",
                        GroundTruthShow = i % 2 == 0,
                        Defect = i % 2 == 0 ? null : "wrong_number",
                        ConfluenceUrl = $"https://wiki.example/{i}",
                    }),
            ]
        );
        var spec = new SweepSpec
        {
            Tiers = [Tier.Generation, Tier.EndToEnd, Tier.JudgePipeline],
            Mode = "synthetic",
            Rubrics = [Rubric.AnswerCorrectness],
            DatasetSha256 = "aa",
            JudgePipelineSha256 = "bb",
            PromptsSha256 = "cc",
            Generation = new(0.7, 200),
            Judging = new(0, 800),
            Race = new RaceSpec(Asked),
            Models = new ModelLineup(["lab:a", "lab:b", Generator], ["lab:j1", "lab:j2"], ["lab:p", "lab:q", Decider]),
        };
        var path = Path.Combine(directory, $"rag_benchmark_{id}.db");
        await using (var store = ObservationStore.Create(path, id, day, spec, Fingerprint.Of(spec, input), input, TimeProvider.System))
        {
            foreach (var (tier, rubric) in new[] { (Tier.Generation, Rubric.AnswerCorrectness), (Tier.EndToEnd, Rubric.E2eQuality) })
            foreach (var (item, i) in input.Gold.Select((item, i) => (item, i)))
            foreach (var model in spec.Models.Generators.Where(m => i < Asked || !dropped.Contains(m)))
            {
                await store.AddAsync(new AnswerRow(tier, item.Id, model, 0, $"By 10 October ({model}).", null), stop);
                await store.AddAsync(Row(tier, item.Id, Measures.Abstention, 0) with { GenerationModel = model, Expected = 0 }, stop);
                if (tier == Tier.EndToEnd)
                    await store.AddAsync(
                        Row(tier, item.Id, Measures.ContextHit, i % 3 == 0 ? 0 : 1) with
                        {
                            GenerationModel = model,
                        },
                        stop
                    );
                foreach (var judge in spec.Models.Judges)
                    await store.AddAsync(
                        Row(tier, item.Id, Measures.Of(rubric), ScoreOf(model, i)) with
                        {
                            GenerationModel = model,
                            JudgeModel = judge,
                        },
                        stop
                    );
            }
            foreach (var (item, i) in input.ShowDecisions.Select((item, i) => (item, i)))
            foreach (var judge in spec.Models.Deciders.Where(m => i < Asked || m != Decider))
                await store.AddAsync(
                    Row(Tier.JudgePipeline, item.Id, Measures.Show, Shows(judge, i, item.GroundTruthShow) ? 1 : 0) with
                    {
                        ProductionJudgeModel = judge,
                        Expected = item.GroundTruthShow ? 1 : 0,
                    },
                    stop
                );
            await store.SetRacesAsync([
                Race(ModelRole.Generation, Tier.EndToEnd, "avg_e2e_score", spec.Models.Generators, dropped),
                Race(ModelRole.ProductionJudge, Tier.JudgePipeline, "accuracy", spec.Models.Deciders, [Decider]),
            ]);
            await store.EndAsync("finished", []);
        }
        var run = new RunLibrary(directory).Open(path);
        run = run with { Entry = run.Entry with { Timestamp = day } };
        await RunFiles.WriteAsync(run, path, directory, Language.English, circuitOpened: false, TimeProvider.System);
    }

    private static RaceRecord Race(ModelRole role, Tier tier, string metric, IReadOnlyList<string> models, string[] dropped) =>
        new(role, tier, metric, models, [], 0.05, 40, Asked, 1, Questions, Questions, 3 * Questions)
        {
            Pages = models.Count - dropped.Length == 1 ? Asked : Questions,
            Questions = models.Count - dropped.Length == 1 ? Asked : Questions,
            End = models.Count - dropped.Length == 1 ? RaceEnd.OneLeft : RaceEnd.QuestionsEnded,
            Drops = [.. dropped.Select(m => new RaceDrop(m, models[0], 41.5, 40, 7, Asked, Asked))],
        };

    private static Observation Row(Tier tier, string item, string measure, double value) =>
        new()
        {
            Tier = tier,
            ItemId = item,
            Measure = measure,
            Outcome = Outcome.Scored,
            Value = value,
            Facts = new CallFacts { LatencyMs = 100, Asks = 1 },
        };

    // Means over all questions: a 4.25, b 3.25; c has 5 on all that it was asked.
    private static double ScoreOf(string model, int i) =>
        model switch
        {
            "lab:a" => 4 + i % 2 * 0.5,
            "lab:b" => 3 + i % 2 * 0.5,
            _ => 5,
        };

    // p shows everything, q is wrong on every third, r is always right.
    private static bool Shows(string judge, int i, bool label) =>
        judge switch
        {
            "lab:p" => true,
            "lab:q" => i % 3 == 0 ? !label : label,
            _ => label,
        };
}
