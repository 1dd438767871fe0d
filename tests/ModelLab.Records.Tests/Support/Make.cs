using System.Globalization;
using System.Text.Json.Nodes;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Testing.Support;

/// <summary>Short ways to write down items, specs, observations and runs.</summary>
internal static class Make
{
    public static GoldItem Gold(string id, bool answerable = true) =>
        new()
        {
            Id = id,
            Question = $"Вопрос {id}?",
            GroundTruthAnswer = answerable ? $"Ответ {id}." : "",
            ChunkText = $"Текст {id}.",
            Answerable = answerable,
        };

    public static ShowDecisionItem Show(string id, bool show = true) =>
        new()
        {
            Id = id,
            Question = $"Вопрос {id}?",
            Answer = $"Ответ {id}.",
            Context = $"Текст {id}.",
            GroundTruthShow = show,
        };

    /// <summary>Items g0 … of which the last ones are unanswerable, and labelled items p0 ….</summary>
    public static SweepItems Input(int answerable, int unanswerable = 0, int labelled = 0) =>
        new(
            [.. Enumerable.Range(0, answerable + unanswerable).Select(i => Gold(Id('g', i), i < answerable))],
            [.. Enumerable.Range(0, labelled).Select(i => Show(Id('p', i), i % 2 == 0))]
        );

    public static string[] Names(string prefix, int count) =>
        [.. Enumerable.Range(1, count).Select(i => prefix + i.ToString(CultureInfo.InvariantCulture))];

    public static SweepSpec Spec(ModelLineup? models = null) =>
        new()
        {
            Tiers = ModelTiers,
            Mode = "synthetic",
            DatasetFile = "benchmarks/data/dataset_a_20261101_120000.json",
            DatasetSha256 = "aa",
            JudgePipelineFile = "benchmarks/data/dataset_judge_pipeline_20261101_120000.json",
            JudgePipelineSha256 = "bb",
            Models = models ?? new ModelLineup(["g1"], ["j1"], ["p1"]),
            PromptsSha256 = "cc",
            Generation = new Sampling(0.7, 200),
            Judging = new Sampling(0, 800),
        };

    public static Observation Answer(
        string generator,
        string item,
        bool answerable = true,
        double? abstained = 0,
        int repeat = 0,
        string? digest = "d",
        double? latency = null,
        Outcome? outcome = null
    ) =>
        new()
        {
            Tier = Tier.Generation,
            ItemId = item,
            Measure = Measures.Abstention,
            GenerationModel = generator,
            Repeat = repeat,
            Outcome = outcome ?? (abstained is null ? Outcome.TransportError : Outcome.Scored),
            Value = abstained,
            Expected = answerable ? 0 : 1,
            Evidence = abstained is null ? null : digest,
            Facts = Facts(latency),
        };

    public static Observation Score(string generator, string judge, string item, Rubric rubric, double? score, Outcome? outcome = null) =>
        new()
        {
            Tier = Tier.Generation,
            ItemId = item,
            Measure = Measures.Of(rubric),
            GenerationModel = generator,
            JudgeModel = judge,
            Outcome = outcome ?? (score is null ? Outcome.Unparseable : Outcome.Scored),
            Value = score,
            Facts = Facts(null),
        };

    public static IEnumerable<Observation> Scores(
        string generator,
        string judge,
        string item,
        double? faithfulness,
        double? relevance,
        double? correctness
    ) =>
        [
            Score(generator, judge, item, Rubric.Faithfulness, faithfulness),
            Score(generator, judge, item, Rubric.AnswerRelevance, relevance),
            Score(generator, judge, item, Rubric.AnswerCorrectness, correctness),
        ];

    public static Observation Trial(string judge, string item, int repeat, double? score, double? latency = null) =>
        new()
        {
            Tier = Tier.JudgeTrial,
            ItemId = item,
            Measure = Measures.Of(Rubric.Faithfulness),
            JudgeModel = judge,
            Repeat = repeat,
            Outcome = score is null ? Outcome.Unparseable : Outcome.Scored,
            Value = score,
            Facts = Facts(latency),
        };

    public static Observation Verdict(string decider, string item, bool label, bool? shown, double? latency = null) =>
        new()
        {
            Tier = Tier.JudgePipeline,
            ItemId = item,
            Measure = Measures.Show,
            ProductionJudgeModel = decider,
            Outcome = shown is null ? Outcome.Unparseable : Outcome.Scored,
            Value = shown is { } s
                ? s
                    ? 1
                    : 0
                : null,
            Expected = label ? 1 : 0,
            Facts = Facts(latency),
        };

    /// <summary>The tiers that need no knowledge base.</summary>
    public static IReadOnlyList<Tier> ModelTiers { get; } = [Tier.Generation, Tier.JudgeTrial, Tier.JudgePipeline];

    public static Run Run(
        ModelLineup models,
        IEnumerable<Observation> observations,
        IReadOnlyList<ExcludedModel>? excluded = null,
        IReadOnlyList<Tier>? tiers = null
    )
    {
        var all = observations.ToList();
        var spec = Spec(models) with { Tiers = tiers ?? ModelTiers };
        var fingerprint = Fingerprint.Of(spec, new SweepItems([], []));
        return new Run
        {
            Entry = RunEntry.Of(
                "20261124_101112",
                RunState.Finished,
                new DateTimeOffset(2026, 11, 24, 10, 11, 12, TimeSpan.FromHours(3)),
                spec,
                fingerprint,
                excluded?.Count ?? 0,
                null
            ) with
            {
                GitBranch = "main",
                GitCommit = "0123abcd",
                Author = "Анна",
            },
            Spec = spec,
            Fingerprint = fingerprint,
            Excluded = excluded ?? [],
            Numbers = Aggregation.Of(all),
            Usage = UsageTally.Of(all, PriceList.Empty),
            Scores = ScoreTable.Of(all, ItemPages.Unknown),
            Notes = [],
        };
    }

    /// <summary>The run under another id.</summary>
    public static Run Named(this Run run, string id) => run with { Entry = run.Entry with { Id = id } };

    /// <summary>All combinations of the run.</summary>
    public static IReadOnlyList<ModelRun> ModelRuns(this Run run) => ModelRun.Compose(run);

    /// <summary>The run's element of the registry, without recommendations.</summary>
    public static JsonObject Element(Run run, Language? language = null) => RunJson.Element(run, [], language);

    /// <summary>The run's own JSON, without recommendations.</summary>
    public static JsonObject Detail(Run run, Language? language = null) => RunJson.Detail(run, [], language);

    /// <summary>Everything three models say that do their job on two questions, two triples and four labelled items.</summary>
    public static IEnumerable<Observation> GoodRun(string generator, string judge, string decider, double score = 4) =>
        [
            Answer(generator, "g0", latency: 100),
            Answer(generator, "g1", latency: 200),
            .. Scores(generator, judge, "g0", score, score, score),
            .. Scores(generator, judge, "g1", score, score, score),
            .. GoodTrials(judge),
            .. GoodVerdicts(decider),
        ];

    public static IEnumerable<Observation> GoodTrials(string judge) =>
        [Trial(judge, "g0", 0, 4, 10), Trial(judge, "g0", 1, 4, 10), Trial(judge, "g1", 0, 5, 20), Trial(judge, "g1", 1, 5, 20)];

    public static IEnumerable<Observation> GoodVerdicts(string decider) =>
        [
            Verdict(decider, "p0", true, true, 5),
            Verdict(decider, "p1", false, false, 5),
            Verdict(decider, "p2", true, true, 5),
            Verdict(decider, "p3", false, true, 5),
        ];

    public static ExcludedModel Excluded(ModelRole role, string model) => new(role, model, "no API key: set X_API_KEY");

    private static string Id(char prefix, int i) => prefix + i.ToString(CultureInfo.InvariantCulture);

    private static CallFacts Facts(double? latency) =>
        new()
        {
            LatencyMs = latency,
            Asks = 1,
            Attempts = 1,
        };
}
