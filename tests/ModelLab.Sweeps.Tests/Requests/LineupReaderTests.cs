using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Requests;
using Xunit;

namespace ModelLab.Sweeps.Tests.Requests;

public sealed class LineupReaderTests
{
    [Fact]
    public void Flags_name_models_in_their_order_and_each_once()
    {
        var lineup = Read(
            new() { [ModelRole.Generation] = ["b", "openai:gpt", "OpenAI:gpt", "b", "qwen2.5:7b"] },
            tiers: [Tier.Generation],
            variables: [("BENCHMARKS_JUDGE_MODEL", "j")]
        );
        Assert.Equal(["b", "openai:gpt", "qwen2.5:7b"], lineup[ModelRole.Generation].Select(m => m.ToString()));
        Assert.Null(lineup[ModelRole.Generation][2].Provider);
    }

    [Fact]
    public void Roles_that_no_chosen_tier_needs_are_left_out()
    {
        Assert.Equal([ModelRole.ProductionJudge], Read(new() { [ModelRole.ProductionJudge] = ["p"] }, tiers: [Tier.JudgePipeline]).Keys);
        Assert.Equal([ModelRole.BenchmarkJudge], Read(new() { [ModelRole.BenchmarkJudge] = ["j"] }, tiers: [Tier.JudgeTrial]).Keys);
    }

    [Fact]
    public void A_source_adds_the_models_its_variable_lists()
    {
        var lineup = Read(
            new() { [ModelRole.BenchmarkJudge] = ["first"] },
            new() { [ModelRole.BenchmarkJudge] = ["Campus"] },
            [Tier.JudgeTrial],
            [
                ("CAMPUS_BM_JUDGE_MODELS", "one, campus:two"),
                ("CAMPUS_GEN_MODELS", "not-this"),
                ("PROVIDER_CAMPUS_BASE_URL", "http://127.0.0.1:1/v1"),
            ]
        );
        Assert.Equal(["first", "campus:one", "campus:two"], lineup[ModelRole.BenchmarkJudge].Select(m => m.ToString()));
    }

    [Theory]
    [InlineData(
        ModelRole.Generation,
        "--generation-model-source campus: no models are listed: set CAMPUS_GEN_MODELS to a comma-separated list"
    )]
    [InlineData(
        ModelRole.BenchmarkJudge,
        "--judge-model-source campus: no models are listed: set CAMPUS_BM_JUDGE_MODELS to a comma-separated list"
    )]
    [InlineData(
        ModelRole.ProductionJudge,
        "--production-judge-model-source campus: no models are listed: set CAMPUS_JUDGE_MODELS to a comma-separated list"
    )]
    public void A_source_that_lists_nothing_is_told_with_the_variable_to_set(ModelRole role, string message)
    {
        var tier = role switch
        {
            ModelRole.Generation => Tier.Generation,
            ModelRole.BenchmarkJudge => Tier.JudgeTrial,
            _ => Tier.JudgePipeline,
        };
        Assert.Equal(message, Assert.Throws<BadInputException>(() => Read([], new() { [role] = ["campus"] }, [tier])).Message);
    }

    [Theory]
    [InlineData(ModelRole.Generation, "GENERATION_MODEL", "MISTRAL_MODEL")]
    [InlineData(ModelRole.BenchmarkJudge, "BENCHMARKS_JUDGE_MODEL", "JUDGE_MODEL")]
    public void Without_flags_a_role_takes_its_own_variable_before_the_shared_one(ModelRole role, string own, string shared)
    {
        var tiers = TierNames.All;
        var others = new Dictionary<ModelRole, string[]>
        {
            [ModelRole.Generation] = ["g"],
            [ModelRole.BenchmarkJudge] = ["j"],
            [ModelRole.ProductionJudge] = ["p"],
        };
        others.Remove(role);
        Assert.Equal("own", Read(others, tiers: tiers, variables: [(own, "own"), (shared, "shared")])[role].Single().ToString());
        Assert.Equal("shared", Read(others, tiers: tiers, variables: [(shared, "shared")])[role].Single().ToString());
    }

    [Theory]
    [InlineData(Tier.Generation, "'generation'", "--generation-models", "GENERATION_MODEL (or MISTRAL_MODEL)")]
    [InlineData(Tier.JudgeTrial, "'judge'", "--judge-models", "BENCHMARKS_JUDGE_MODEL (or JUDGE_MODEL)")]
    [InlineData(Tier.JudgePipeline, "'production_judge'", "--production-judge-models", "JUDGE_MODEL")]
    public void A_role_without_any_model_is_told_with_its_flag_and_variable(Tier tier, string role, string flag, string variable)
    {
        var message = Assert.Throws<BadInputException>(() => Read([], tiers: [tier])).Message;
        Assert.Contains(role, message, StringComparison.Ordinal);
        Assert.EndsWith($"give {flag} or set {variable}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_without_a_model_is_told_with_the_flag()
    {
        var message = Assert
            .Throws<BadInputException>(() => Read(new() { [ModelRole.ProductionJudge] = ["openai:"] }, tiers: [Tier.JudgePipeline]))
            .Message;
        Assert.Equal("--production-judge-models: 'openai:' names a provider but no model: write openai:MODEL", message);
    }

    private static IReadOnlyDictionary<ModelRole, IReadOnlyList<ModelRef>> Read(
        Dictionary<ModelRole, string[]> models,
        Dictionary<ModelRole, string[]>? sources = null,
        IReadOnlyList<Tier>? tiers = null,
        params (string, string)[] variables
    )
    {
        var environment = LabEnvironment.From(variables.Select(v => KeyValuePair.Create(v.Item1, v.Item2)));
        var providers = new ProviderCatalog(environment);
        var request = new SweepRequest
        {
            Tiers = tiers ?? TierNames.All,
            OutputDirectory = "",
            Models = models.ToDictionary(m => m.Key, m => (IReadOnlyList<string>)m.Value),
            Sources = (sources ?? []).ToDictionary(m => m.Key, m => (IReadOnlyList<string>)m.Value),
        };
        return LineupReader.Read(request, providers, new EndpointResolver(environment, providers, request.Variables));
    }
}
