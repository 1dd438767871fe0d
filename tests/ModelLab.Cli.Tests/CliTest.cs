using System.Globalization;
using System.Text.Json;
using ModelLab.Cli.Hosting;
using ModelLab.Core.Datasets;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Spectre.Console.Testing;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>The whole program in its own surroundings: a folder, variables, a test server over real HTTP, and captured output.</summary>
public abstract class CliTest : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    protected TestServer Server { get; private set; } = null!;

    protected Dictionary<string, string> Variables { get; } = [];

    protected TestConsole Screen { get; } = new TestConsole { Profile = { Width = 80 } };

    protected StringWriter Error { get; } = new() { NewLine = "\n" };

    protected FlushedWriter RawOut { get; } = new() { NewLine = "\n" };

    protected CultureInfo Culture { get; set; } = CultureInfo.InvariantCulture;

    /// <summary>A clock that stands still, so that run ids are always the same and latencies 0.</summary>
    protected static TimeProvider Still => new StoppedTime(new DateTimeOffset(2026, 11, 24, 10, 11, 12, TimeSpan.Zero));

    protected TimeProvider Time { get; set; } = new HurriedTime();

    protected CancellationTokenSource CtrlC { get; } =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected string Output => _folder["out"];

    protected string Folder => _folder.Path;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(Stop);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Server.DisposeAsync();
        CtrlC.Dispose();
        Screen.Dispose();
        _folder.Dispose();
    }

    /// <summary>Runs the program and gives its exit code.</summary>
    protected Task<int> RunAsync(params string[] args) =>
        new App(
            new Surroundings
            {
                Out = Screen,
                Error = Error,
                RawOut = RawOut,
                ReadEnvironment = () => LabEnvironment.From(Variables),
                Time = Time,
                Culture = Culture,
                Stop = CtrlC.Token,
            }
        ).RunAsync(args);

    /// <summary>Runs <c>run</c> on the test's own data into <see cref="Output"/>.</summary>
    protected Task<int> SweepAsync(params string[] args) =>
        RunAsync([
            "run",
            "--output-dir",
            Output,
            "--dataset",
            Gold(),
            "--judge-pipeline-dataset",
            Pipeline(),
            .. args.Contains("--tier") ? Array.Empty<string>() : ["--tier", "2,judge,judge_pipeline"],
            .. args,
        ]);

    /// <summary>Runs it and expects success.</summary>
    protected async Task<JsonElement> SucceedAsync(params string[] args)
    {
        var code = await SweepAsync(args);
        Assert.True(code == 0, $"exit {code}: {Error}");
        return LastRun();
    }

    /// <summary>Runs it and expects that it ends, with an endpoint that failed for good.</summary>
    protected async Task<JsonElement> FailAtAnEndpointAsync(params string[] args)
    {
        var code = await SweepAsync(args);
        Assert.True(code == 6, $"exit {code}: {Error}");
        return LastRun();
    }

    protected string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>A data set of ten answerable questions and two that are not.</summary>
    protected string Gold(int answerable = 10, int unanswerable = 2)
    {
        var items = Enumerable
            .Range(0, answerable + unanswerable)
            .Select(i => new GoldItem
            {
                Id = FormattableString.Invariant($"q{i:00}"),
                Question = FormattableString.Invariant($"Когда открыт кабинет {100 + i}?"),
                GroundTruthAnswer =
                    i < answerable ? FormattableString.Invariant($"Кабинет {100 + i} открыт по вторникам с {8 + i}:00.") : "",
                ChunkText = FormattableString.Invariant($"Кабинет {100 + i} открыт по вторникам с {8 + i}:00 до 20:00. Вход по пропуску."),
                Answerable = i < answerable,
            })
            .ToList();
        return Save($"gold_{answerable}_{unanswerable}.json", stream => DatasetWriter.Write(stream, items));
    }

    /// <summary>Four labelled items, two of them to be shown.</summary>
    protected string Pipeline()
    {
        var items = Enumerable
            .Range(0, 4)
            .Select(i => new ShowDecisionItem
            {
                Id = FormattableString.Invariant($"p{i}"),
                Question = "Где столовая?",
                Answer =
                    i % 2 == 0 ? "Столовая в корпусе Б, первый этаж." : FormattableString.Invariant($"Столовая в корпусе В, этаж {i}."),
                Context = "Столовая находится в корпусе Б на первом этаже.",
                GroundTruthShow = i % 2 == 0,
            })
            .ToList();
        return Save("pipeline.json", stream => DatasetWriter.Write(stream, items));
    }

    /// <summary>Makes the server a provider of that name, and gives it a key.</summary>
    protected void Provide(string provider, string? key = null)
    {
        Variables[$"PROVIDER_{provider.ToUpperInvariant()}_BASE_URL"] = Server.BaseUrlFor(provider).ToString();
        if (key is not null)
            Variables[$"PROVIDER_{provider.ToUpperInvariant()}_API_KEY"] = key;
    }

    protected string[] Files() => Directory.Exists(Output) ? [.. Directory.EnumerateFiles(Output, "*", SearchOption.AllDirectories)] : [];

    protected IReadOnlyList<string> DetailFiles() =>
        [
            .. Files()
                .Where(f =>
                    Path.GetFileName(f).StartsWith("rag_benchmark_", StringComparison.Ordinal)
                    && f.EndsWith(".db", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal),
        ];

    protected string DetailFile() => Assert.Single(DetailFiles());

    protected JsonElement LastRun() =>
        JsonElement.Parse(File.ReadAllBytes(Path.Combine(Output, RunRegistry.FileName))).EnumerateArray().Last();

    protected IReadOnlyList<AnswerRow> Answers()
    {
        using var reader = ObservationReader.Open(DetailFile());
        return [.. reader.Answers()];
    }

    protected IReadOnlyList<Observation> Observations()
    {
        using var reader = ObservationReader.Open(DetailFile());
        return [.. reader.Observations().Where(o => Measures.OfUnits.Contains(o.Measure))];
    }

    protected static double? Number(JsonElement metrics, string name) =>
        metrics.GetProperty(name) is { ValueKind: JsonValueKind.Number } n ? n.GetDouble() : null;

    private string Save(string name, Action<Stream> write)
    {
        var path = _folder[name];
        using var stream = File.Create(path);
        write(stream);
        return path;
    }
}

/// <summary>A clock that runs so many times as fast, so that waits between retries are short.</summary>
internal sealed class HurriedTime(int factor = 20) : TimeProvider
{
    public override long GetTimestamp() => System.GetTimestamp() * factor;

    public override long TimestampFrequency => System.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period));

    private TimeSpan Shorten(TimeSpan time) => time > TimeSpan.Zero ? time / factor : time;
}
