using Bunit;
using Microsoft.AspNetCore.Components;
using ModelLab.Core.Statistics;
using ModelLab.Core.Text;
using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Components;
using ModelLab.Dashboard.Components.Judges;
using ModelLab.Dashboard.Components.Prod;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Judges;
using ModelLab.Dashboard.Views.Prod;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Components;

/// <summary>The components of the judges' pages in both languages against approved files.</summary>
public sealed class JudgeSnapshotTests : BunitContext
{
    private static readonly EmbeddedAssets Assets = EmbeddedAssets.Load();
    private static readonly Agreement Agreed = new(-0.25, 0.75, 1057, new(-0.25, -0.375, -0.125, 240), new(0.75, 0.625, 0.875, 240));
    private static readonly MetricDefinition Correctness = MetricCatalog.Find(Tier.Generation, "avg_answer_correctness");

    private static readonly GeneratorMeans Means = GeneratorMeans.Of(
        Correctness,
        [
            Value("mistral:small", "mistral:large", 4.31),
            Value("mistral:small", "lab:gpt-4o", 3.5),
            Value("lab:qwen3", "mistral:large", 4),
            Value("lab:qwen3", "lab:gpt-4o", 3.75),
        ],
        ["mistral:large", "lab:gpt-4o"]
    );

    private static readonly DecisionCounts[] Judges =
    [
        new("lab:careful", new ConfusionMatrix(4, 0, 8, 12), 1),
        new("lab:eager", new ConfusionMatrix(12, 6, 0, 6), 0),
    ];

    private static readonly DecisionCounts[] Constants =
    [
        DecisionCounts.Constant("+", true, 12, 12),
        DecisionCounts.Constant("−", false, 12, 12),
    ];

    public static TheoryData<string, string> Cases =>
        [.. from name in Renderers.Keys from code in new[] { "en", "ru" } select new TheoryDataRow<string, string>(name, code)];

    private static Dictionary<string, Func<JudgeSnapshotTests, Language, string>> Renderers { get; } =
        new()
        {
            ["QuantilePlot"] = (t, l) =>
                t.Draw<QuantilePlot>(
                    l,
                    p =>
                        p.Add(c => c.Rows, [new("lab:fast", 5, 25.5, 50, 75, 95, 1200), new("lab:slow", 200, 200, 210, 400, 900, 3)])
                            .Add(c => c.Words, v => v.ToString("0.0", l.Culture))
                            .Add(c => c.AxisName, l.Say("ms", "мс"))
                            .Add(c => c.Description, "d")
                ),
            ["GeneratorJudgeMatrix"] = (t, l) =>
                t.Draw<GeneratorJudgeMatrix>(
                    l,
                    p =>
                        p.Add(c => c.Means, Means)
                            .Add(c => c.HasScores, true)
                            .Add(
                                c => c.SelfPreferences,
                                [
                                    new(
                                        "mistral:large",
                                        "mistral:small",
                                        Kinship.Family,
                                        0.56,
                                        new ConfidenceInterval(0.56, 0.2, 0.92, 30),
                                        181
                                    ),
                                    new("mistral:large", "mistral:large", Kinship.Same, null, null, 0),
                                    new("a", "a", Kinship.Same, -0.25, new ConfidenceInterval(-0.25, -0.5, -0.01, 30), 60),
                                ]
                            )
                ),
            ["RankStability"] = (t, l) => t.Draw<RankStability>(l, p => p.Add(c => c.Means, Means)),
            ["ScoreSpreads"] = (t, l) =>
                t.Draw<ScoreSpreads>(
                    l,
                    p =>
                        p.Add(c => c.Metric, Correctness)
                            .Add(c => c.Spreads, [new("a", [1, 0, 2, 3, 10], 4.3125), new("b", [0, 0, 0, 0, 7], 5)])
                ),
            ["AgreementMatrix"] = (t, l) =>
                t.Draw<AgreementMatrix>(
                    l,
                    p =>
                        p.Add(
                                c => c.Agreement,
                                new JudgeAgreement(
                                    ["a", "b"],
                                    [
                                        [null, Agreed],
                                        [Agreed, null],
                                    ]
                                )
                            )
                            .Add(c => c.WithPeople, [("a", new Agreement(0.5, null, 24, new(0.5, 0.25, 0.625, 12)))])
                ),
            ["DecisionCostTable"] = (t, l) =>
                t.Draw<DecisionCostTable>(
                    l,
                    p =>
                        p.Add(c => c.Table, CostTable.Of(Judges, Constants, new DecisionCosts(2.5, 1.25), null))
                            .Add(c => c.Recommendation, null)
                ),
            ["CostSlider"] = (t, l) =>
                t.Draw<CostSlider>(l, p => p.Add(c => c.Name, "show").Add(c => c.Label, "l").Add(c => c.Value, 33.3)),
            ["DefectMatrix"] = (t, l) =>
                t.Draw<DefectMatrix>(
                    l,
                    p =>
                        p.Add(c => c.Judges, ["a", "b"])
                            .Add(
                                c => c.Kinds,
                                [
                                    [new("wrong_number", "a", 3, 20), new("wrong_number", "b", 0, 0)],
                                    [new(null, "a", 1, 1), new(null, "b", 1, 2)],
                                ]
                            )
                ),
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_component_is_rendered_as_approved(string component, string language)
    {
        var html = Renderers[component](this, language == "ru" ? Language.Russian : Language.English);
        // The address of a script changes with every asset.
        Golden.Matches(
            "ModelLab.Dashboard.Tests",
            $"{component}.{language}.html",
            html.Replace(Assets.Version, "VERSION", StringComparison.Ordinal)
        );
    }

    private string Draw<T>(Language language, Action<ComponentParameterCollectionBuilder<T>> parameters)
        where T : IComponent
    {
        var at = new PageContext("/judges", [new("lang", language.Code)], language, Assets);
        return Render<T>(p =>
        {
            p.AddCascadingValue(at);
            parameters(p);
        }).Markup;
    }

    private static Aggregate Value(string generator, string judge, double value) =>
        new(Tier.Generation, "avg_answer_correctness", generator, judge, null, value, 181)
        {
            Interval = new ConfidenceInterval(value, value - 0.25, value + 0.25, 60),
        };
}
