using ModelLab.Core.Datasets;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Tests.Support;

/// <summary>
/// A finished run with known scores and whatever texts, written by the code that writes real runs: generators <c>g1</c> and <c>g2</c> under
/// judges <c>j1</c> and <c>j2</c>, a question a page.
/// </summary>
internal static class MadeRun
{
    public const string Id = "20261124_101112";

    public const int Questions = 40;

    /// <summary>
    /// Makes it. g1 gets 5 of both judges but for every fourth question, where it gets 3; g2 gets 2 and 4. The question of one place, 0
    /// unless another is named, and its answers may be given; so may other models, another id, and more points of the first judge for g2.
    /// </summary>
    public static async Task WriteAsync(
        string directory,
        CancellationToken stop,
        string? question = null,
        Func<string, string>? answer = null,
        string? evidence = null,
        int place = 0,
        ModelLineup? models = null,
        string id = Id,
        double lift = 0
    )
    {
        Directory.CreateDirectory(directory);
        var input = new SweepItems(
            [
                .. Enumerable
                    .Range(0, Questions)
                    .Select(i => new GoldItem
                    {
                        Id = $"q{i:00}",
                        Question = i == place && question is not null ? question : $"Вопрос {i}?",
                        GroundTruthAnswer = $"Ответ {i}.",
                        ChunkText = question ?? "Текст.",
                        ConfluenceUrl = $"https://wiki.example/{i:00}",
                    }),
            ],
            []
        );
        var spec = new SweepSpec
        {
            Tiers = [Tier.EndToEnd],
            Mode = "synthetic",
            DatasetFile = "benchmarks/data/made.json",
            Models = models ?? new ModelLineup(["g1", "g2"], ["j1", "j2"], []),
            PromptsSha256 = "cc",
            Generation = new(0.7, 200),
            Judging = new(0, 800),
        };
        var path = Path.Combine(directory, $"rag_benchmark_{id}.db");
        await using (
            var store = ObservationStore.Create(
                path,
                id,
                DateTimeOffset.UnixEpoch,
                spec,
                Fingerprint.Of(spec, input),
                input,
                TimeProvider.System
            )
        )
        {
            foreach (var (item, i) in input.Gold.Select((item, i) => (item, i)))
            {
                foreach (var model in spec.Models.Generators)
                {
                    Observation Row(string measure, double value) =>
                        new()
                        {
                            Tier = Tier.EndToEnd,
                            ItemId = item.Id,
                            Measure = measure,
                            GenerationModel = model,
                            Outcome = Outcome.Scored,
                            Value = value,
                        };
                    await store.AddAsync(
                        new AnswerRow(
                            Tier.EndToEnd,
                            item.Id,
                            model,
                            0,
                            i == place && answer is not null ? answer(model) : $"Ответ {i} модели {model}.",
                            null
                        ),
                        stop
                    );
                    await store.AddAsync(
                        Row("abstention", 0) with
                        {
                            Expected = 0,
                            Facts = new CallFacts
                            {
                                Asks = 1,
                                LatencyMs = model == spec.Models.Generators[0] ? 120 : 80,
                                Tokens = new TokenUsage { Output = 17 },
                            },
                        },
                        stop
                    );
                    await store.AddAsync(Row("context_hit", i % 8 == 0 ? 0 : 1), stop);
                    foreach (var judge in spec.Models.Judges)
                        await store.AddAsync(
                            Row(
                                "e2e_quality",
                                model == spec.Models.Generators[0] ? (i % 4 == 0 ? 3 : 5)
                                    : judge == spec.Models.Judges[0] ? 2 + lift
                                    : 4
                            ) with
                            {
                                JudgeModel = judge,
                                Evidence = evidence ?? $"обоснование {judge}",
                                Facts = new CallFacts { Asks = 1, LatencyMs = 200 },
                            },
                            stop
                        );
                }
            }
            await store.EndAsync("finished", []);
        }
        var run = new RunLibrary(directory).Open(path);
        await RunFiles.WriteAsync(run, path, directory, Language.English, circuitOpened: false, TimeProvider.System);
    }
}
