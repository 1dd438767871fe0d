using System.Globalization;
using System.Text.Json.Nodes;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Support;

/// <summary>
/// Files of four runs of two generators under two judges: three on one data set, then one on another; and one run with other prompts, which
/// belongs to no history of theirs.
/// </summary>
internal static class RunSeries
{
    public static void Write(TempFolder folder)
    {
        for (var run = 1; run <= 4; run++)
            Write(folder, run, run == 4 ? "set-b" : "set-a", "p1");
        Write(folder, 5, "set-a", "p2");
    }

    private static void Write(TempFolder folder, int run, string dataset, string prompts)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"r{run}");
        JsonObject Number(string tier, string metric, string generator, string judge, double value) =>
            new()
            {
                ["tier"] = tier,
                ["metric"] = metric,
                ["generation_model"] = generator,
                ["judge_model"] = judge,
                ["value"] = value,
                ["n"] = 40,
                ["interval"] = new JsonObject
                {
                    ["lower"] = value - 0.25,
                    ["upper"] = value + 0.25,
                    ["pages"] = 30,
                },
            };
        var numbers =
            from model in new[] { (Name: "small", Less: 0.0), (Name: "large", Less: -0.75) }
            from judge in new[] { (Name: "judge-a", Less: 0.0), (Name: "judge-b", Less: 0.5) }
            let value = 3 + 0.1 * run - model.Less - judge.Less
            from number in new[]
            {
                Number("tier_2", "avg_answer_correctness", model.Name, judge.Name, value),
                Number("tier_3", "avg_e2e_score", model.Name, judge.Name, value - 0.5),
            }
            select number;
        folder.Write(
            $"rag_benchmark_{id}.json",
            new JsonObject
            {
                ["id"] = id,
                ["timestamp"] = $"2026-{(run == 5 ? 10 : 11)}-0{run}T12:00:00+03:00",
                ["schema_version"] = "3.0",
                ["dataset_file"] = $"benchmarks/data/{dataset}.json",
                ["dataset_type"] = "manual",
                ["fingerprint"] = $"{dataset}-{prompts}",
                ["fingerprint_parts"] = new JsonObject
                {
                    ["dataset_sha256"] = dataset,
                    ["item_ids"] = dataset,
                    ["prompts_sha256"] = prompts,
                    ["tiers"] = "2,3",
                },
                ["model_runs"] = new JsonArray(
                    new JsonObject
                    {
                        ["generation_model"] = "small",
                        ["judge_model"] = "judge-a",
                        ["status"] = "ok",
                        ["metrics"] = new JsonObject
                        {
                            ["tier_2"] = new JsonObject { ["errors"] = 0 },
                            ["tier_3"] = new JsonObject { ["errors"] = 0 },
                        },
                    }
                ),
                ["aggregates"] = new JsonArray([.. numbers]),
            }.ToJsonString()
        );
    }
}
