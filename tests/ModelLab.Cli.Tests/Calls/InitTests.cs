using System.Text;
using System.Text.Json.Nodes;
using ModelLab.Cli.Hosting;
using ModelLab.Llm.Configuration;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Spectre.Console.Testing;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

/// <summary><c>init</c>, with a local server over real HTTP; then the program with the files that it wrote.</summary>
public sealed class InitTests : SweepLab
{
    private const string Key = "QWRTZPSDFGHJKLXCVBNM";

    public InitTests()
    {
        // Nothing else on this machine is to be found.
        foreach (var local in new[] { "OLLAMA", "LMSTUDIO", "VLLM", "LLAMACPP" })
            Variables[$"PROVIDER_{local}_BASE_URL"] = "http://127.0.0.1:1/v1";
    }

    [Fact]
    public async Task Keys_are_referred_to_and_stay_where_they_are()
    {
        Variables["OPENAI_API_KEY"] = Key;
        Variables["MISTRAL_API_KEY"] = Key;
        Variables["YANDEX_API_KEY"] = Key;
        Variables["YANDEX_FOLDER_ID"] = "b1gfolder";
        Variables["GIGACHAT_CREDENTIALS"] = Key;
        Variables["GIGACHAT_SCOPE"] = "GIGACHAT_API_B2B";
        Variables["AZURE_OPENAI_API_KEY"] = Key; // without AZURE_OPENAI_ENDPOINT there is no address to send it to
        var ended = (await InitAsync()).Expect(0);
        Assert.Equal(
            """
            # From 'modellab init', DAY. ${NAME} is the value of a variable: no key stands here.
            PROVIDER_MISTRAL_API_KEY=${MISTRAL_API_KEY}
            PROVIDER_OPENAI_API_KEY=${OPENAI_API_KEY}
            PROVIDER_YANDEX_API_KEY=${YANDEX_API_KEY}
            PROVIDER_GIGACHAT_API_KEY=${GIGACHAT_CREDENTIALS}
            # The models that a run takes when no flag names any.
            GENERATION_MODEL=mistral:mistral-small-latest
            JUDGE_MODEL=mistral:mistral-small-latest
            BENCHMARKS_JUDGE_MODEL=openai:gpt-4o-mini

            """,
            System.Text.RegularExpressions.Regex.Replace(EnvText(), @"\d{4}-\d\d-\d\d", "DAY")
        );
        var json = JsonNode.Parse(await File.ReadAllTextAsync(ModelsPath, Stop))!;
        Assert.Equal("${GIGACHAT_SCOPE}", json["providers"]!["gigachat"]!["token_scope"]!.GetValue<string>());
        Assert.Equal(
            ["mistral-small-latest", "gpt-4o-mini", "yandexgpt-lite", "GigaChat-2"],
            json["models"]!.AsObject().Select(m => m.Key)
        );
        Assert.Equal("yandex:gpt://b1gfolder/yandexgpt-lite/latest", json["models"]!["yandexgpt-lite"]!["model"]!.GetValue<string>());
        Assert.Contains("found    gigachat: GIGACHAT_CREDENTIALS is set; GigaChat-2\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("next     modellab models check", ended.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, "benchmarks", "models.schema.json")));
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(Key[..6], await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(EnvPath));
    }

    [Fact]
    public async Task What_it_writes_for_a_local_server_can_be_checked_at_once()
    {
        Server.Model("ollama", "alpaca2.5:7b").Reply = _ => Scripted.Score(5);
        Server.Model("ollama", "nomic-embed-text").Reply = _ => Scripted.Text("vectors");
        Provide("ollama");
        (await InitAsync()).Expect(0);
        Assert.Contains("GENERATION_MODEL=ollama:alpaca2.5:7b\n", EnvText(), StringComparison.Ordinal);
        Assert.Contains("#EMBEDDING_MODEL_PATH=ollama:nomic-embed-text\n", EnvText(), StringComparison.Ordinal);

        using var screen = new TestConsole();
        var (error, raw) = (new StringWriter(), new StringWriter());
        var app = new App(
            new Surroundings
            {
                Out = screen,
                Error = error,
                RawOut = raw,
                ReadEnvironment = () => LabEnvironment.Load(Folder, Variables),
            }
        );
        Assert.Equal(0, await app.RunAsync(["models", "check", "alpaca2.5-7b", "--models-file", ModelsPath]));
        Assert.StartsWith("ok       alpaca2.5-7b: answers in", raw.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_overwritten_without_force_and_no_line_is_lost_with_it()
    {
        Variables["OPENAI_API_KEY"] = Key;
        await File.WriteAllTextAsync(EnvPath, "PROVIDER_LAB_API_KEY=mine", Stop);
        var refused = (await InitAsync()).Expect(2);
        Assert.Contains(".env.benchmark-models: exists already: --force changes it", refused.Error, StringComparison.Ordinal);
        Assert.Equal("PROVIDER_LAB_API_KEY=mine", EnvText());
        Assert.False(File.Exists(ModelsPath));

        Directory.CreateDirectory(Path.GetDirectoryName(ModelsPath)!);
        await File.WriteAllTextAsync(ModelsPath, "{}", Stop);
        (await InitAsync("--force")).Expect(0);
        Assert.StartsWith("PROVIDER_LAB_API_KEY=mine\n# From 'modellab init'", EnvText(), StringComparison.Ordinal);
        Assert.Equal("{}", await File.ReadAllTextAsync(ModelsPath + ".bak", Stop));
        Assert.NotEqual("{}", await File.ReadAllTextAsync(ModelsPath, Stop));
    }

    [Fact]
    public async Task What_is_set_already_is_not_set_again()
    {
        Variables["PROVIDER_OPENAI_API_KEY"] = Key;
        Variables["GENERATION_MODEL"] = "openai:gpt-4o";
        Variables["JUDGE_MODEL"] = "openai:gpt-4o";
        (await InitAsync()).Expect(0);
        Assert.DoesNotContain("PROVIDER_OPENAI_API_KEY", EnvText(), StringComparison.Ordinal);
        Assert.DoesNotContain("\nGENERATION_MODEL", EnvText(), StringComparison.Ordinal);
        Assert.DoesNotContain("\nJUDGE_MODEL", EnvText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON", 200)]
    [InlineData("""{"data": 1}""", 200)]
    [InlineData("""{"data": [{"name": "m"}]}""", 200)]
    [InlineData("""{"error": "no"}""", 404)]
    public async Task Something_else_at_a_local_port_is_no_server_of_models_and_nothing_found_ends_with_2(string body, int status)
    {
        await using var other = await OtherServer.StartAsync(status, body, Stop);
        Variables["PROVIDER_OLLAMA_BASE_URL"] = other.Url;
        var ended = (await InitAsync()).Expect(2);
        Assert.StartsWith("error: init: nothing was found: set a provider's key", ended.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_example_can_be_read_and_the_schema_knows_what_the_program_does()
    {
        var folder = Path.Combine(Repository.Root, "benchmarks");
        var example = ModelsFile.Read(Path.Combine(folder, "models.example.json"));
        LabEnvironment.From([]).With(example);
        Assert.Equal(4, example.Models.Count);

        var schema = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "models.schema.json")))!["$defs"]!;
        Assert.Equal(
            ProviderMember.All.Select(m => m.Name).Concat(["headers", "query"]).Order(),
            schema["provider"]!["properties"]!.AsObject().Select(p => p.Key).Order()
        );
        Assert.Equal(Core.Money.PriceList.Members.Order(), schema["price"]!["properties"]!.AsObject().Select(p => p.Key).Order());
        Assert.Equal(
            ["headers", "model", "parameters", "price", "query_model", "rpm", "tpm"],
            schema["model"]!["properties"]!.AsObject().Select(p => p.Key).Order()
        );
    }

    private string EnvPath => Path.Combine(Folder, ".env.benchmark-models");

    private string ModelsPath => Path.Combine(Folder, "benchmarks", "models.json");

    private string EnvText() => File.ReadAllText(EnvPath);

    private Task<Ended> InitAsync(params string[] args) => RunAsync(["init", "--folder", Folder, .. args]);

    /// <summary>A server that answers every request alike.</summary>
    private sealed class OtherServer : IAsyncDisposable
    {
        private readonly System.Net.Sockets.TcpListener _listener = new(System.Net.IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private Task _serving = Task.CompletedTask;

        public string Url => $"http://127.0.0.1:{((System.Net.IPEndPoint)_listener.LocalEndpoint).Port}/v1";

        public static Task<OtherServer> StartAsync(int status, string body, CancellationToken stop)
        {
            var server = new OtherServer();
            server._listener.Start();
            var bytes = Encoding.UTF8.GetBytes(
                $"HTTP/1.1 {status} X\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"
            );
            server._serving = Task.Run(
                async () =>
                {
                    while (!server._stop.IsCancellationRequested)
                    {
                        using var client = await server._listener.AcceptTcpClientAsync(server._stop.Token);
                        var stream = client.GetStream();
                        await stream.ReadAtLeastAsync(new byte[4096], 1, cancellationToken: stop);
                        await stream.WriteAsync(bytes, stop);
                    }
                },
                stop
            );
            return Task.FromResult(server);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            try
            {
                await _serving;
            }
            catch (OperationCanceledException) { }
            _listener.Dispose();
            _stop.Dispose();
        }
    }
}
