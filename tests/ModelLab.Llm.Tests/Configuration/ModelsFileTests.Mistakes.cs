using System.Text;
using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using Xunit;

namespace ModelLab.Llm.Tests.Configuration;

// What is wrong with a file is one line.
public sealed partial class ModelsFileTests
{
    [Theory]
    [InlineData("ca_file")]
    [InlineData("client_certificate")]
    public void A_file_of_certificates_that_is_not_there_is_bad_input(string member) =>
        Assert.Contains(
            "there is no file",
            Assert
                .Throws<BadInputException>(() =>
                    Resolver(
                            """{"providers": {"lab": {"base_url": "https://l.example", "MEMBER": "no.pem"}}}""".Replace(
                                "MEMBER",
                                member,
                                StringComparison.Ordinal
                            ),
                            ("PROVIDER_LAB_API_KEY", "k")
                        )
                        .Resolve(ModelRole.Generation, new ModelRef("lab", "m"))
                )
                .Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("[]", "must be an object")]
    [InlineData("{", "not JSON (line 1)")]
    [InlineData("""{"provider": {}}""", "provider: is unknown: there are $schema, providers, models, assistants")]
    [InlineData("""{"providers": []}""", "providers: must be an object")]
    [InlineData("""{"providers": {"lab": 1}}""", "providers.lab: must be an object")]
    [InlineData("""{"providers": {"Lab": {}}}""", "providers.Lab: is no prefix")]
    [InlineData("""{"providers": {"builtin": {}}}""", "providers.builtin: has a meaning of its own")]
    [InlineData("""{"providers": {"lab": {"base": "x"}}}""", "providers.lab.base: is unknown: there are base_url, protocol")]
    [InlineData("""{"providers": {"lab": {"base_url": 1}}}""", "providers.lab.base_url: must be a text in quotes")]
    [InlineData("""{"providers": {"lab": {"base_url": "lab.example"}}}""", "providers.lab.base_url: is not an http(s) address")]
    [InlineData(
        """{"providers": {"lab": {"base_url": "https://me:pw@lab.example"}}}""",
        "providers.lab.base_url: has a user or password in it"
    )]
    [InlineData("""{"providers": {"lab": {"proxy": "http://me:pw@lab.example"}}}""", "providers.lab.proxy: has a user or password in it")]
    [InlineData(
        """{"providers": {"lab": {"base_url": "https://lab.example/v1?api_key=gsk_a1b2c3d4e5f6a7b8c9d0e1f2"}}}""",
        "providers.lab.base_url: has a secret in its query by its name"
    )]
    [InlineData("""{"providers": {"lab": {"proxy": "proxy"}}}""", "providers.lab.proxy: is not the address of a proxy")]
    [InlineData("""{"providers": {"lab": {"protocol": "grpc"}}}""", "providers.lab.protocol: 'grpc' is unknown: give openai, anthropic")]
    [InlineData("""{"providers": {"lab": {"auth": "basic"}}}""", "providers.lab.auth: 'basic' is unknown: give bearer, api-key")]
    [InlineData("""{"providers": {"lab": {"rpm": "60"}}}""", "providers.lab.rpm: must be a number without quotes")]
    [InlineData("""{"providers": {"lab": {"rpm": 0}}}""", "providers.lab.rpm: '0' is no number of requests a minute")]
    [InlineData("""{"providers": {"lab": {"tpm": -5}}}""", "providers.lab.tpm: '-5' is no number of tokens a minute")]
    [InlineData("""{"providers": {"lab": {"max_concurrency": 1.5}}}""", "providers.lab.max_concurrency: '1.5' is no number of calls")]
    [InlineData(
        """{"providers": {"lab": {"key_var": "gsk_a1b2c3d4e5f6a7b8c9d0e1f2"}}}""",
        "providers.lab.key_var: must be the name of a variable"
    )]
    [InlineData("""{"providers": {"lab": {"key_var": "sk-a1b2"}}}""", "providers.lab.key_var: must be the name of a variable")]
    [InlineData(
        """{"providers": {"lab": {"headers": {"Authorization": "Bearer gsk_a1b2c3d4e5f6a7b8c9d0e1f2"}}}}""",
        "providers.lab.headers.Authorization: holds a secret by its name"
    )]
    [InlineData(
        """{"providers": {"lab": {"headers": {"X-Api-Key": "gsk_a1b2c3d4e5f6a7b8c9d0e1f2 ${A}"}}}}""",
        "providers.lab.headers.X-Api-Key: holds a secret by its name"
    )]
    [InlineData(
        """{"providers": {"lab": {"headers": {"X-Key": {"var": "gsk_a1b2c3d4e5f6a7b8c9d0e1f2"}}}}}""",
        "providers.lab.headers.X-Key.var: must be the name of a variable"
    )]
    [InlineData("""{"providers": {"lab": {"headers": {"X A": "b"}}}}""", "providers.lab.headers.X A: is no name of a header")]
    [InlineData("""{"providers": {"lab": {"headers": {"host": "b"}}}}""", "providers.lab.headers.host: is set by the program itself")]
    [InlineData("""{"providers": {"lab": {"headers": {"X-A": "a\nb"}}}}""", "providers.lab.headers.X-A: has a letter or a line break")]
    [InlineData(
        """{"providers": {"lab": {"headers": {"X-A": 1}}}}""",
        "providers.lab.headers.X-A: must be a text in quotes, or {\"var\": \"NAME\"}"
    )]
    [InlineData(
        """{"providers": {"lab": {"query": {"api_key": "gsk_a1b2c3d4e5f6a7b8c9d0e1f2"}}}}""",
        "providers.lab.query.api_key: holds a secret by its name"
    )]
    [InlineData("""{"providers": {"assistant": {}}}""", "providers.assistant: has a meaning of its own")]
    [InlineData("""{"models": {"a": {"model": "assistant:b"}}}""", "models.a.model: assistant:b is an assistant and has no short name")]
    [InlineData("""{"assistants": {"a:b": {}}}""", "assistants.a:b: is no short name")]
    [InlineData("""{"assistants": {"b": {}}}""", "assistants.b.url: missing: the address that questions are sent to")]
    [InlineData("""{"assistants": {"b": {"url": "b.example"}}}""", "assistants.b.url: is not an http(s) address")]
    [InlineData("""{"assistants": {"b": {"url": "https://u:p@b.example"}}}""", "assistants.b.url: has a user or password in it")]
    [InlineData("""{"assistants": {"b": {"url": "https://b.example"}}}""", "assistants.b.body: missing: what is sent")]
    [InlineData("""{"assistants": {"b": {"url": "https://b.example", "body": "{{question}}"}}}""", "assistants.b.body: must be an object")]
    [InlineData(
        """{"assistants": {"b": {"url": "https://b.example", "body": {"q": "{{ question }}"}}}}""",
        "assistants.b.body: has no text with {{question}}, where the question goes"
    )]
    [InlineData(
        """{"assistants": {"b": {"url": "https://b.example", "body": {"q": "{{question}}", "as": [{"api_key": "gsk_a1b2c3d4e5f6a7b8c9d0e1f2"}]}}}}""",
        "assistants.b.body.as.api_key: looks like a secret"
    )]
    [InlineData(
        """{"assistants": {"b": {"url": "https://b.example", "body": {"q": "{{question}}"}}}}""",
        "assistants.b.answer: missing: where the answer stands"
    )]
    [InlineData(
        """{"assistants": {"b": {"url": "https://b.example", "body": {"q": "{{question}}"}, "answer": "a..b"}}}""",
        "assistants.b.answer: 'a..b' is no path"
    )]
    [InlineData(
        """{"assistants": {"b": {"url": "https://b.example", "body": {"q": "{{question}}"}, "answer": "a", "tokens": {"out": "o"}}}}""",
        "assistants.b.tokens.out: is unknown: there are input, output"
    )]
    [InlineData(
        """{"assistants": {"b": {"url": "https://b.example", "body": {"q": "{{question}}"}, "answer": "a", "protocol": "openai"}}}""",
        "assistants.b.protocol: is unknown"
    )]
    [InlineData("""{"assistants": {"b": {"auth": "gigachat"}}}""", "assistants.b.auth: 'gigachat' is a provider's")]
    [InlineData(
        """{"assistants": {"b": {"url": "https://b.example", "method": "GET"}}}""",
        "assistants.b.method: 'GET' is unknown: give POST, PUT, PATCH"
    )]
    [InlineData("""{"models": {"a": {}}}""", "models.a.model: missing")]
    [InlineData("""{"models": {"a:b": {"model": "openai:m"}}}""", "models.a:b: is no short name")]
    [InlineData("""{"models": {"a,b": {"model": "openai:m"}}}""", "models.a,b: is no short name")]
    [InlineData("""{"models": {"openai": {"model": "openai:m"}}}""", "models.openai: is the name of a provider")]
    [InlineData("""{"models": {"a": {"model": "nobody:m"}}}""", "models.a.model: 'nobody' is no provider")]
    [InlineData("""{"models": {"a": {"model": "m"}}}""", "models.a.model: 'm' has no provider: write provider:m")]
    [InlineData("""{"models": {"a": {"model": "openai:"}}}""", "models.a.model: 'openai:' names a provider but no model")]
    [InlineData("""{"models": {"a": {"model": "builtin:echo"}}}""", "models.a.model: builtin:echo is built in")]
    [InlineData("""{"models": {"a": {"model": "b"}, "b": {"model": "a"}}}""", "models.a.model: stands for itself (a → b → a)")]
    [InlineData("""{"models": {"a": {"model": "a"}}}""", "models.a.model: stands for itself (a → a)")]
    [InlineData("""{"models": {"a": {"model": "openai:m", "parameters": []}}}""", "models.a.parameters: must be an object")]
    [InlineData(
        """{"models": {"a": {"model": "openai:m", "parameters": {"stream": true}}}}""",
        "models.a.parameters.stream: is set by the program itself"
    )]
    [InlineData(
        """{"models": {"a": {"model": "openai:m", "parameters": {"api_key": "gsk_a1b2c3d4e5f6a7b8c9d0e1f2"}}}}""",
        "models.a.parameters.api_key: looks like a secret"
    )]
    [InlineData("""{"models": {"a": {"model": "openai:m", "price": {"input_per_million": 1}}}}""", "models.a.price.as_of: missing")]
    [InlineData("""{"models": {"a": {"model": "openai:m", "temperature": 1}}}""", "models.a.temperature: is unknown: there are model, ")]
    [InlineData(
        """{"models": {"a": {"model": "openai:m", "price": {"input_per_million": 1, "output_per_million": 1, "currency": "USD", "as_of": "2026-11-01", "source": "https://a.example", "per": 1}}}}""",
        "models.a.price.per: is unknown: there are input_per_million"
    )]
    [InlineData("""{"models": {"a": {"model": "openai:m"}, "a": {"model": "openai:m"}}}""", "a member stands twice in one object")]
    public void A_mistake_is_one_line_that_names_file_and_member_and_shows_no_key(string json, string message)
    {
        var problem = Assert.Throws<BadInputException>(() => Environment(json)).Message;
        Assert.StartsWith(Path.Combine(_folder, "models.json") + ": " + message, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[4..12], problem, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public void A_file_that_is_named_must_exist()
    {
        var path = Path.Combine(_folder, "none.json");
        Assert.Equal(
            $"{path}: no such file: 'modellab init' writes one",
            Assert.Throws<BadInputException>(() => ModelsFile.Read(path)).Message
        );
        Assert.Throws<BadInputException>(() => ModelsFile.Read(_folder));
    }
}
