using CsCheck;
using ModelLab.Core.Models;

namespace ModelLab.Core.Tests.Models;

public sealed class ModelRefTests
{
    private static bool Known(string provider) => provider is "mistral" or "openrouter" or "ollama";

    [Theory]
    [InlineData("mistral:mistral-small-latest", "mistral", "mistral-small-latest")]
    [InlineData("openrouter:openai/gpt-4o-mini", "openrouter", "openai/gpt-4o-mini")]
    [InlineData("openrouter:qwen/qwen-2.5-7b:free", "openrouter", "qwen/qwen-2.5-7b:free")]
    [InlineData("ollama:qwen2.5:7b", "ollama", "qwen2.5:7b")]
    [InlineData("builtin:extractive", "builtin", "extractive")]
    [InlineData("BuiltIn:extractive", "builtin", "extractive")]
    [InlineData("MISTRAL:Mistral-Small", "mistral", "Mistral-Small")]
    [InlineData("  mistral: small ", "mistral", "small")]
    [InlineData("qwen2.5:7b", null, "qwen2.5:7b")]
    [InlineData("gpt-4o", null, "gpt-4o")]
    [InlineData("unknown:model", null, "unknown:model")]
    [InlineData(":model", null, ":model")]
    [InlineData("mistral", null, "mistral")]
    [InlineData("mistral/small", null, "mistral/small")]
    public void A_prefix_is_a_provider_only_when_it_is_known(string text, string? provider, string name) =>
        Assert.Equal(new ModelRef(provider, name), ModelRef.Parse(text, Known));

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public void An_empty_name_is_refused(string text) =>
        Assert.Equal("a model name is empty", Assert.Throws<FormatException>(() => ModelRef.Parse(text, Known)).Message);

    [Theory]
    [InlineData("mistral:", "'mistral:' names a provider but no model: write mistral:MODEL")]
    [InlineData("Mistral: ", "'Mistral:' names a provider but no model: write mistral:MODEL")]
    [InlineData("builtin:", "'builtin:' names a provider but no model: write builtin:MODEL")]
    public void A_provider_without_a_model_is_refused(string text, string problem) =>
        Assert.Equal(problem, Assert.Throws<FormatException>(() => ModelRef.Parse(text, Known)).Message);

    [Fact]
    public void Built_ins_are_known_without_being_configured()
    {
        Assert.Equal(ModelRef.BuiltIn("overlap"), ModelRef.Parse("builtin:overlap", _ => false));
        Assert.True(ModelRef.BuiltIn("overlap").IsBuiltIn);
        Assert.False(new ModelRef(null, "builtin").IsBuiltIn);
        Assert.False(new ModelRef("mistral", "builtin").IsBuiltIn);
    }

    [Fact]
    public void What_is_read_is_written_so_that_it_is_read_the_same() =>
        Gens.Joined(6, "mistral", "builtin", "Ollama", ":", "qwen2.5", "/", "7b", " ", "й")
            .Sample(
                text =>
                {
                    ModelRef read;
                    try
                    {
                        read = ModelRef.Parse(text, Known);
                    }
                    catch (FormatException)
                    {
                        return;
                    }
                    Assert.Equal(read, ModelRef.Parse(read.ToString(), Known));
                },
                iter: 2_000
            );
}
