using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using Xunit;

namespace ModelLab.Llm.Tests.Configuration;

public sealed class ProviderCatalogTests
{
    [Theory]
    [InlineData("mistral", "https://api.mistral.ai/v1")]
    [InlineData("openrouter", "https://openrouter.ai/api/v1")]
    [InlineData("deepseek", "https://api.deepseek.com/v1")]
    [InlineData("openai", "https://api.openai.com/v1")]
    [InlineData("ollama", "http://localhost:11434/v1")]
    [InlineData("vllm", "http://localhost:8000/v1")]
    [InlineData("lmstudio", "http://localhost:1234/v1")]
    [InlineData("llamacpp", "http://localhost:8080/v1")]
    [InlineData("groq", "https://api.groq.com/openai/v1")]
    [InlineData("gemini", "https://generativelanguage.googleapis.com/v1beta/openai")]
    public void Known_providers_have_base_urls(string name, string url)
    {
        var catalog = Catalog();

        Assert.True(catalog.IsProvider(name));
        Assert.Equal(url, catalog.BaseUrl(name));
    }

    [Theory]
    [InlineData("alibaba")]
    [InlineData("yandex")]
    public void The_others_of_the_design_are_known_too(string name) =>
        Assert.StartsWith("https://", Catalog().BaseUrl(name), StringComparison.Ordinal);

    [Fact]
    public void Builtin_is_a_provider_without_an_address()
    {
        Assert.True(Catalog().IsProvider("builtin"));
        Assert.Null(Catalog().BaseUrl("builtin"));
    }

    [Theory]
    [InlineData("PROVIDER_CAMPUS_API_KEY")]
    [InlineData("PROVIDER_CAMPUS_BASE_URL")]
    [InlineData("PROVIDER_CAMPUS_API_URL")]
    public void One_variable_makes_a_prefix_a_provider(string variable)
    {
        Assert.True(Catalog((variable, "https://campus.example/v1")).IsProvider("campus"));
        Assert.False(Catalog().IsProvider("campus"));
        Assert.False(Catalog((variable, " ")).IsProvider("campus"));
    }

    [Fact]
    public void A_dash_in_a_name_is_an_underscore_in_its_variables() =>
        Assert.Equal("https://a.example", Catalog(("PROVIDER_MY_LAB_BASE_URL", "https://a.example")).BaseUrl("my-lab"));

    [Fact]
    public void A_base_url_comes_before_an_api_url_and_both_before_the_known_one()
    {
        Assert.Equal(
            "https://b.example",
            Catalog(("PROVIDER_OPENAI_API_URL", "https://a.example"), ("PROVIDER_OPENAI_BASE_URL", "https://b.example")).BaseUrl("openai")
        );
        Assert.Equal("https://a.example", Catalog(("PROVIDER_OPENAI_API_URL", "https://a.example")).BaseUrl("openai"));
    }

    [Fact]
    public void A_prefix_that_is_no_provider_belongs_to_the_name()
    {
        var catalog = Catalog(("PROVIDER_CAMPUS_API_KEY", "k"));

        Assert.Equal(new ModelRef(null, "qwen2.5:7b"), ModelRef.Parse("qwen2.5:7b", catalog.IsProvider));
        Assert.Equal(new ModelRef("ollama", "qwen2.5:7b"), ModelRef.Parse("Ollama:qwen2.5:7b", catalog.IsProvider));
        Assert.Equal(new ModelRef("campus", "m"), ModelRef.Parse("campus:m", catalog.IsProvider));
    }

    [Theory]
    [InlineData(ModelRole.Generation, "OPENROUTER_GEN_MODELS")]
    [InlineData(ModelRole.ProductionJudge, "OPENROUTER_JUDGE_MODELS")]
    [InlineData(ModelRole.BenchmarkJudge, "OPENROUTER_BM_JUDGE_MODELS")]
    public void A_list_of_models_has_a_variable_for_each_role(ModelRole role, string variable)
    {
        var catalog = Catalog((variable, " openai/gpt-4o-mini ,, openrouter:qwen/qwen-2.5 , qwen2.5:7b "));

        Assert.Equal(
            [new("openrouter", "openai/gpt-4o-mini"), new("openrouter", "qwen/qwen-2.5"), new("openrouter", "qwen2.5:7b")],
            catalog.ListedModels("openrouter", role)
        );
        foreach (var other in Enum.GetValues<ModelRole>().Where(r => r != role))
            Assert.Empty(catalog.ListedModels("openrouter", other));
    }

    private static ProviderCatalog Catalog(params (string Name, string Value)[] variables) =>
        new(LabEnvironment.From(variables.Select(v => KeyValuePair.Create(v.Name, v.Value))));
}
