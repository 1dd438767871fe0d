using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using Xunit;

namespace ModelLab.Llm.Tests.Configuration;

public sealed class EndpointResolverTests
{
    private const string Mistral = "https://api.mistral.ai/v1";
    private const ModelRole Generation = ModelRole.Generation;
    private const ModelRole Production = ModelRole.ProductionJudge;
    private const ModelRole Benchmark = ModelRole.BenchmarkJudge;

    private static readonly string[] Keys =
    [
        "GENERATION_API_KEY",
        "MISTRAL_API",
        "JUDGE_API",
        "BENCHMARKS_JUDGE_API_KEY",
        "PROVIDER_MISTRAL_API_KEY",
    ];
    private static readonly string[] Urls =
    [
        "GENERATION_API_URL",
        "MISTRAL_API_URL",
        "JUDGE_API_URL",
        "BENCHMARKS_JUDGE_BASE_URL",
        "PROVIDER_MISTRAL_BASE_URL",
    ];

    // The rows of DESIGN's table: what is set, and the key and endpoint that a bare name then uses. Values are named after their variables.
    [Theory]
    [InlineData(
        Generation,
        "GENERATION_API_KEY GENERATION_API_URL MISTRAL_API MISTRAL_API_URL",
        "GENERATION_API_KEY",
        "GENERATION_API_URL"
    )]
    [InlineData(Generation, "GENERATION_API_KEY MISTRAL_API MISTRAL_API_URL", "GENERATION_API_KEY", "MISTRAL_API_URL")]
    [InlineData(Generation, "GENERATION_API_KEY", "GENERATION_API_KEY", null)]
    [InlineData(Generation, "MISTRAL_API MISTRAL_API_URL JUDGE_API JUDGE_API_URL", "MISTRAL_API", "MISTRAL_API_URL")]
    [InlineData(Generation, "MISTRAL_API", "MISTRAL_API", null)]
    [InlineData(Production, "JUDGE_API JUDGE_API_URL GENERATION_API_KEY GENERATION_API_URL", "JUDGE_API", "JUDGE_API_URL")]
    [InlineData(Production, "JUDGE_API GENERATION_API_KEY GENERATION_API_URL MISTRAL_API_URL", "JUDGE_API", "GENERATION_API_URL")]
    [InlineData(Production, "JUDGE_API MISTRAL_API MISTRAL_API_URL", "JUDGE_API", "MISTRAL_API_URL")]
    [InlineData(Production, "JUDGE_API", "JUDGE_API", null)]
    [InlineData(
        Benchmark,
        "BENCHMARKS_JUDGE_API_KEY BENCHMARKS_JUDGE_BASE_URL JUDGE_API JUDGE_API_URL",
        "BENCHMARKS_JUDGE_API_KEY",
        "BENCHMARKS_JUDGE_BASE_URL"
    )]
    [InlineData(Benchmark, "JUDGE_API JUDGE_API_URL GENERATION_API_URL", "JUDGE_API", "JUDGE_API_URL")]
    [InlineData(Benchmark, "JUDGE_API GENERATION_API_URL GENERATION_API_KEY", "JUDGE_API", "GENERATION_API_URL")]
    [InlineData(Benchmark, "JUDGE_API", "JUDGE_API", null)]
    public void A_bare_name_uses_its_roles_variables(ModelRole role, string set, string key, string? url)
    {
        var endpoint = Resolver(Named(set.Split(' '))).Resolve(role, Bare).Endpoint!;

        Assert.Equal(ValueOf(key), endpoint.Key!.Reveal());
        Assert.Equal(key, endpoint.KeyVariable);
        Assert.Equal(new Uri(url is null ? Mistral : ValueOf(url)), endpoint.BaseUrl);
        Assert.Equal(Bare, endpoint.Model);
    }

    [Theory]
    [InlineData(Generation, "", "no API key: set MISTRAL_API (or GENERATION_API_KEY)")]
    [InlineData(Generation, "MISTRAL_API GENERATION_API_URL", "no API key: set GENERATION_API_KEY")]
    [InlineData(Generation, "MISTRAL_API_URL", "no API key: set MISTRAL_API (or GENERATION_API_KEY)")]
    [InlineData(Production, "", "no API key: set JUDGE_API")]
    [InlineData(Production, "GENERATION_API_KEY GENERATION_API_URL MISTRAL_API", "no API key: set JUDGE_API")]
    [InlineData(Benchmark, "", "no API key: set JUDGE_API (or BENCHMARKS_JUDGE_API_KEY and BENCHMARKS_JUDGE_BASE_URL)")]
    [InlineData(Benchmark, "BENCHMARKS_JUDGE_BASE_URL JUDGE_API", "no API key: set BENCHMARKS_JUDGE_API_KEY")]
    [InlineData(
        Benchmark,
        "BENCHMARKS_JUDGE_API_KEY JUDGE_API JUDGE_API_URL",
        "BENCHMARKS_JUDGE_API_KEY is set but no endpoint to send it to: set BENCHMARKS_JUDGE_BASE_URL"
    )]
    public void A_message_names_what_to_set_and_where(ModelRole role, string set, string message)
    {
        var resolution = Resolver(Named(set.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Resolve(role, Bare);

        Assert.Null(resolution.Endpoint);
        Assert.Equal(message + " in the environment, .env.docker or .env.benchmark-models", resolution.Problem);
    }

    [Fact]
    public void A_key_is_never_sent_to_the_endpoint_of_another_pair()
    {
        var mayGo = new Dictionary<string, string[]>
        {
            ["GENERATION_API_KEY"] = [ValueOf("GENERATION_API_URL"), ValueOf("MISTRAL_API_URL"), Mistral],
            ["MISTRAL_API"] = [ValueOf("MISTRAL_API_URL"), Mistral],
            ["JUDGE_API"] = [ValueOf("JUDGE_API_URL"), ValueOf("GENERATION_API_URL"), ValueOf("MISTRAL_API_URL"), Mistral],
            ["BENCHMARKS_JUDGE_API_KEY"] = [ValueOf("BENCHMARKS_JUDGE_BASE_URL")],
            ["PROVIDER_MISTRAL_API_KEY"] = [ValueOf("PROVIDER_MISTRAL_BASE_URL"), Mistral],
        };
        string[] variables = [.. Keys, .. Urls];
        var found = 0;
        for (var mask = 0; mask < 1 << variables.Length; mask++)
        {
            var set = variables.Where((_, i) => (mask >> i & 1) == 1).ToArray();
            var resolver = Resolver(Named(set));
            foreach (
                var (role, model) in Enum.GetValues<ModelRole>().SelectMany(r => new[] { (r, Bare), (r, new ModelRef("mistral", "m")) })
            )
            {
                var resolution = resolver.Resolve(role, model);
                Assert.True(resolution.Endpoint is null ^ resolution.Problem is null);
                if (resolution.Endpoint is not { } endpoint)
                    continue;
                found++;
                Assert.Contains(endpoint.KeyVariable, set);
                Assert.Equal(ValueOf(endpoint.KeyVariable), endpoint.Key!.Reveal());
                Assert.Contains(endpoint.EndpointId, mayGo[endpoint.KeyVariable]);
            }
        }
        Assert.InRange(found, 1 << variables.Length, 6 << variables.Length);
    }

    [Theory]
    [InlineData(Generation, "GENERATION_API_URL")]
    [InlineData(Generation, "MISTRAL_API_URL")]
    [InlineData(Production, "JUDGE_API_URL")]
    [InlineData(Production, "GENERATION_API_URL")]
    [InlineData(Benchmark, "BENCHMARKS_JUDGE_BASE_URL")]
    [InlineData(Benchmark, "JUDGE_API_URL")]
    public void Loopback_endpoints_need_no_key(ModelRole role, string variable)
    {
        foreach (var url in new[] { "http://localhost:1234/v1", "http://127.0.0.1:1234/v1", "http://[::1]:1234/v1" })
        {
            var endpoint = Resolver([(variable, url)]).Resolve(role, Bare).Endpoint!;
            Assert.Null(endpoint.Key);
            Assert.Equal(new Uri(url), endpoint.BaseUrl);
        }
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("vllm")]
    [InlineData("lmstudio")]
    [InlineData("llamacpp")]
    public void Local_servers_need_no_key_anywhere(string provider)
    {
        var variable = $"PROVIDER_{provider.ToUpperInvariant()}_BASE_URL";

        Assert.Null(Resolver([]).Resolve(Generation, new(provider, "m")).Endpoint!.Key);
        Assert.Null(Resolver([(variable, "https://gpu.example/v1")]).Resolve(Generation, new(provider, "m")).Endpoint!.Key);
    }

    [Fact]
    public void A_provider_uses_its_own_pair_in_every_role()
    {
        var resolver = Resolver([
            ("PROVIDER_CAMPUS_API_KEY", "k"),
            ("PROVIDER_CAMPUS_API_URL", "https://campus.example/v1/chat/completions/"),
            .. Named([.. Keys, .. Urls]),
        ]);

        foreach (var role in Enum.GetValues<ModelRole>())
        {
            var endpoint = resolver.Resolve(role, new("campus", "m")).Endpoint!;
            Assert.Equal(
                ("k", "PROVIDER_CAMPUS_API_KEY", "https://campus.example/v1"),
                (endpoint.Key!.Reveal(), endpoint.KeyVariable, endpoint.EndpointId)
            );
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://api.mistral.ai/v1")]
    [InlineData("https://api.mistral.ai/v1/chat/completions")]
    public void The_mistral_prefix_knows_the_source_tools_key_for_mistral_itself(string? url)
    {
        var endpoint = Resolver([("MISTRAL_API", "k"), ("MISTRAL_API_URL", url ?? "")]).Resolve(Generation, new("mistral", "m")).Endpoint!;

        Assert.Equal(("k", "MISTRAL_API", Mistral), (endpoint.Key!.Reveal(), endpoint.KeyVariable, endpoint.EndpointId));
    }

    [Theory]
    [InlineData("MISTRAL_API_URL")]
    [InlineData("PROVIDER_MISTRAL_BASE_URL")]
    public void The_mistral_prefix_does_not_take_that_key_elsewhere(string variable) =>
        Assert.StartsWith(
            "no API key: set PROVIDER_MISTRAL_API_KEY",
            Resolver([("MISTRAL_API", "k"), (variable, "https://other.example/v1")]).Resolve(Generation, new("mistral", "m")).Problem,
            StringComparison.Ordinal
        );

    [Fact]
    public void Providers_say_what_is_missing()
    {
        Assert.StartsWith(
            "no API key: set PROVIDER_OPENAI_API_KEY in ",
            Resolver([]).Resolve(Generation, new("openai", "m")).Problem,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "the endpoint of 'campus' is unknown: set PROVIDER_CAMPUS_BASE_URL in ",
            Resolver([("PROVIDER_CAMPUS_API_KEY", "k")]).Resolve(Generation, new("campus", "m")).Problem,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("api.example.org/v1")]
    [InlineData("ftp://example.org")]
    [InlineData("https://")]
    public void A_bad_address_is_blamed_on_the_variable_it_stands_in(string url)
    {
        Assert.StartsWith(
            "MISTRAL_API_URL is not an http(s) address",
            Resolver([("GENERATION_API_KEY", "k"), ("MISTRAL_API_URL", url)]).Resolve(Generation, Bare).Problem,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "GENERATION_API_URL is not an http(s) address",
            Resolver([("JUDGE_API", "k"), ("GENERATION_API_URL", url)]).Resolve(Production, Bare).Problem,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "PROVIDER_CAMPUS_API_URL is not an http(s) address",
            Resolver([("PROVIDER_CAMPUS_API_KEY", "k"), ("PROVIDER_CAMPUS_API_URL", url)]).Resolve(Production, new("campus", "m")).Problem,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("ваш-ключ")]
    [InlineData("sk-abcdefgh ijkl")]
    [InlineData("sk-abcdefgh\nijkl")]
    public void A_key_that_no_header_can_carry_is_named_not_quoted(string key)
    {
        var problem = Resolver([("PROVIDER_OPENAI_API_KEY", key)]).Resolve(Generation, new("openai", "m")).Problem!;

        Assert.StartsWith("PROVIDER_OPENAI_API_KEY holds ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(key[..4], problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Flags_name_other_variables()
    {
        (string, string)[] set = [("K", "key"), ("U", "https://u.example/v1"), .. Named([.. Keys, .. Urls])];

        Equal("key", ValueOf("GENERATION_API_URL"), Resolver(set, new(GenerationKey: "K")), Generation);
        Equal(ValueOf("GENERATION_API_KEY"), "https://u.example/v1", Resolver(set, new(GenerationUrl: "U")), Generation);
        Equal("key", ValueOf("JUDGE_API_URL"), Resolver(set, new(ProductionJudgeKey: "K")), Production);
        Equal("key", ValueOf("BENCHMARKS_JUDGE_BASE_URL"), Resolver(set, new(BenchmarkJudgeKey: "K")), Benchmark);
        Equal(ValueOf("BENCHMARKS_JUDGE_API_KEY"), "https://u.example/v1", Resolver(set, new(BenchmarkJudgeUrl: "U")), Benchmark);
        // A production judge's flag is no benchmark judge's.
        Equal(
            ValueOf("JUDGE_API"),
            ValueOf("JUDGE_API_URL"),
            Resolver([("K", "key"), .. Named(["JUDGE_API", "JUDGE_API_URL"])], new(ProductionJudgeKey: "K")),
            Benchmark
        );

        static void Equal(string key, string url, EndpointResolver resolver, ModelRole role)
        {
            var endpoint = resolver.Resolve(role, Bare).Endpoint!;
            Assert.Equal((key, url), (endpoint.Key!.Reveal(), endpoint.EndpointId));
        }
    }

    [Fact]
    public void A_variable_named_by_flag_has_no_stand_in()
    {
        var set = Named([.. Keys, .. Urls]);

        Assert.StartsWith(
            "no API key: set NOT_SET in",
            Resolver(set, new(GenerationKey: "NOT_SET")).Resolve(Generation, Bare).Problem,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "GENERATION_API_KEY is set but no endpoint to send it to: set NOT_SET in",
            Resolver(set, new(GenerationUrl: "NOT_SET")).Resolve(Generation, Bare).Problem,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "no API key: set NOT_SET in",
            Resolver(set, new(ProductionJudgeKey: "NOT_SET")).Resolve(Production, Bare).Problem,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "no API key: set NOT_SET in",
            Resolver(set, new(BenchmarkJudgeKey: "NOT_SET")).Resolve(Benchmark, Bare).Problem,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "BENCHMARKS_JUDGE_API_KEY is set but no endpoint to send it to: set NOT_SET in",
            Resolver(set, new(BenchmarkJudgeUrl: "NOT_SET")).Resolve(Benchmark, Bare).Problem,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(Generation, "GENERATION_MODEL MISTRAL_MODEL", "GENERATION_MODEL")]
    [InlineData(Generation, "MISTRAL_MODEL JUDGE_MODEL", "MISTRAL_MODEL")]
    [InlineData(Production, "JUDGE_MODEL GENERATION_MODEL BENCHMARKS_JUDGE_MODEL", "JUDGE_MODEL")]
    [InlineData(Benchmark, "BENCHMARKS_JUDGE_MODEL JUDGE_MODEL", "BENCHMARKS_JUDGE_MODEL")]
    [InlineData(Benchmark, "JUDGE_MODEL", "JUDGE_MODEL")]
    [InlineData(Benchmark, "GENERATION_MODEL MISTRAL_MODEL", null)]
    [InlineData(Production, "GENERATION_MODEL", null)]
    [InlineData(Generation, "JUDGE_MODEL", null)]
    public void A_role_without_a_flag_takes_the_model_of_its_variables(ModelRole role, string set, string? variable) =>
        Assert.Equal(variable is null ? null : ValueOf(variable), Resolver(Named(set.Split(' '))).DefaultModel(role));

    [Fact]
    public void An_endpoints_name_holds_no_user_and_no_query_and_follows_its_address()
    {
        var endpoint = new ModelEndpoint(Bare, new Uri("https://user:pass@host.example:8443/v1/?key=k"), null, "K");
        Assert.Equal("https://host.example:8443/v1", endpoint.EndpointId);
        Assert.Equal("https://other.example/v1", (endpoint with { BaseUrl = new Uri("https://other.example/v1") }).EndpointId);
    }

    private static ModelRef Bare { get; } = new(null, "m");

    private static string ValueOf(string variable) =>
        variable.EndsWith("URL", StringComparison.Ordinal)
            ? $"https://{variable.ToLowerInvariant().Replace('_', '-')}.example/v1"
            : $"value-of-{variable}";

    private static (string, string)[] Named(IEnumerable<string> variables) => [.. variables.Select(v => (v, ValueOf(v)))];

    private static EndpointResolver Resolver((string Name, string Value)[] variables, KeyVariableOverrides? overrides = null)
    {
        var environment = LabEnvironment.From(variables.Select(v => KeyValuePair.Create(v.Name, v.Value)));
        return new EndpointResolver(environment, new ProviderCatalog(environment), overrides ?? new());
    }
}
