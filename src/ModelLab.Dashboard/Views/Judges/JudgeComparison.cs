using System.Text.Json;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Dashboard.Charts;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Judges;

/// <summary>How the benchmark judges of a run compare: everything that the page of judges shows but for single answers.</summary>
public sealed record JudgeComparison
{
    /// <summary>The metrics that judges give to generators, those that rank first.</summary>
    public required IReadOnlyList<MetricDefinition> Metrics { get; init; }

    /// <summary>The one that is looked at; null where judges scored no answers.</summary>
    public required MetricDefinition? Metric { get; init; }

    /// <summary>The means of it; null with <see cref="Metric"/>.</summary>
    public GeneratorMeans? Means { get; init; }

    /// <summary>Its scores, answer by answer; null where the run has no detail file.</summary>
    public JudgeScores? Scores { get; init; }

    /// <summary>How each judge uses the scale.</summary>
    public IReadOnlyList<ScoreSpread> Spreads { get; init; } = [];

    /// <summary>Whether the judges agree; null without <see cref="Scores"/>.</summary>
    public JudgeAgreement? Agreement { get; init; }

    /// <summary>Each judge's agreement with people on reference answers; empty where the data set has no <c>human_score</c>.</summary>
    public IReadOnlyList<(string Judge, Agreement Agreement)> WithPeople { get; init; } = [];

    /// <summary>Judges and generators that are related.</summary>
    public IReadOnlyList<SelfPreference> SelfPreferences { get; init; } = [];

    /// <summary>Answers on which judges differ most first.</summary>
    public IReadOnlyList<Disagreement> Disagreements { get; init; } = [];

    /// <summary>The distribution of the times of judges' trials.</summary>
    public IReadOnlyList<QuantileRow> Latencies { get; init; } = [];

    /// <summary>Whether a run has anything about judges.</summary>
    public static bool Has(RunEntry run) => run.Tiers.Any(t => t is "tier_judge" or "tier_2" or "tier_3") && run.Judges.Count > 0;

    /// <summary>Reads and compares.</summary>
    /// <param name="run">The run.</param>
    /// <param name="wanted">The metric's address; null or one that the run lacks for the first.</param>
    /// <param name="library">Gives the items.</param>
    /// <param name="scores">Gives the scores.</param>
    /// <param name="cache">Keeps what takes long.</param>
    public static JudgeComparison Of(Run run, string? wanted, RunLibrary library, RunScores scores, ViewCache cache)
    {
        var metrics = MetricsOf(run.Numbers);
        var metric = metrics.FirstOrDefault(m => m.Address == wanted) ?? (metrics.Count > 0 ? metrics[0] : null);
        var trialMeasure = Measures.Of(Rubric.Faithfulness);
        var comparison = new JudgeComparison
        {
            Metrics = metrics,
            Metric = metric,
            Means = metric is null ? null : GeneratorMeans.Of(metric, run.InTheRunning, run.Entry.Judges),
            Latencies =
            [
                .. scores
                    .Latencies(run.Entry, Tier.JudgeTrial, trialMeasure)
                    .Select(l => QuantileRow.Of(l.Key, l.Value))
                    .OfType<QuantileRow>()
                    .OrderBy(r => r.P50),
            ],
        };
        if (!run.Entry.HasDatabase)
            return comparison;
        comparison = comparison with
        {
            WithPeople = PeopleOf(run.Entry, library, scores.Table(run.Entry, Tier.JudgeTrial, trialMeasure), cache),
        };
        if (metric is not { IsMean: true, Measure: { } measure })
            return comparison;
        var table = scores.Table(run.Entry, metric.Tier, measure);
        var answers = cache.Of(table, t => JudgeScores.Of(t, metric.Tier, measure, [.. run.Entry.Generators, .. run.Entry.Judges]));
        var race = run.Races.FirstOrDefault(r => r.Role == ModelRole.Generation && r.Governs(metric.Tier));
        return comparison with
        {
            Scores = answers,
            Spreads = ScoreSpread.Of(answers),
            Agreement = cache.Of(table, _ => JudgeAgreement.Of(answers)),
            SelfPreferences = cache.Of(table, _ => Judges.SelfPreferences.Of(answers, race)).Pairs,
            Disagreements = cache.Of(table, _ => Judges.Disagreements.Of(answers)).Answers,
        };
    }

    /// <summary>Metrics on the 1–5 scale that depend on a generator and a judge, the end-to-end score and correctness first.</summary>
    public static IReadOnlyList<MetricDefinition> MetricsOf(IEnumerable<Aggregate> values) =>
        [
            .. values
                .Where(v => v is { GenerationModel: not null, JudgeModel: not null, Value: not null })
                .Select(v => (v.Tier, v.Metric))
                .Distinct()
                .Select(m => MetricCatalog.TryFind(m.Tier, m.Metric))
                .OfType<MetricDefinition>()
                .Where(m => m.Unit == "1–5")
                .OrderBy(m =>
                    m.Tier == Tier.EndToEnd ? 0
                    : m == MetricCatalog.Leading(m.Tier) ? 1
                    : 2
                ),
        ];

    private static IReadOnlyList<(string, Agreement)> PeopleOf(RunEntry run, RunLibrary library, ScoreTable trials, ViewCache cache)
    {
        var people = cache.Of(
            trials,
            _ =>
            {
                using var items = library.OpenItems(run);
                return items
                    .All(RunItems.Questions)
                    .Where(i => i.Content.TryGetProperty("human_score", out var score) && score.ValueKind == JsonValueKind.Number)
                    .ToDictionary(i => i.ItemId, i => i.Content.GetProperty("human_score").GetDouble(), StringComparer.Ordinal);
            }
        );
        if (people.Count == 0)
            return [];
        return cache.Of(
            trials,
            t =>
                t.Columns(Tier.JudgeTrial, Measures.Of(Rubric.Faithfulness))
                    .OrderBy(c => c.JudgeModel, StringComparer.Ordinal)
                    .Select(c => (c.JudgeModel!, JudgeAgreement.WithPeople(t.Values(c), people, i => t.PageOf(c.Tier, i))))
                    .ToArray()
        );
    }
}
