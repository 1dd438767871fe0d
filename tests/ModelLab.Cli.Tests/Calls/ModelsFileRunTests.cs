using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

/// <summary>Short names of the models file in runs, over real HTTP.</summary>
public sealed class ModelsFileRunTests : SweepLab
{
    private const string Thinking = """g1-think = lab:g1 {"enable_thinking":true}""";

    [Fact]
    public async Task One_model_with_and_without_a_parameter_is_two_rows_and_the_run_says_what_a_name_stood_for()
    {
        string[] args = [.. Sweep(4, generators: "lab:g1,g1-think", judges: "judge"), "--models-file", Models(), "--json"];
        (await RunAsync(args)).Expect(0);

        // 4 questions: 4 answers of each generator. The server answers both alike, so the judge has 4 different texts to score.
        var answers = Server.Requests.Where(r => r.Model == "g1").ToList();
        Assert.Equal(8, answers.Count);
        Assert.Equal(4, answers.Count(r => Body(r)["enable_thinking"]?.GetValue<bool>() == true));
        Assert.Equal(4, Server.Requests.Count(r => r.Model == "j1" && Body(r)["seed"]!.GetValue<int>() == 7));

        var run = LastRun();
        Assert.Equal(
            ["lab:g1/judge", "g1-think/judge"],
            run.GetProperty("model_runs")
                .EnumerateArray()
                .Select(m => $"{m.GetProperty("generation_model")}/{m.GetProperty("judge_model")}")
        );
        Assert.Equal([Thinking, """judge = lab:j1 {"seed":7}"""], Notes().Take(2));
        Assert.Contains(
            Thinking,
            await File.ReadAllTextAsync(Path.ChangeExtension(DetailFiles()[^1], ".md"), Stop),
            StringComparison.Ordinal
        );
        var parts = Detail().GetProperty("fingerprint_parts");
        Assert.Equal("""lab:g1 {"enable_thinking":true}""", parts.GetProperty("model:g1-think").GetString());

        // Nothing is asked twice.
        (await RunAsync(args)).Expect(0);
        Assert.Equal(12, Server.Requests.Count);
    }

    [Fact]
    public async Task Another_model_behind_the_same_name_is_no_comparable_run_and_other_names_are_no_difference()
    {
        string[] Of(string generators, string file) => [.. Sweep(4, generators, judges: "lab:j1"), "--models-file", file];
        (await RunAsync(Of("g1-think,lab:g2", Models()))).Expect(0);
        var first = RunId();
        (await RunAsync(Of("lab:g1,lab:g2", Models()))).Expect(0);
        var without = RunId();
        (await RunAsync(Of("g1-think,lab:g2", Models(target: "lab:g3")))).Expect(0);
        var other = RunId();

        (await RunAsync("recommend", first, without, "--output-dir", Output, "--lang", "en")).Expect(0);
        var mixed = (await RunAsync("recommend", first, other, without, "--output-dir", Output, "--lang", "en")).Expect(2);
        Assert.Contains("g1-think = lab:g3", mixed.Error, StringComparison.Ordinal);

        (await RunAsync("compare", first, without, "--output-dir", Output, "--lang", "en")).Expect(0);
        var refused = await RunAsync("compare", first, other, "--output-dir", Output, "--lang", "en");
        Assert.Contains("what stands behind g1-think: lab:g1 ", refused.Output + refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_name_costs_what_the_file_says_or_what_its_model_does()
    {
        var prices = Write(
            "pricing.json",
            """
            {"prices": [{"model": "lab:j1", "input_per_million": 1, "output_per_million": 2, "currency": "EUR", "as_of": "2026-11-01", "source": "https://lab.example/prices"}]}
            """
        );
        var forecast = await RunAsync([
            .. Sweep(4, generators: "g1-think", judges: "judge"),
            "--models-file",
            Models(),
            "--pricing",
            prices,
            "--dry-run",
            "--json",
        ]);
        var lines = JsonElement.Parse(forecast.Expect(0).Output).GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal(["g1-think USD", "judge EUR"], lines.Select(l => $"{l.GetProperty("model")} {l.GetProperty("currency")}"));
        Assert.All(lines, l => Assert.True(l.GetProperty("cost_high").GetDecimal() > 0));

        // The total keeps currencies apart.
        var shown = await RunAsync([
            .. Sweep(4, generators: "g1-think", judges: "judge"),
            "--models-file",
            Models(),
            "--pricing",
            prices,
            "--dry-run",
        ]);
        Assert.Matches(@"(?m)^cost without retries and re-asks: [\d.]+(–[\d.]+)? USD \+ [\d.]+(–[\d.]+)? EUR$", shown.Expect(0).Output);
    }

    [Theory]
    [InlineData("""{"models": {"g1-think": {"model": "lab:g1", "parameter": {}}}}""", "models.g1-think.parameter: is unknown")]
    [InlineData("""{"models": {"g1-think": {"model": "nobody:g1"}}}""", "models.g1-think.model: 'nobody' is no provider")]
    public async Task A_mistake_in_the_file_ends_with_2_and_nothing_is_written(string json, string message)
    {
        var ended = await RunAsync([.. Sweep(2), "--models-file", Write("bad.json", json)]);
        Assert.Contains($"bad.json: {message}", ended.Expect(2).Error, StringComparison.Ordinal);
        Assert.Single(ended.Error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public async Task A_key_where_a_variables_name_belongs_is_refused_without_being_shown()
    {
        var ended = await RunAsync([.. Sweep(2), "--generation-api-key-var", "sk-proj-a1b2c3d4e5f6a7b8"]);
        Assert.Contains("--generation-api-key-var: must be the name of a variable", ended.Expect(2).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("a1b2", ended.Error, StringComparison.Ordinal);
    }

    private string RunId() => LastRun().GetProperty("id").GetString()!;

    private IEnumerable<string> Notes() => Detail().GetProperty("notes").EnumerateArray().Select(n => n.GetString()!);

    private static JsonNode Body(ReceivedRequest request) => JsonNode.Parse(request.Body.GetRawText())!;

    private string Models(string target = "lab:g1") =>
        Write(
            $"models-{target[4..]}.json",
            $$"""
            {
              "models": {
                "g1-think": {
                  "model": "{{target}}",
                  "parameters": {"enable_thinking": true},
                  "price": {"input_per_million": 3, "output_per_million": 4, "currency": "usd", "as_of": "2026-11-01", "source": "https://lab.example"}
                },
                "judge": {"model": "lab:j1", "parameters": {"seed": 7} }
              }
            }
            """
        );
}
