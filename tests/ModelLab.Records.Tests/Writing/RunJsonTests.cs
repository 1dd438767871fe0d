using System.Globalization;
using System.Text.Json.Nodes;
using ModelLab.Core.Datasets;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Writing;

public sealed class RunJsonTests
{
    // The contract's list of fields, in its order (DESIGN, Files).
    private static readonly string[] Contract =
    [
        "id",
        "timestamp",
        "git_branch",
        "git_commit_hash",
        "run_author",
        "schema_version",
        "dataset_file",
        "dataset_type",
        "judge_model",
        "production_judge_model",
        "generation_model",
        "embedding_model",
        "judge_eval_mode",
        "consistency_runs",
        "tier_0_metrics",
        "tier_1_metrics",
        "tier_2_metrics",
        "tier_3_metrics",
        "tier_judge_metrics",
        "tier_judge_pipeline_metrics",
        "tier_ux_metrics",
        "utilization_metrics",
        "topic_coverage_metrics",
        "domain_analysis_metrics",
        "model_runs",
        "executive_summary",
        "overall_status",
        "status_combination",
    ];

    private static readonly string[] Ours = ["dataset_sha256", "fingerprint", "excluded_models", "recommendation", "usage"];

    private static readonly string[] MetricTiers = ["tier_0", "tier_1", "tier_2", "tier_3", "tier_judge", "tier_judge_pipeline", "tier_ux"];

    [Fact]
    public void An_element_has_the_contracts_fields_in_their_order_and_ours_beyond_them()
    {
        var element = Make.Element(Good());
        Assert.Equal(Contract, Keys(element).Except(Ours));
        Assert.Equal(Ours.Order(), Keys(element).Except(Contract).Order());
    }

    [Fact]
    public void A_combination_has_the_contracts_fields_and_flat_numbers()
    {
        var run = Make.Element(Good())["model_runs"]![0]!.AsObject();
        Assert.Equal(
            [
                "generation_model",
                "judge_model",
                "production_judge_model",
                "judge_eval_mode",
                "status",
                "exclusion_reason",
                "metrics",
                "exclusion_reasons",
            ],
            Keys(run)
        );
        Assert.Equal(
            ("g1", "j1", "p1", "direct", "ok"),
            (
                Text(run, "generation_model"),
                Text(run, "judge_model"),
                Text(run, "production_judge_model"),
                Text(run, "judge_eval_mode"),
                Text(run, "status")
            )
        );
        var metrics = run["metrics"]!.AsObject();
        Assert.Equal(MetricTiers, Keys(metrics));
        Assert.Equal(4, metrics["tier_2"]!["avg_faithfulness"]!.GetValue<double>());
        Assert.All(
            MetricTiers.Where(t => metrics[t] is not null),
            t => Assert.All(metrics[t]!.AsObject(), m => Assert.True(m.Value is null or JsonValue))
        );
    }

    [Fact]
    public void Every_number_is_a_metric_of_the_catalog_and_every_catalogued_metric_is_written()
    {
        var metrics = Make.Element(Good())["model_runs"]![0]!["metrics"]!.AsObject();
        foreach (var tier in new[] { "tier_2", "tier_judge", "tier_judge_pipeline" })
            Assert.Equal(
                MetricCatalog.All.Where(m => m.TierName == tier).Select(m => m.Name).Order(StringComparer.Ordinal),
                Keys(metrics[tier]!).Order(StringComparer.Ordinal)
            );
    }

    [Fact]
    public void What_nobody_measured_is_null()
    {
        var element = Make.Element(Good());
        foreach (
            var field in new[]
            {
                "tier_0_metrics",
                "tier_1_metrics",
                "tier_3_metrics",
                "tier_ux_metrics",
                "utilization_metrics",
                "embedding_model",
            }
        )
            Assert.Null(element[field]);
        Assert.Null(element["tier_2_metrics"]!["response_exact_match_rate"]); // one run has no consistency
        Assert.Null(element["tier_2_metrics"]!["abstention_rate"]); // there is no unanswerable question
        Assert.Null(element["usage"]![0]!["cost"]);
    }

    [Fact]
    public void The_head_says_who_made_it_when_and_on_what()
    {
        var element = Make.Element(Good());
        Assert.Equal("20261124_101112", Text(element, "id"));
        Assert.Equal("2026-11-24T10:11:12+03:00", Text(element, "timestamp"));
        Assert.Equal(
            ("main", "0123abcd", "Анна"),
            (Text(element, "git_branch"), Text(element, "git_commit_hash"), Text(element, "run_author"))
        );
        Assert.Equal(
            ("3.0", "synthetic", "aa", "direct"),
            (
                Text(element, "schema_version"),
                Text(element, "dataset_type"),
                Text(element, "dataset_sha256"),
                Text(element, "judge_eval_mode")
            )
        );
        Assert.Equal("benchmarks/data/dataset_a_20261101_120000.json", Text(element, "dataset_file"));
    }

    [Fact]
    public void The_top_level_shows_the_first_usable_combination()
    {
        var models = new ModelLineup(["g1", "g2"], ["j1"], ["p1"]);
        var element = Make.Element(Make.Run(models, Make.GoodRun("g2", "j1", "p1", score: 3), [Make.Excluded(ModelRole.Generation, "g1")]));
        Assert.Equal("g2", Text(element, "generation_model"));
        Assert.Equal(3, element["tier_2_metrics"]!["avg_faithfulness"]!.GetValue<double>());
        var excluded = element["model_runs"]![0]!;
        Assert.Equal(("excluded", "g1: no API key: set X_API_KEY"), (Text(excluded, "status"), Text(excluded, "exclusion_reason")));
        Assert.Empty(excluded["metrics"]!.AsObject());
        Assert.Equal(
            """[{"role":"generation","model":"g1","reason":"no API key: set X_API_KEY","reason_code":null}]""",
            element["excluded_models"]!.ToJsonString()
        );
    }

    [Fact]
    public void Without_a_usable_combination_the_top_level_names_none()
    {
        var element = Make.Element(
            Make.Run(new ModelLineup([], [], ["p1"]), [Make.Verdict("p1", "p0", true, null)], tiers: [Tier.JudgePipeline])
        );
        Assert.Null(element["production_judge_model"]);
        Assert.Null(element["tier_judge_pipeline_metrics"]);
        Assert.Equal("partial", Text(element["model_runs"]![0]!, "status"));
    }

    [Fact]
    public void Usage_counts_units_calls_and_outcomes_and_keeps_unknown_tokens_unknown()
    {
        var verdict = Make.Verdict("p1", "p0", true, true);
        var run = Make.Run(
            new ModelLineup([], [], ["p1"]),
            [
                verdict with
                {
                    Facts = verdict.Facts with
                    {
                        Asks = 2,
                        Attempts = 5,
                        Tokens = new TokenUsage { Input = 10, Output = 3 },
                    },
                },
                verdict with
                {
                    ItemId = "p1",
                    Facts = verdict.Facts with { Tokens = new TokenUsage { Input = 7 } },
                },
                Make.Verdict("p1", "p2", true, null),
            ],
            tiers: [Tier.JudgePipeline]
        );
        var usage = Assert.Single(Make.Element(run)["usage"]!.AsArray())!;
        Assert.Equal(
            """{"role":"production_judge","model":"p1","units":3,"calls":4,"journal_hits":0,"attempts":7,"input_tokens":17,"cached_input_tokens":null,"output_tokens":3,"reasoning_tokens":null,"tokens_estimated":false,"mean_calls_in_flight":0,"returned_models":[],"cost":null,"currency":null,"told_cost":null,"cost_is_told":false,"outcomes":{"scored":2,"refused":0,"unparseable":1,"transport_error":0,"not_run":0,"not_asked":0}}""",
            usage.ToJsonString()
        );
    }

    [Fact]
    public void The_detail_adds_the_spec_the_parts_of_the_fingerprint_and_every_number_with_its_denominator()
    {
        var run = Good() with { Notes = [new Remark("заметка")] };
        var detail = Make.Detail(run);
        Assert.Equal(
            Keys(Make.Element(run))
                .Concat([
                    "spec",
                    "fingerprint_parts",
                    "aggregates",
                    "baselines",
                    "baseline_values",
                    "failures",
                    "race",
                    "notes",
                    "note_codes",
                ]),
            Keys(detail)
        );
        Assert.Equal(run.Numbers.Count, detail["aggregates"]!.AsArray().Count);
        var accuracy = detail["aggregates"]!.AsArray().Single(a => Text(a!, "metric") == "accuracy")!;
        // The interval's value is derived in IntervalTests.
        Assert.Equal(
            "0.1934 0.9939",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(double)accuracy["interval"]!["lower"]!:0.0000} {(double)accuracy["interval"]!["upper"]!:0.0000}"
            )
        );
        (accuracy["interval"]!["lower"], accuracy["interval"]!["upper"]) = (0, 1);
        Assert.Equal(
            """{"tier":"tier_judge_pipeline","metric":"accuracy","generation_model":null,"judge_model":null,"production_judge_model":"p1","value":0.75,"n":4,"interval":{"lower":0,"upper":1,"pages":4,"reliable":false},"pages_alike":null}""",
            accuracy.ToJsonString()
        );
        Assert.Equal(run.Fingerprint.Parts.Keys, Keys(detail["fingerprint_parts"]!));
        Assert.Equal("заметка", detail["notes"]![0]!.GetValue<string>());
        Assert.Equal("""{"generators":["g1"],"judges":["j1"],"deciders":["p1"]}""", detail["spec"]!["models"]!.ToJsonString());
    }

    private static Run Good() => Make.Run(new ModelLineup(["g1"], ["j1"], ["p1"]), Make.GoodRun("g1", "j1", "p1"));

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(p => p.Key);

    private static string? Text(JsonNode node, string field) => node[field]?.GetValue<string>();
}
