using Bunit;
using Microsoft.AspNetCore.Components;
using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Core.Text;
using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Components;
using ModelLab.Dashboard.Components.Frame;
using ModelLab.Dashboard.Components.History;
using ModelLab.Dashboard.Components.Llm;
using ModelLab.Dashboard.Components.Overview;
using ModelLab.Dashboard.Components.Reference;
using ModelLab.Dashboard.Components.Runs;
using ModelLab.Dashboard.Components.Tiers;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.History;
using ModelLab.Dashboard.Views.Llm;
using ModelLab.Dashboard.Views.Overview;
using ModelLab.Dashboard.Views.Tiers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Components;

/// <summary>Components as they are rendered, in both languages, against approved files.</summary>
public sealed class SnapshotTests : BunitContext
{
    private static readonly EmbeddedAssets Assets = EmbeddedAssets.Load();
    private static readonly MetricDefinition Correctness = MetricCatalog.Find(Tier.Generation, "avg_answer_correctness");

    private static readonly IReadOnlyList<RunBaseline> Own =
    [
        new RunBaseline(Correctness.Address, 4.1, IsCatalogued: false),
        new RunBaseline("tier_3.avg_e2e_score", 4.2, IsCatalogued: false),
    ];

    private static readonly Aggregate[] Values =
    [
        Value("avg_answer_correctness", "mistral-small", "qwen", 4.31, 4.05, 4.52),
        Value("avg_answer_correctness", "mistral-small", "gpt", 4.02, 3.75, 4.25),
        Value("avg_answer_correctness", "builtin:lead", "qwen", 2.1, 1.8, 2.4),
        Value("avg_answer_correctness", "builtin:lead", "gpt", null, null, null),
        Value("avg_bleu", "mistral-small", null, 31.25, 28, 34),
        Value("avg_bleu", "builtin:lead", null, 9.5, null, null),
        Value("unheard_of", "mistral-small", null, 1234.5, null, null),
    ];

    private static readonly Run Numbers = new()
    {
        Entry = new RunEntry { Id = "1" },
        Numbers = Values,
    };

    private static readonly QuestionSet Questions = new(
        GeneratorMetric.Of([new Aggregate(Tier.EndToEnd, "avg_e2e_score", "lab:m", "j", null, 4, 1)])[0],
        ["lab:m", "builtin:lead"],
        [true, false],
        ["j"],
        [
            new(
                new QuestionText(0, "q1", "Где <b>общежитие</b>?", "", "p", null, true),
                [4.25, 1.5],
                [QuestionOutcomes.Good, QuestionOutcomes.RetrievalMissed],
                4.25,
                null
            ),
            new(
                new QuestionText(1, "q2", "", "", "p", null, true),
                [null, 3],
                [QuestionOutcomes.NoAnswer, QuestionOutcomes.GenerationWrong],
                null,
                null
            ),
        ],
        ["p"],
        false
    );

    public static TheoryData<string, string> Cases =>
        [.. from name in Renderers.Keys from code in new[] { "en", "ru" } select new TheoryDataRow<string, string>(name, code)];

    private static Dictionary<string, Func<SnapshotTests, Language, string>> Renderers { get; } =
        new()
        {
            ["IntervalPlot"] = (t, l) =>
                t.Draw<IntervalPlot>(
                    l,
                    p =>
                        p.Add(c => c.Data, LeadingPlot.Of(Tier.Generation, Numbers with { Baselines = Own }, l)!.Data)
                            .Add(c => c.Description, "d")
                            .Add(c => c.Words, Two(l))
                            .Add(c => c.Title, l.Say("Correctness", "Правильность"))
                            .Add(c => c.AxisName, "1–5")
                            .Add(c => c.Least, 1.0)
                            .Add(c => c.Most, 5.0)
                ),
            ["Dumbbell"] = (t, l) =>
                t.Draw<Dumbbell>(
                    l,
                    p =>
                        p.Add(c => c.Rows, [new("a", 1.5, 2.25), new("b", 3, null), new("c", 2, 1)])
                            .Add(c => c.First, "x")
                            .Add(c => c.Second, "y")
                            .Add(c => c.Description, "d")
                            .Add(c => c.Words, Two(l))
                ),
            ["Scatter"] = (t, l) =>
                t.Draw<Scatter>(
                    l,
                    p =>
                        p.Add(
                                c => c.Points,
                                [
                                    new("cheap", 0.5, 2.5, 2.2, 2.8),
                                    new("dear", 9.5, 4.5),
                                    new("beaten", 9.6, 3),
                                    new("builtin:lead", 0, 1, IsMuted: true),
                                ]
                            )
                            .Add(c => c.XName, l.Say("cost", "цена"))
                            .Add(c => c.YName, l.Say("quality", "качество"))
                            .Add(c => c.Description, "d")
                            .Add(c => c.XWords, Two(l))
                            .Add(c => c.YWords, Two(l))
                ),
            ["HeatMap"] = (t, l) =>
                t.Draw<HeatMap>(
                    l,
                    p =>
                        p.Add(
                                c => c.Grid,
                                new HeatGrid(
                                    ["a", "b"],
                                    ["x", "y", "z"],
                                    [
                                        [new(-0.5, Two(l)(-0.5)), new(0.25, Two(l)(0.25), "hint", true), new(null, "—")],
                                        [new(0, Two(l)(0)), new(1, Two(l)(1)), new(0.5, Two(l)(0.5))],
                                    ]
                                )
                            )
                            .Add(c => c.Scale, HeatScale.Diverging)
                            .Add(c => c.Description, "d")
                ),
            ["ConfusionMatrixChart"] = (t, l) =>
                t.Draw<ConfusionMatrixChart>(
                    l,
                    p =>
                        p.Add(c => c.TruePositives, 1057)
                            .Add(c => c.FalsePositives, 59)
                            .Add(c => c.FalseNegatives, 46)
                            .Add(c => c.TrueNegatives, 0)
                            .Add(c => c.Description, "d")
                ),
            ["Histogram"] = (t, l) =>
                t.Draw<Histogram>(
                    l,
                    p =>
                        p.Add(c => c.Bins, HistogramBins.Of([0.1, 0.2, 0.25, 0.9], l, 5))
                            .Add(c => c.XName, "x")
                            .Add(c => c.YName, "y")
                            .Add(c => c.Description, "d")
                ),
            ["LineChart"] = (t, l) =>
                t.Draw<LineChart>(
                    l,
                    p =>
                        p.Add(c => c.Places, ["r1", "r2", "r3", "r4"])
                            .Add(
                                c => c.Series,
                                [new("a", [new(1.5, 1.25, 1.75), null, new(2), new(2.5)]), new("b", [null, new(1), new(1.25), null])]
                            )
                            .Add(c => c.Marks, [new(2, l.Say("data set changed", "датасет сменился"))])
                            .Add(c => c.Words, Two(l))
                            .Add(c => c.Description, "d")
                ),
            ["Lorenz"] = (t, l) =>
                t.Draw<Lorenz>(
                    l,
                    p =>
                        p.Add(c => c.Curve, LorenzCurve.Of([4, 2, 3, 1]))
                            .Add(c => c.XName, "x")
                            .Add(c => c.YName, "y")
                            .Add(c => c.Description, "d")
                ),
            ["TierSection"] = (t, l) => t.Draw<TierSection>(l, p => p.Add(c => c.Tier, "tier_2").Add(c => c.Run, Numbers)),
            ["MetricTable"] = (t, l) =>
                t.Draw<MetricTable>(
                    l,
                    p =>
                        p.Add(
                            c => c.Metrics,
                            [
                                Correctness,
                                MetricCatalog.Find(Tier.Retrieval, "mrr"),
                                MetricCatalog.Find(Tier.EndToEnd, "avg_dot_similarity"),
                            ]
                        )
                ),
            ["UsageTable"] = (t, l) =>
                t.Draw<UsageTable>(
                    l,
                    p =>
                        p.Add(
                            c => c.Usage,
                            [
                                new ModelUsage
                                {
                                    Role = ModelRole.Generation,
                                    Model = "lab:m",
                                    Units = 1204,
                                    Calls = 1210,
                                    Attempts = 1300,
                                    Tokens = new TokenUsage { Input = 1234567 },
                                    Cost = 0.1234m,
                                    Currency = "USD",
                                    Outcomes = new Dictionary<string, long> { ["scored"] = 1200 },
                                },
                                new ModelUsage
                                {
                                    Role = ModelRole.BenchmarkJudge,
                                    Model = "builtin:coin",
                                    Units = 3,
                                    Outcomes = new Dictionary<string, long> { ["scored"] = 3 },
                                },
                            ]
                        )
                ),
            ["RunRow"] = (t, l) =>
                t.Draw<RunRow>(
                    l,
                    p =>
                        p.Add(
                            c => c.Run,
                            new RunEntry
                            {
                                Id = "20261124_101112",
                                Timestamp = new DateTimeOffset(2026, 11, 24, 10, 11, 12, TimeSpan.FromHours(3)),
                                SchemaVersion = "2.0",
                                DatasetFile = "benchmarks/data/d.json",
                                DatasetType = "manual",
                                Author = "Анна <b>",
                                Generators = ["a", "b"],
                                Tiers = ["tier_2", "tier_judge_pipeline"],
                                ExcludedModels = 1,
                                Costs = new Dictionary<string, decimal> { ["USD"] = 1.5m },
                                UnpricedModels = 1,
                                State = RunState.BudgetReached,
                            }
                        )
                ),
            ["HistoryTable"] = (t, l) =>
                t.Draw<HistoryTable>(
                    l,
                    p =>
                        p.Add(
                            c => c.History,
                            MetricHistory.Of(Correctness, [RunAt("1", "data-a", 4.25), RunAt("2", "data-b", 4.5)], null, null)
                        )
                ),
            ["LineChartBroken"] = (t, l) =>
                t.Draw<LineChart>(
                    l,
                    p =>
                        p.Add(c => c.Places, ["r1", "r2", "r3"])
                            .Add(c => c.Series, [new("a", [new(1.5, 1.25, 1.75), new(2), new(2.5)])])
                            .Add(c => c.Marks, [new(2, l.Say("data set changed", "датасет сменился"), IsBreak: true)])
                            .Add(c => c.Baselines, [2.25, 2.25, 1.5])
                            .Add(c => c.Words, Two(l))
                            .Add(c => c.Description, "d")
                ),
            ["TierCard"] = (t, l) =>
                t.Draw<TierCard>(
                    l,
                    p =>
                        p.Add(c => c.Leaders, TierComparison.Of([RunAt("1", "data-a", 4.25)], null, l).Tiers[0])
                            .Add(c => c.BaselinesOf, _ => Own)
                            .Add(c => c.IsNamingRuns, true)
                ),
            ["LossChart"] = (t, l) =>
                t.Draw<LossChart>(
                    l,
                    p =>
                        p.Add(
                                c => c.Losses,
                                [
                                    new RetrievalLoss(
                                        "m",
                                        "1",
                                        Value("avg_answer_correctness", "m", "qwen", 4.5, 4.25, 4.75),
                                        Value("avg_e2e_score", "m", "qwen", 3.75, 3.5, 4)
                                    )
                                    {
                                        Paired = new(38, 4.5, 3.75, -0.75, new(-0.75, -1, -0.5, 12)),
                                    },
                                    new RetrievalLoss(
                                        "old",
                                        "1",
                                        Value("avg_answer_correctness", "old", "qwen", 4.5, 4.25, 4.75),
                                        Value("avg_e2e_score", "old", "qwen", 3.75, 3.5, 4)
                                    )
                                    {
                                        WithoutInterval = NoInterval.NoDetailFile,
                                    },
                                    new RetrievalLoss("other", "1", null, Value("avg_e2e_score", "other", "qwen", 2, null, null)),
                                ]
                            )
                            .Add(c => c.BaselinesOf, _ => Own)
                ),
            ["EmptyState"] = (t, l) =>
                t.Draw<EmptyState>(l, p => p.Add(c => c.Title, "t").Add(c => c.Command, FirstCommand.Demo).AddChildContent("<p>why</p>")),
            ["OuterText"] = (t, l) => t.Draw<OuterText>(l, p => p.Add(c => c.Text, new string('ж', 1500)).Add(c => c.Most, 20)),
            ["StackedBars"] = (t, l) =>
                t.Draw<StackedBars>(
                    l,
                    p =>
                        p.Add(
                                c => c.Data,
                                new StackedRows(
                                    ["1", "2"],
                                    ["q0", "q9"],
                                    [new("lab:m", [0.75, 0.25], 1200), new("builtin:lead", [0.05, 0.95], null, true)]
                                )
                            )
                            .Add(c => c.Description, "d")
                ),
            ["DiffText"] = (t, l) => t.Draw<DiffText>(l, p => p.Add(c => c.Diff, WordDiff.Of("сдать до 5 <b>мая</b>", "сдать до 7 мая")!)),
            ["QuestionTable"] = (t, l) =>
                t.Draw<QuestionTable>(
                    l,
                    p =>
                        p.Add(c => c.Set, Questions)
                            .Add(c => c.Rows, Questions.Rows)
                            .Add(c => c.Filter, QuestionFilter.Of(new PageContext("/llm", [], l, Assets)))
                ),
            ["WarningList"] = (t, l) => t.Draw<WarningList>(l, p => p.Add(c => c.Warnings, [new RunWarning("t", "<b>")])),
            ["ViewSwitches"] = (t, l) => t.Draw<ViewSwitches>(l, _ => { }),
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_component_is_rendered_as_approved(string component, string language)
    {
        var html = Renderers[component](this, language == "ru" ? Language.Russian : Language.English);
        Golden.Matches("ModelLab.Dashboard.Tests", $"{component}.{language}.html", html);
    }

    private string Draw<T>(Language language, Action<ComponentParameterCollectionBuilder<T>> parameters)
        where T : IComponent
    {
        var at = new PageContext("/runs", [new("lang", language.Code)], language, Assets);
        return Render<T>(p =>
        {
            p.AddCascadingValue(at);
            parameters(p);
        }).Markup;
    }

    private static Run RunAt(string id, string fingerprint, double correctness) =>
        new()
        {
            Entry = new RunEntry
            {
                Id = id,
                Fingerprint = fingerprint,
                DatasetFile = $"data/{fingerprint}.json",
                Timestamp = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero),
            },
            Numbers =
            [
                Value("avg_answer_correctness", "mistral-small", "qwen", correctness, correctness - 0.25, correctness + 0.125),
                Value("avg_answer_correctness", "builtin:lead", "qwen", 2, null, null),
            ],
        };

    private static Func<double, string> Two(Language language) => v => v.ToString("0.00", language.Culture);

    private static Aggregate Value(string metric, string generator, string? judge, double? value, double? lower, double? upper) =>
        new(Tier.Generation, metric, generator, judge, null, value, 181)
        {
            Interval = value is { } v && lower is { } l && upper is { } u ? new ConfidenceInterval(v, l, u, 60) : null,
        };
}
