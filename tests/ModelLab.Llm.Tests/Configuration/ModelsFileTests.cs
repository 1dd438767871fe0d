using System.Text;
using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using Xunit;

namespace ModelLab.Llm.Tests.Configuration;

public sealed partial class ModelsFileTests : IDisposable
{
    // It has the form of a key and stands where a variable's name belongs.
    private const string Key = "gsk_a1b2c3d4e5f6a7b8c9d0e1f2";

    private readonly string _folder = Directory.CreateTempSubdirectory("modellab-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_short_name_is_a_model_with_parameters_headers_and_limits_of_its_own()
    {
        var resolver = Resolver(
            """
            {
              "$schema": "models.schema.json",
              // who
              "providers": {
                "lab": {
                  "base_url": "https://lab.example/v1",
                  "key_var": "LAB_KEY",
                  "auth": "api-key",
                  "headers": { "X-Title": "ModelLab", "X-Gateway-Token": { "var": "GATEWAY" } },
                  "query": { "api-version": "2024-10-21" },
                  "rpm": 60,
                  "tpm": 1000,
                  "max_concurrency": 4,
                  "proxy": "http://${PROXY_USER}:${PROXY_PASSWORD}@proxy.example:3128"
                }
              },
              "models": {
                "qwen": { "model": "lab:qwen3-32b", "parameters": { "top_p": 0.9, "enable_thinking": false } },
                "qwen-think": {
                  "model": "qwen",
                  "parameters": { "enable_thinking": true },
                  "headers": { "Authorization-Extra": "Bearer ${EXTRA}" },
                  "rpm": 6,
                },
              },
            }
            """,
            ("LAB_KEY", "secret-of-the-lab"),
            ("GATEWAY", "secret-of-the-gateway"),
            ("EXTRA", "secret-of-the-extra"),
            ("PROXY_USER", "u"),
            ("PROXY_PASSWORD", "p")
        );

        var endpoint = resolver.Resolve(ModelRole.Generation, new ModelRef(null, "qwen-think")).Endpoint!;

        Assert.Equal("qwen-think", endpoint.Model.ToString());
        Assert.Equal("qwen3-32b", endpoint.ModelId);
        Assert.Equal("""{"enable_thinking":true,"top_p":0.9}""", endpoint.Parameters.Canonical);
        Assert.Equal("https://lab.example/v1?api-version=2024-10-21", endpoint.BaseUrl.ToString());
        Assert.Equal("https://lab.example/v1", endpoint.EndpointId);
        Assert.Equal(("secret-of-the-lab", "LAB_KEY"), (endpoint.Key!.Reveal(), endpoint.KeyVariable));
        Assert.Equal(EndpointAuth.ApiKey, endpoint.Connection.Auth);
        Assert.Equal(
            [("Authorization-Extra", "Bearer secret-of-the-extra"), ("X-Gateway-Token", "secret-of-the-gateway"), ("X-Title", "ModelLab")],
            endpoint.Connection.Headers.Select(h => (h.Key, h.Value.Reveal())).Order()
        );
        Assert.Equal("http://u:p@proxy.example:3128/", endpoint.Connection.Proxy!.ToString());
        Assert.Equal((6, 1000, 4), (endpoint.RequestsPerMinute, endpoint.TokensPerMinute, endpoint.MaxConcurrency));

        // The model as such has none of it but what is its provider's.
        var plain = resolver.Resolve(ModelRole.Generation, new ModelRef("lab", "qwen3-32b")).Endpoint!;
        Assert.Equal((ModelParameters.None, 60, 2), (plain.Parameters, plain.RequestsPerMinute, plain.Connection.Headers.Count));
    }

    [Fact]
    public void A_variable_is_stronger_than_the_file_and_the_file_than_what_is_known()
    {
        const string file = """{"providers": {"openai": {"base_url": "https://file.example/v1", "rpm": 10, "tpm": 20}}}""";
        var told = Resolver(file, ("PROVIDER_OPENAI_API_KEY", "k"), ("PROVIDER_OPENAI_TPM", "30"));
        var endpoint = told.Resolve(ModelRole.Generation, new ModelRef("openai", "m")).Endpoint!;
        Assert.Equal(("https://file.example/v1", 10, 30), (endpoint.EndpointId, endpoint.RequestsPerMinute, endpoint.TokensPerMinute));

        var moved = Resolver(file, ("PROVIDER_OPENAI_API_KEY", "k"), ("PROVIDER_OPENAI_BASE_URL", "https://variable.example/v1"));
        Assert.Equal("https://variable.example/v1", moved.Resolve(ModelRole.Generation, new ModelRef("openai", "m")).Endpoint!.EndpointId);
    }

    [Fact]
    public void Gigachat_and_anthropic_are_known_with_their_protocols()
    {
        var resolver = Resolver("{}", ("PROVIDER_GIGACHAT_API_KEY", "a"), ("PROVIDER_ANTHROPIC_API_KEY", "b"));
        var gigachat = resolver.Resolve(ModelRole.Generation, new ModelRef("gigachat", "GigaChat-2")).Endpoint!;
        Assert.Equal("https://gigachat.devices.sberbank.ru/api/v1", gigachat.EndpointId);
        Assert.Equal(EndpointAuth.GigaChatOAuth, gigachat.Connection.Auth);
        Assert.Equal("https://ngw.devices.sberbank.ru:9443/api/v2/oauth", gigachat.Connection.TokenUrl!.ToString());
        Assert.Equal("GIGACHAT_API_PERS", gigachat.Connection.TokenScope);
        var anthropic = resolver.Resolve(ModelRole.Generation, new ModelRef("anthropic", "claude")).Endpoint!;
        Assert.Equal("https://api.anthropic.com", anthropic.EndpointId);
        Assert.Equal((EndpointProtocol.Anthropic, EndpointAuth.XApiKey), (anthropic.Protocol, anthropic.Connection.Auth));
    }

    [Theory]
    [InlineData("https://a.example")]
    [InlineData("https://a.example/")]
    [InlineData("https://a.example/v1")]
    [InlineData("https://a.example/v1/messages")]
    public void However_Anthropics_address_is_pasted_it_is_the_same(string url)
    {
        var resolver = Resolver("{}", ("PROVIDER_ANTHROPIC_API_KEY", "b"), ("PROVIDER_ANTHROPIC_BASE_URL", url));
        Assert.Equal("https://a.example", resolver.Resolve(ModelRole.Generation, new ModelRef("anthropic", "m")).Endpoint!.EndpointId);
    }

    [Theory]
    [InlineData(
        "header",
        "GATEWAY is not set",
        """{"providers": {"lab": {"base_url": "https://l.example", "headers": {"X-A": "${GATEWAY}"}}}}"""
    )]
    [InlineData(
        "query",
        "query parameter v of",
        """{"providers": {"lab": {"base_url": "https://l.example", "query": {"v": {"var": "V_NAME"}}}}}"""
    )]
    [InlineData("key", "set LAB_KEY", """{"providers": {"lab": {"base_url": "https://l.example", "key_var": "LAB_KEY"}}}""")]
    [InlineData(
        "password",
        "CERT_PASSWORD",
        """{"providers": {"lab": {"base_url": "https://l.example", "client_certificate_password_var": "CERT_PASSWORD"}}}"""
    )]
    public void What_a_provider_lacks_is_told_when_it_is_needed(string _, string part, string file)
    {
        var resolution = Resolver(file, ("PROVIDER_LAB_API_KEY", "k")).Resolve(ModelRole.Generation, new ModelRef("lab", "m"));
        Assert.Null(resolution.Endpoint);
        Assert.Contains(part, resolution.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assistant_is_reached_as_its_entry_says()
    {
        var resolver = Resolver(
            """
            {"assistants": {"bot": {
              "url": "https://${BOT_HOST}/api/ask/", // the slash at its end is part of it
              "method": "PUT",
              "key_var": "BOT_KEY",
              "headers": {"X-Tenant": "desk", "X-Token": {"var": "BOT_TOKEN"}},
              "query": {"v": "2"},
              "body": {"message": "{{question}}", "context": "{{context}}", "max_tokens": 5},
              "answer": "answer",
              "sources": "sources[*].url",
              "tokens": {"input": "usage.in"},
              "rpm": 30, "max_concurrency": 2,
            }, "open": {"url": "http://bot.example/ask", "body": {"message": "{{question}}"}, "answer": "answer"}}}
            """,
            ("BOT_HOST", "bot.example"),
            ("BOT_KEY", "k-1"),
            ("BOT_TOKEN", "t-1")
        );

        var bot = resolver.Resolve(ModelRole.Generation, new ModelRef("assistant", "bot")).Endpoint!;

        Assert.Equal("https://bot.example/api/ask/?v=2", bot.BaseUrl.ToString());
        Assert.Equal((EndpointProtocol.Assistant, HttpMethod.Put, true), (bot.Protocol, bot.Assistant!.Method, bot.Assistant.TakesContext));
        Assert.Equal(("k-1", "BOT_KEY", 30, 2), (bot.Key!.Reveal(), bot.KeyVariable, bot.RequestsPerMinute, bot.MaxConcurrency));
        Assert.Equal(["desk", "t-1"], bot.Connection.Headers.OrderBy(h => h.Key).Select(h => h.Value.Reveal()));
        Assert.Equal(
            """{"answer":"answer","body":{"context":"{{context}}","max_tokens":5,"message":"{{question}}"},"method":"PUT","sources":"sources[*].url","tokens":{"input":"usage.in","output":null}}""",
            bot.Parameters.Canonical
        );

        // Without a variable for a key none is sent, wherever it is.
        var open = resolver.Resolve(ModelRole.Generation, new ModelRef("assistant", "open")).Endpoint!;
        Assert.Equal((null, false), (open.Key, open.Assistant!.TakesContext));

        Assert.Contains(
            "an assistant answers questions",
            resolver.Resolve(ModelRole.BenchmarkJudge, new ModelRef("assistant", "bot")).Problem,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "there are bot, open",
            resolver.Resolve(ModelRole.Generation, new ModelRef("assistant", "bat")).Problem,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_certificate_lies_beside_the_file_that_names_it()
    {
        File.WriteAllText(Path.Combine(_folder, "root.pem"), "");
        var endpoint = Resolver(
                """{"providers": {"lab": {"base_url": "https://l.example", "auth": "none", "ca_file": "root.pem"}}}""",
                ("PROVIDER_LAB_API_KEY", "unsent")
            )
            .Resolve(ModelRole.Generation, new ModelRef("lab", "m"))
            .Endpoint!;
        Assert.Equal(Path.Combine(_folder, "root.pem"), endpoint.Connection.CaFile);
        Assert.Null(endpoint.Key); // auth none
    }

    [Theory]
    [InlineData("LAB_API_KEY", true)]
    [InlineData("key", true)]
    [InlineData("AZURE_OPENAI_KEY_2", true)]
    [InlineData("lab_key_of_the_whole_department", true)] // long, but no digit
    [InlineData("sk-proj-1", false)]
    [InlineData("gsk_a1b2c3d4e5f6a7b8c9d0e1f2", false)]
    [InlineData("AIzaSyA1234567890abcdefghij", false)]
    [InlineData("0123456789abcdef0123456789abcdef", false)]
    [InlineData("A1B2C3D4E5F6A7B8C9D0E1F2", false)]
    [InlineData("", false)]
    public void A_key_is_told_from_the_name_of_a_variable(string text, bool isName) =>
        Assert.Equal(isName, VariableName.Problem(text) is null);

    [Fact]
    public void What_it_names_as_secret_is_scrubbed()
    {
        var environment = Environment(
            """{"providers": {"lab": {"base_url": "https://l.example", "key_var": "LAB", "headers": {"X-A": "${OTHER}"}, "proxy": "http://${U}@p"}}}""",
            ("LAB", "lab-secret-1"),
            ("OTHER", "other-secret-2"),
            ("U", "user:secret-3"),
            ("PLAIN", "plain-words-4")
        );
        Assert.Equal(
            "*** *** *** plain-words-4",
            environment.CreateScrubber([]).Scrub("lab-secret-1 other-secret-2 user:secret-3 plain-words-4")
        );
    }

    [Fact]
    public void A_short_name_stands_in_its_providers_list()
    {
        var environment = Environment(
            """{"models": {"fast": {"model": "openai:m", "parameters": {"top_p": 1}}, "other": {"model": "groq:m"}}}""",
            ("OPENAI_GEN_MODELS", "fast,other,plain")
        );
        Assert.Equal(
            [new(null, "fast"), new("openai", "other"), new("openai", "plain")],
            new ProviderCatalog(environment).ListedModels("openai", ModelRole.Generation)
        );
    }

    private EndpointResolver Resolver(string json, params (string Name, string Value)[] variables)
    {
        var environment = Environment(json, variables);
        return new EndpointResolver(environment, new ProviderCatalog(environment), new KeyVariableOverrides());
    }

    private LabEnvironment Environment(string json, params (string Name, string Value)[] variables)
    {
        var path = Path.Combine(_folder, "models.json");
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(json));
        return LabEnvironment.From(variables.Select(v => KeyValuePair.Create(v.Name, v.Value))).With(ModelsFile.Read(path));
    }
}
