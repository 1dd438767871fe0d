using System.Text.Json;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests;

public sealed partial class SweepTests : CliTest
{
    private const string Generators = "mistral-small-latest,mistral-medium-latest",
        Judges = "openai/gpt-4o-mini,openai/gpt-4.1-mini";

    [Fact]
    public async Task Two_models_in_each_role_give_eight_combinations_from_parts_that_were_measured_once()
    {
        Provide("campus");
        var run = await SucceedAsync(
            "--limit",
            "10",
            "--skip-checks",
            "--generation-models",
            "campus:g1,campus:g2",
            "--judge-models",
            "campus:j1,campus:j2",
            "--production-judge-models",
            "campus:p1,campus:p2"
        );

        var runs = run.GetProperty("model_runs").EnumerateArray().ToList();
        Assert.Equal(
            8,
            runs.Select(r => (Text(r, "generation_model"), Text(r, "judge_model"), Text(r, "production_judge_model"))).Distinct().Count()
        );
        Assert.All(runs, r => Assert.Equal("ok", Text(r, "status")));
        Assert.Equal(2 * 10, Answers().Count);
        // 2·10 generations, 2·2·3·10 scorings, 2·2·10 trials, 2·4 decisions.
        Assert.Equal(20 + 120 + 40 + 8, Observations().Count);
        // Two of the four labelled items ask the same, so three calls serve them.
        Assert.Equal((10, 10, 3, 3), (Server.CountFor("g1"), Server.CountFor("g2"), Server.CountFor("p1"), Server.CountFor("p2")));
        Assert.Equal((80, 80), (Server.CountFor("j1"), Server.CountFor("j2"))); // 2·3·10 + 2·10
    }

    [Fact]
    public async Task The_example_command_without_keys_names_the_variable_of_each_model_and_calls_nobody()
    {
        Assert.Equal(3, await ExampleAsync());
        string Line(string role, string model) =>
            Assert.Single(Error.ToString().Split('\n'), l => l.StartsWith($"excluded ({role}): {model}: ", StringComparison.Ordinal));
        foreach (var model in Generators.Split(','))
        {
            Assert.Contains("MISTRAL_API", Line("generation", model), StringComparison.Ordinal);
            Assert.Contains(" JUDGE_API", Line("production_judge", model), StringComparison.Ordinal);
        }
        foreach (var model in Judges.Split(','))
            Assert.Contains("BENCHMARKS_JUDGE_API_KEY", Line("judge", model), StringComparison.Ordinal);
        Assert.Contains("error: no combination can be evaluated", Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Files());
        Assert.Equal(0, Server.RequestCount);
    }

    [Fact]
    public async Task The_example_command_with_keys_succeeds_and_each_key_goes_to_its_own_endpoint_alone()
    {
        Variables["MISTRAL_API"] = "key-of-mistral";
        Variables["MISTRAL_API_URL"] = $"{Server.BaseUrlFor("mistral")}/chat/completions";
        Variables["JUDGE_API"] = "key-of-production";
        Variables["JUDGE_API_URL"] = $"{Server.BaseUrlFor("production")}/chat/completions";
        Variables["BENCHMARKS_JUDGE_API_KEY"] = "key-of-openrouter";
        Variables["BENCHMARKS_JUDGE_BASE_URL"] = Server.BaseUrlFor("openrouter").ToString();

        // The example names no knowledge base: it stands beside the data set.
        Write("knowledge_base.jsonl", """{"id": 1, "confluence_url": "https://wiki/1", "text": "Стипендию платят 25 числа."}""" + "\n");
        Assert.Equal(0, await ExampleAsync());

        Assert.Equal(8, LastRun().GetProperty("model_runs").GetArrayLength());
        Assert.Equal(
            [("mistral", "Bearer key-of-mistral"), ("openrouter", "Bearer key-of-openrouter"), ("production", "Bearer key-of-production")],
            Server.Requests.Select(r => (r.Prefix, r.Authorization!)).Distinct().Order()
        );
        Assert.All(
            Observations().Where(o => o.JudgeModel is not null),
            o => Assert.Equal("Основные утверждения сверены с контекстом.", o.Evidence)
        ); // reasoned
    }

    [Fact]
    public async Task Bare_names_and_several_providers_stand_side_by_side()
    {
        Provide("one", "key-one");
        Provide("two", "key-two");
        Variables["JUDGE_API"] = "key-bare";
        Variables["JUDGE_API_URL"] = Server.BaseUrlFor("bare").ToString();
        var run = await SucceedAsync(
            "--generation-models",
            "one:g,two:g",
            "--judge-models",
            "two:vendor/j,bare-j",
            "--production-judge-models",
            "bare:7b,one:p"
        );

        Assert.Equal(8, run.GetProperty("model_runs").GetArrayLength());
        Assert.Equal(
            [
                ("bare", "bare-j", "Bearer key-bare"),
                ("bare", "bare:7b", "Bearer key-bare"),
                ("one", "g", "Bearer key-one"),
                ("one", "p", "Bearer key-one"),
                ("two", "g", "Bearer key-two"),
                ("two", "vendor/j", "Bearer key-two"),
            ],
            Server.Requests.Select(r => (r.Prefix, r.Model, r.Authorization!)).Distinct().Order()
        );
    }

    [Fact]
    public async Task A_judge_that_only_writes_prose_is_told_as_such_and_changes_nobody_elses_numbers()
    {
        Provide("campus");
        Server.Model("prose").Reply = _ => Scripted.Text(FaultMix.ProseText);
        string[] common = ["--generation-models", "campus:g1,campus:g2", "--production-judge-models", "builtin:support"];
        var alone = await SucceedAsync([.. common, "--judge-models", "campus:good"]);
        var both = await SucceedAsync([.. common, "--judge-models", "campus:good,campus:prose"]);

        foreach (var run in both.GetProperty("model_runs").EnumerateArray())
        {
            var metrics = run.GetProperty("metrics");
            if (Text(run, "judge_model") == "campus:prose")
            {
                Assert.Equal("partial", Text(run, "status"));
                Assert.Equal(1, Number(metrics.GetProperty("tier_judge"), "error_rate"));
                Assert.Null(Number(metrics.GetProperty("tier_judge"), "avg_faithfulness"));
                Assert.All(
                    new[] { "avg_faithfulness", "avg_answer_relevance", "avg_answer_correctness" },
                    m => Assert.Null(Number(metrics.GetProperty("tier_2"), m))
                );
                continue;
            }
            Assert.Equal("ok", Text(run, "status"));
            var before = alone
                .GetProperty("model_runs")
                .EnumerateArray()
                .Single(r => Text(r, "generation_model") == Text(run, "generation_model"));
            foreach (
                var metric in before
                    .GetProperty("metrics")
                    .GetProperty("tier_2")
                    .EnumerateObject()
                    .Where(m => !m.Name.Contains("latency", StringComparison.Ordinal))
            )
                Assert.Equal(metric.Value.GetRawText(), metrics.GetProperty("tier_2").GetProperty(metric.Name).GetRawText());
        }
        Assert.Contains("campus:prose: not ranked:", Flat(Screen.Output), StringComparison.Ordinal);
        using var reader = ObservationReader.Open(DetailFiles()[^1]);
        Assert.All(
            reader.Observations().Where(o => o.JudgeModel == "campus:prose"),
            o => Assert.Equal((Outcome.Unparseable, null), (o.Outcome, o.Value))
        );
    }

    [Fact]
    public async Task Models_that_cannot_be_called_are_excluded_with_their_reason_and_the_rest_goes_on()
    {
        Provide("campus", "k");
        Variables["PROVIDER_DEAD_BASE_URL"] = "http://127.0.0.1:1/v1";
        foreach (var status in new[] { 401, 402, 403, 404 })
            Server.Model($"m{status}").Reply = _ => Scripted.Status(status, "No.");
        var run = await FailAtAnEndpointAsync(
            "--generation-models",
            "campus:m401,campus:m402,campus:m403,campus:m404,dead:m,campus:good",
            "--judge-models",
            "campus:j",
            "--production-judge-models",
            "campus:p,dead:p"
        );

        var reasons = run.GetProperty("excluded_models")
            .EnumerateArray()
            .ToDictionary(e => (Text(e, "role"), Text(e, "model")), e => Text(e, "reason")!);
        Assert.Equal(6, reasons.Count);
        Assert.StartsWith("access refused (", reasons[("generation", "campus:m401")], StringComparison.Ordinal);
        Assert.EndsWith("check PROVIDER_CAMPUS_API_KEY", reasons[("generation", "campus:m401")], StringComparison.Ordinal);
        Assert.StartsWith("HTTP 402: no funds", reasons[("generation", "campus:m402")], StringComparison.Ordinal);
        Assert.StartsWith("access refused (", reasons[("generation", "campus:m403")], StringComparison.Ordinal);
        Assert.StartsWith("unknown model or address (", reasons[("generation", "campus:m404")], StringComparison.Ordinal);
        Assert.StartsWith("unreachable (", reasons[("generation", "dead:m")], StringComparison.Ordinal);
        Assert.StartsWith("unreachable (", reasons[("production_judge", "dead:p")], StringComparison.Ordinal);
        // 6·1·2 combinations, of which those of the good generator with the good decider are usable.
        var runs = run.GetProperty("model_runs").EnumerateArray().ToList();
        Assert.Equal(12, runs.Count);
        Assert.Equal(["campus:good"], runs.Where(r => Text(r, "status") == "ok").Select(r => Text(r, "generation_model")));
        Assert.Equal(11, runs.Count(r => Text(r, "status") == "excluded"));
        Assert.Equal(6, Error.ToString().Split('\n').Count(l => l.StartsWith("excluded (", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_model_that_fails_only_during_the_run_keeps_its_place_with_its_failures_counted()
    {
        Provide("campus");
        Server.Model("late").Reply = r => r.CallNumber == 1 ? Scripted.Text("pong") : Scripted.Status(403, "Blocked.");
        var run = await FailAtAnEndpointAsync(
            "--generation-models",
            "campus:late,campus:good",
            "--judge-models",
            "builtin:overlap",
            "--production-judge-models",
            "builtin:support"
        );
        var late = run.GetProperty("model_runs")[0];
        Assert.Equal(
            ("partial", 12.0),
            (Text(late, "status"), Number(late.GetProperty("metrics").GetProperty("tier_2"), "generation_errors"))
        );
        Assert.Null(Number(late.GetProperty("metrics").GetProperty("tier_2"), "avg_faithfulness"));
        Assert.Equal("ok", Text(run.GetProperty("model_runs")[1], "status"));
    }

    [Fact]
    public async Task Manual_mode_leaves_out_marked_items_and_says_so()
    {
        var manual = Write(
            "manual.json",
            """
            [{"question": "а?", "ground_truth_answer": "А.", "chunk_text": "А.", "is_question_ok": 1, "is_answer_ok": 1, "is_chunk_ok": 1},
             {"question": "б?", "ground_truth_answer": "Б.", "chunk_text": "Б.", "is_answer_ok": 0},
             {"question": "в?", "ground_truth_answer": "В.", "chunk_text": "В."}]
            """
        );
        var run = await SucceedAsync(
            "--mode",
            "manual",
            "--manual-dataset",
            manual,
            "--tier",
            "2",
            "--generation-models",
            "builtin:echo",
            "--judge-models",
            "builtin:overlap"
        );
        Assert.Equal((manual, "manual"), (Text(run, "dataset_file"), Text(run, "dataset_type")));
        Assert.Equal(2, Answers().Count);
        Assert.Contains("1 of 3 items were left out", Screen.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_prompts_change_the_fingerprint_and_reach_the_model()
    {
        Provide("campus");
        string[] args = ["--tier", "judge_pipeline", "--production-judge-models", "campus:p"];
        var before = Text(await SucceedAsync(args), "fingerprint");
        Assert.Equal(
            before,
            Text(await SucceedAsync("--tier", "judge_pipeline", "--production-judge-models", "builtin:support"), "fingerprint")
        );
        Write("prompts/decider.system.txt", "Скажи verdict: Да или Нет.");
        Assert.NotEqual(before, Text(await SucceedAsync([.. args, "--prompts", Path.Combine(Folder, "prompts")]), "fingerprint"));
        Assert.Contains(Server.Requests, r => r.Messages is [{ Text: "Скажи verdict: Да или Нет." }, ..]);
    }

    private Task<int> ExampleAsync() =>
        SweepAsync(
            "--tier",
            "all",
            "--mode",
            "synthetic",
            "--limit",
            "10",
            "--judge-eval-mode",
            "reasoned",
            "--generation-models",
            Generators,
            "--judge-models",
            Judges,
            "--production-judge-models",
            Generators
        );

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static string Flat(string screen) => string.Join(' ', screen.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
