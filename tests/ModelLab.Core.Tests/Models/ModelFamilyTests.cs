using ModelLab.Core.Models;

namespace ModelLab.Core.Tests.Models;

public sealed class ModelFamilyTests
{
    [Theory]
    [InlineData("mistral:mistral-small-latest", "mistral")]
    [InlineData("openrouter:mistralai/ministral-8b", "mistral")]
    [InlineData("openrouter:openai/gpt-4o-mini", "openai")]
    [InlineData("gpt-4o", "openai")]
    [InlineData("openai:my-own-deployment", "openai")]
    [InlineData("ollama:qwen2.5:7b", "alibaba")]
    [InlineData("qwen2.5:7b", "alibaba")]
    [InlineData("gemma:2b", "google")]
    [InlineData("openrouter:meta-llama/llama-3.1-70b-instruct:free", "meta")]
    [InlineData("openrouter:acme/rocket-1", "acme")]
    [InlineData("DeepSeek:DeepSeek-Chat", "deepseek")]
    [InlineData("campus:house-model", null)]
    [InlineData("vllm:house-model", null)]
    [InlineData("builtin:extractive", null)]
    [InlineData("", null)]
    [InlineData("model:", null)]
    public void The_maker_comes_from_the_name(string model, string? maker) => Assert.Equal(maker, ModelFamily.Of(model));

    [Theory]
    [InlineData("openrouter:openai/gpt-4o", "openai:gpt-4o", true)]
    [InlineData("gpt-4o", "GPT-4o", true)]
    [InlineData("campus:m", "campus:m", true)]
    [InlineData("gpt-4o", "gpt-4o-mini", false)]
    [InlineData("gemma:2b", "llama:2b", false)] // the same size of two models
    [InlineData("builtin:coin", "builtin:coin", false)] // a baseline of one role is not that of another
    public void One_model_is_one_whoever_serves_it(string first, string second, bool same)
    {
        Assert.Equal(same, ModelFamily.IsSame(first, second));
        Assert.Equal(same, ModelFamily.IsSame(second, first));
    }
}
