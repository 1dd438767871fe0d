using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Tests.Support;

/// <summary>Finished runs with named models whose scores are known, written by the code that writes real runs.</summary>
internal static class MadeRuns
{
    public const int Questions = 24;

    /// <summary>Two judges, the first of the generator's family; three production judges with known mistakes.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="id">The run's id.</param>
    /// <param name="day">When.</param>
    /// <param name="lift">Added to the scores of the first generator.</param>
    /// <param name="topK">A part of the ground.</param>
    /// <param name="evidence">What judges say.</param>
    /// <param name="time">The clock that tells when it ended.</param>
    public static async Task WriteAsync(
        string directory,
        string id,
        DateTimeOffset day,
        double lift = 0,
        int topK = 10,
        string evidence = "named the date",
        TimeProvider? time = null
    )
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
                        HumanScore = 3 + i % 3,
                    }),
            ],
            [
                .. Enumerable
                    .Range(0, Questions)
                    .Select(i => new ShowDecisionItem
                    {
                        Id = $"p{i:00}",
                        Question = $"Shown {i}?",
                        Answer = evidence,
                        Context = "c",
                        GroundTruthShow = i % 2 == 0,
                        Defect =
                            i % 2 == 0 ? null
                            : i % 4 == 1 ? "wrong_number"
                            : "off_topic",
                        ConfluenceUrl = $"https://wiki.example/{i}",
                    }),
            ]
        );
        var spec = new SweepSpec
        {
            Tiers = [Tier.Generation, Tier.JudgeTrial, Tier.JudgePipeline],
            Mode = "synthetic",
            Rubrics = [Rubric.AnswerCorrectness],
            TopK = topK,
            DatasetSha256 = "aa",
            JudgePipelineSha256 = "bb",
            PromptsSha256 = "cc",
            Generation = new(0.7, 200),
            Judging = new(0, 800),
            Models = new ModelLineup(
                ["mistral:small", "lab:qwen3"],
                ["mistral:large", "lab:gpt-4o"],
                ["lab:careful", "lab:eager", "builtin:coin"]
            ),
        };
        var path = Path.Combine(directory, $"rag_benchmark_{id}.db");
        await using (
            var store = ObservationStore.Create(path, id, day, spec, Fingerprint.Of(spec, input), input, time ?? TimeProvider.System)
        )
        {
            foreach (var (item, i) in input.Gold.Select((item, i) => (item, i)))
            {
                foreach (var generator in spec.Models.Generators)
                {
                    await store.AddAsync(new AnswerRow(Tier.Generation, item.Id, generator, 0, $"{evidence} ({generator})", null), stop);
                    await store.AddAsync(
                        new Observation
                        {
                            Tier = Tier.Generation,
                            ItemId = item.Id,
                            Measure = Measures.Abstention,
                            GenerationModel = generator,
                            Outcome = Outcome.Scored,
                            Value = 0,
                            Expected = 0,
                        },
                        stop
                    );
                    foreach (var judge in spec.Models.Judges)
                        await store.AddAsync(
                            new Observation
                            {
                                Tier = Tier.Generation,
                                ItemId = item.Id,
                                Measure = Measures.Of(Rubric.AnswerCorrectness),
                                GenerationModel = generator,
                                JudgeModel = judge,
                                Outcome = Outcome.Scored,
                                Value = ScoreOf(generator, judge, i) + (generator == "mistral:small" ? lift : 0),
                                Evidence = evidence,
                                Facts = new CallFacts { LatencyMs = 100, Asks = 1 },
                            },
                            stop
                        );
                }
                foreach (var judge in spec.Models.Judges)
                    for (var repeat = 0; repeat < 2; repeat++)
                        await store.AddAsync(
                            new Observation
                            {
                                Tier = Tier.JudgeTrial,
                                ItemId = item.Id,
                                Measure = Measures.Of(Rubric.Faithfulness),
                                JudgeModel = judge,
                                Repeat = repeat,
                                Outcome = Outcome.Scored,
                                Value = 3 + i % 3,
                                Facts = new CallFacts { LatencyMs = judge == "lab:gpt-4o" ? 200 + i : 50, Asks = 1 },
                            },
                            stop
                        );
            }
            foreach (var (item, i) in input.ShowDecisions.Select((item, i) => (item, i)))
            foreach (var judge in spec.Models.Deciders)
                await store.AddAsync(
                    new Observation
                    {
                        Tier = Tier.JudgePipeline,
                        ItemId = item.Id,
                        Measure = Measures.Show,
                        ProductionJudgeModel = judge,
                        Outcome = Outcome.Scored,
                        Value = Shows(judge, i, item.GroundTruthShow) ? 1 : 0,
                        Expected = item.GroundTruthShow ? 1 : 0,
                        Evidence = evidence,
                        Facts = new CallFacts { LatencyMs = 10 + i, Asks = 1 },
                    },
                    stop
                );
            await store.EndAsync("finished", []);
        }
        var run = new RunLibrary(directory).Open(path);
        run = run with { Entry = run.Entry with { Timestamp = day } };
        await RunFiles.WriteAsync(run, path, directory, Language.English, circuitOpened: false, TimeProvider.System);
    }

    // gpt-4o gives both 3 and 4 in turn. mistral:large gives qwen3 the same and its relative a point more, so its self-preference is 1.
    private static double ScoreOf(string generator, string judge, int i) =>
        3
        + i % 2
        + (
            judge == "mistral:large" && generator == "mistral:small"
                ? (
                    i == 0 ? 2
                    : i == 1 ? 0
                    : 1
                )
                : 0
        );

    // Of 12 good and 12 bad answers: careful hides 8 good ones (i < 16) and shows no bad one; eager shows 6 bad ones (i < 12) and hides
    // none.
    private static bool Shows(string judge, int i, bool label) =>
        judge switch
        {
            "lab:careful" => label && i >= 16,
            "lab:eager" => label || i < 12,
            _ => i % 3 == 0,
        };
}
