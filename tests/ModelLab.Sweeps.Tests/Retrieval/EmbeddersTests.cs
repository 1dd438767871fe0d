using ModelLab.Core;
using ModelLab.Knowledge.Embedders;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Retrieval;
using ModelLab.Testing.Onnx;
using Xunit;

namespace ModelLab.Sweeps.Tests.Retrieval;

public sealed class EmbeddersTests
{
    private static IEmbedder Create(string name, params (string Name, string Value)[] variables)
    {
        var environment = LabEnvironment.From(variables.Select(v => KeyValuePair.Create(v.Name, v.Value)));
        var providers = new ProviderCatalog(environment);
        return ModelLab.Sweeps.Retrieval.Embedders.Create(
            name,
            new EmbedderInputs(
                () => ["кот", "дом"],
                "h",
                providers,
                new EndpointResolver(environment, providers, new KeyVariableOverrides()),
                new NoCalls()
            )
        );
    }

    [Fact]
    public void The_lexical_embedder_learns_from_the_knowledge_base()
    {
        using var embedder = Create(" builtin:lexical ");

        Assert.EndsWith("base=h", Assert.IsType<LexicalEmbedder>(embedder).Identity, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_named_with_or_without_its_prefix()
    {
        using var folder = TinyFolder.Bert();
        using var named = Create("onnx:" + folder.Path);
        using var plain = Create(folder.Path);

        Assert.IsType<OnnxEmbedder>(plain);
        Assert.Equal(named.Identity, plain.Identity);
    }

    [Fact]
    public void A_provider_brings_its_endpoint()
    {
        using var known = Create("openai:text-embedding-3-small", ("PROVIDER_OPENAI_API_KEY", "k"));
        using var own = Create("lab:bge-m3:latest", ("PROVIDER_LAB_BASE_URL", "http://127.0.0.1:9/v1"));

        Assert.Equal("text-embedding-3-small at https://api.openai.com/v1", known.Identity);
        Assert.Equal("bge-m3:latest at http://127.0.0.1:9/v1", own.Identity);
    }

    [Theory]
    [InlineData("builtin:other", "no such folder, built-in embedder or provider")]
    [InlineData("models/nowhere", "no such folder, built-in embedder or provider")]
    [InlineData("onnx:models/nowhere", "models/nowhere: there is no such folder")]
    [InlineData("openai:m", "set PROVIDER_OPENAI_API_KEY")]
    [InlineData("openai:", "names a provider but no model")]
    [InlineData("", "is empty")]
    public void What_cannot_be_used_is_said_in_one_line(string name, string because)
    {
        var error = Assert.Throws<BadInputException>(() => Create(name));

        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private sealed class NoCalls : IModelCaller
    {
        public Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
