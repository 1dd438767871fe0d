using System.Globalization;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Core.Text;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Performance.Pages;

/// <summary>How large a made run is.</summary>
/// <param name="Models">Models in each of the three roles.</param>
/// <param name="Questions">Questions; four a page.</param>
internal sealed record RunSize(int Models, int Questions);

/// <summary>
/// Makes finished runs whose observations are drawn from a seeded model of scores: real files, written by the code that writes real runs.
/// </summary>
internal sealed class RunMaker(string directory)
{
    private const int QuestionsAPage = 4;

    /// <summary>Makes a run and its files.</summary>
    /// <returns>How many observations it has.</returns>
    public async Task<int> MakeAsync(DateTimeOffset started, RunSize size, ulong seed)
    {
        Directory.CreateDirectory(directory);
        var id = started.ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture);
        var path = Path.Combine(directory, $"rag_benchmark_{id}.db");
        var input = Items(size.Questions);
        var spec = Spec(size);
        var random = new SeededRandom(seed);
        var written = 0;
        await using (var store = ObservationStore.Create(path, id, started, spec, Fingerprint.Of(spec, input), input, TimeProvider.System))
        {
            foreach (var item in input.Gold)
            {
                foreach (var answer in Answers(spec, item, random))
                    await store.AddAsync(answer, CancellationToken.None).ConfigureAwait(false);
                foreach (var row in OfQuestion(spec, item, random))
                    await AddAsync(row).ConfigureAwait(false);
            }
            foreach (var item in input.ShowDecisions)
            foreach (var row in Verdicts(spec, item, random))
                await AddAsync(row).ConfigureAwait(false);
            await store.EndAsync("finished", []).ConfigureAwait(false);

            async Task AddAsync(Observation row)
            {
                written++;
                await store.AddAsync(row, CancellationToken.None).ConfigureAwait(false);
            }
        }
        var run = new RunLibrary(directory).Open(path);
        await RunFiles.WriteAsync(run, path, directory, Language.English, circuitOpened: false, TimeProvider.System).ConfigureAwait(false);
        return written;
    }

    private static SweepItems Items(int questions) =>
        new(
            [
                .. Enumerable
                    .Range(0, questions)
                    .Select(i => new GoldItem
                    {
                        Id = Name('q', i),
                        Question = $"Вопрос {i}: до какого числа и куда нести заявление?",
                        GroundTruthAnswer = $"До {1 + i % 28} октября, в кабинет {100 + i}.",
                        ChunkId = i,
                        ChunkText = $"Заявления принимают до {1 + i % 28} октября в кабинете {100 + i}. Справки по телефону {200 + i}.",
                        ConfluenceUrl = $"https://wiki.example.org/page/{i / QuestionsAPage}",
                    }),
            ],
            [
                .. Enumerable
                    .Range(0, questions)
                    .Select(i => new ShowDecisionItem
                    {
                        Id = Name('p', i),
                        Question = $"Вопрос {i}?",
                        Answer = $"Ответ {i}.",
                        Context = $"Текст {i}.",
                        GroundTruthShow = i % 2 == 0,
                        Defect = i % 2 == 0 ? null : (i % 4 == 1 ? "wrong_number" : "off_topic"),
                        ConfluenceUrl = $"https://wiki.example.org/page/{i / QuestionsAPage}",
                    }),
            ]
        );

    private static SweepSpec Spec(RunSize size) =>
        new()
        {
            Tiers = [Tier.Generation, Tier.EndToEnd, Tier.JudgeTrial, Tier.JudgePipeline],
            Mode = "synthetic",
            DatasetFile = $"benchmarks/data/dataset_made_{size.Questions}_20261101_120000.json",
            DatasetSha256 = $"made {size.Questions}",
            JudgePipelineFile = $"benchmarks/data/dataset_judge_pipeline_{size.Questions}_20261101_120000.json",
            JudgePipelineSha256 = $"made {size.Questions}",
            Models = new ModelLineup(Models("gen", size.Models), Models("judge", size.Models), Models("show", size.Models)),
            PromptsSha256 = "made",
            Generation = new Sampling(0.7, 200),
            Judging = new Sampling(0, 800),
            EmbeddingModel = "builtin:lexical",
        };

    private static IEnumerable<AnswerRow> Answers(SweepSpec spec, GoldItem item, SeededRandom random) =>
        from tier in (Tier[])[Tier.Generation, Tier.EndToEnd]
        from model in spec.Models.Generators
        select new AnswerRow(tier, item.Id, model, 0, $"{item.GroundTruthAnswer} Приходите до {9 + random.Next(9)} часов. ({model})", null);

    private static IEnumerable<Observation> OfQuestion(SweepSpec spec, GoldItem item, SeededRandom random)
    {
        var difficulty = 0.6 * random.NextNormal();
        foreach (var tier in (Tier[])[Tier.Generation, Tier.EndToEnd])
        {
            foreach (var (model, place) in spec.Models.Generators.Select((m, i) => (m, i)))
            {
                var quality = 4.2 - 0.15 * place + difficulty + 0.5 * random.NextNormal();
                yield return new Observation
                {
                    Tier = tier,
                    ItemId = item.Id,
                    Measure = Measures.Abstention,
                    GenerationModel = model,
                    Outcome = Outcome.Scored,
                    Value = 0,
                    Expected = 0,
                    Evidence = "0123456789abcdef",
                    Facts = Facts(random, 400 + 60 * place),
                };
                foreach (
                    var measure in tier == Tier.EndToEnd
                        ? TextMetrics.Measured.Select(m => m.Measure).Concat(Measures.Similarities).Append(Measures.ContextHit)
                        : TextMetrics.Measured.Select(m => m.Measure)
                )
                    yield return new Observation
                    {
                        Tier = tier,
                        ItemId = item.Id,
                        Measure = measure,
                        GenerationModel = model,
                        Outcome = Outcome.Scored,
                        Value =
                            measure == Measures.ContextHit
                                ? random.Next(5) > 0
                                    ? 1
                                    : 0
                                : random.NextDouble(),
                    };
                foreach (var (judge, strictness) in spec.Models.Judges.Select((j, i) => (j, i)))
                {
                    foreach (var rubric in tier == Tier.EndToEnd ? [Rubric.E2eQuality] : Measures.Tier2Rubrics)
                    {
                        var failed = random.Next(200) == 0;
                        yield return new Observation
                        {
                            Tier = tier,
                            ItemId = item.Id,
                            Measure = Measures.Of(rubric),
                            GenerationModel = model,
                            JudgeModel = judge,
                            Outcome = failed ? Outcome.Unparseable : Outcome.Scored,
                            Value = failed ? null : Score(quality - 0.1 * strictness, random),
                            Error = failed ? "no score in the reply" : null,
                            Evidence = failed ? null : "названы срок и кабинет",
                            Facts = Facts(random, 300),
                        };
                    }
                }
            }
        }
        foreach (var judge in spec.Models.Judges)
        foreach (var repeat in (int[])[0, 1])
            yield return new Observation
            {
                Tier = Tier.JudgeTrial,
                ItemId = item.Id,
                Measure = Measures.Of(Rubric.Faithfulness),
                JudgeModel = judge,
                Repeat = repeat,
                Outcome = Outcome.Scored,
                Value = Score(4.5, random),
                Facts = Facts(random, 300),
            };
    }

    private static IEnumerable<Observation> Verdicts(SweepSpec spec, ShowDecisionItem item, SeededRandom random) =>
        spec.Models.Deciders.Select(
            (decider, place) =>
                new Observation
                {
                    Tier = Tier.JudgePipeline,
                    ItemId = item.Id,
                    Measure = Measures.Show,
                    ProductionJudgeModel = decider,
                    Outcome = Outcome.Scored,
                    Value = random.NextDouble() < 0.9 - 0.03 * place == item.GroundTruthShow ? 1 : 0,
                    Expected = item.GroundTruthShow ? 1 : 0,
                    Facts = Facts(random, 200),
                }
        );

    private static double Score(double quality, SeededRandom random) => Math.Clamp(Math.Round(quality + 0.4 * random.NextNormal()), 1, 5);

    private static CallFacts Facts(SeededRandom random, double latency) =>
        new()
        {
            LatencyMs = latency * (0.7 + 0.6 * random.NextDouble()),
            InFlight = 16,
            Asks = 1,
            Attempts = 1,
            Tokens = new TokenUsage { Input = 300, Output = 40 },
            ReturnedModel = "made",
            FinishReason = "stop",
        };

    private static string[] Models(string role, int count) => [.. Enumerable.Range(1, count).Select(i => $"campus:{role}-{i}")];

    private static string Name(char prefix, int i) => prefix + i.ToString("00000", CultureInfo.InvariantCulture);
}
