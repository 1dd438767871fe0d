using ModelLab.Core.Models;
using ModelLab.Records.Reading;

namespace ModelLab.Records.Deciding;

/// <summary>Where an example stands among a generator's answers.</summary>
public enum ExamplePlace
{
    /// <summary>The best one.</summary>
    Best,

    /// <summary>One in the middle.</summary>
    Typical,

    /// <summary>The worst one.</summary>
    Worst,
}

/// <summary>An answer of the recommended generator, to see what its score means.</summary>
/// <param name="Place">Where it stands among the others.</param>
/// <param name="Item">The question.</param>
/// <param name="Reference">The reference answer; null where the data set has none.</param>
/// <param name="Answer">What the generator answered.</param>
/// <param name="Score">Its value by the objective.</param>
public sealed record AnswerExample(ExamplePlace Place, RunItem Item, string? Reference, string Answer, double Score)
{
    private const int FewestForTypical = 3;

    /// <summary>
    /// The best, a middle and the worst answer of a generator; of equal ones the first by id. Empty where it has no scores or no answers.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="generator">The generator that is recommended.</param>
    /// <param name="recommendation">Its role.</param>
    /// <param name="items">The run's items and answers.</param>
    public static IReadOnlyList<AnswerExample> Of(Run run, string generator, RoleRecommendation recommendation, RunItems items)
    {
        var (objective, judges) = (recommendation.Comparison.Objective, recommendation.Comparison.Judges);
        if (objective.Role != ModelRole.Generation)
            return [];
        var scored = new ItemScores(run.Scores, objective, judges).Pair(generator, generator);
        List<(string Item, double Score)> byScore =
        [
            .. scored
                .OrderBy(s => objective.LowerIsBetter ? s.First : -s.First)
                .ThenBy(s => s.ItemId, StringComparer.Ordinal)
                .Select(s => (s.ItemId, s.First)),
        ];
        (ExamplePlace Place, int At)[] places = byScore.Count switch
        {
            0 => [],
            1 => [(ExamplePlace.Best, 0)],
            < FewestForTypical => [(ExamplePlace.Best, 0), (ExamplePlace.Worst, byScore.Count - 1)],
            _ => [(ExamplePlace.Best, 0), (ExamplePlace.Typical, byScore.Count / 2), (ExamplePlace.Worst, byScore.Count - 1)],
        };
        return [.. places.Select(p => Of(p.Place, byScore[p.At].Item, byScore[p.At].Score)).OfType<AnswerExample>()];

        AnswerExample? Of(ExamplePlace place, string id, double score) =>
            items.Find(RunItems.Questions, id) is { } item
            && items.Answers(item).FirstOrDefault(a => a.Tier == objective.Tier && a.GenerationModel == generator) is { } answer
                ? new AnswerExample(
                    place,
                    item,
                    item.Text("ground_truth_answer") is { } reference && !string.IsNullOrWhiteSpace(reference) ? reference : null,
                    answer.Text,
                    score
                )
                : null;
    }
}
