using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Exports;

/// <summary>A table of a run as data: all rows, with ids, numbers as numbers, nothing rounded and nothing marked.</summary>
/// <param name="Name">Its name, as files and sheets have it.</param>
/// <param name="Columns">The columns, by their names in the run's files.</param>
/// <param name="Rows">The rows, made while they are read; cells are texts, numbers or null.</param>
public sealed record RunTable(string Name, IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows)
{
    /// <summary>The answers of all models to all questions.</summary>
    public static RunTable Answers(RunItems items) =>
        new(
            "answers",
            ["item_id", "question", "ground_truth_answer", "confluence_url", "tier", "generation_model", "repeat", "answer", "reasoning"],
            from item in items.All(RunItems.Questions)
            from answer in items.Answers(item)
            select (IReadOnlyList<object?>)
                [
                    item.ItemId,
                    item.Question,
                    item.Text("ground_truth_answer"),
                    item.Text("confluence_url"),
                    answer.Tier.FileName(),
                    answer.GenerationModel,
                    answer.Repeat,
                    answer.Text,
                    answer.Reasoning,
                ]
        );

    /// <summary>Everything that was observed: judges' scores with their evidence, verdicts, what was computed.</summary>
    public static RunTable Scores(RunItems items) =>
        new(
            "scores",
            [
                "data_set",
                "item_id",
                "tier",
                "measure",
                "generation_model",
                "judge_model",
                "production_judge_model",
                "repeat",
                "outcome",
                "value",
                "expected",
                "evidence",
                "error",
                "latency_ms",
                "output_tokens",
            ],
            from set in (string[])[RunItems.Questions, RunItems.Labelled]
            from item in items.All(set)
            from o in items.Observations(item)
            select (IReadOnlyList<object?>)
                [
                    set,
                    item.ItemId,
                    o.Tier,
                    o.Measure,
                    o.GenerationModel,
                    o.JudgeModel,
                    o.ProductionJudgeModel,
                    o.Repeat,
                    o.Outcome,
                    o.Value,
                    o.Expected,
                    o.Evidence,
                    o.Error,
                    o.LatencyMs,
                    o.OutputTokens,
                ]
        );
}
