using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ModelLab.Cli.Hosting;
using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Scoring;
using ModelLab.Testing;
using Spectre.Console.Testing;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

/// <summary>
/// The program against a server with two generators g1, g2 and two judges j1, j2 of a provider "lab": in this process, or in one of its
/// own where signals and kills matter. A judge's score follows from the question and the generator alone, also in a re-ask.
/// </summary>
public abstract class SweepLab : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modellab-calls-").FullName;

    protected TestServer Server { get; private set; } = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected Dictionary<string, string> Variables { get; } = [];

    protected TimeProvider Time { get; set; } = TimeProvider.System;

    protected CancellationTokenSource CtrlC { get; } = new();

    protected string Folder => _folder;

    protected string Output => Path.Combine(_folder, "out");

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync(Stop);
        Provide("lab");
        foreach (var generator in new[] { "g1", "g2", "g3" })
            Server.Model(generator).Reply = r => Scripted.Text(Answer(generator, r));
        foreach (var judge in new[] { "j1", "j2", "j3" })
            Server.Model(judge).Reply = Scored;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Server.DisposeAsync();
        CtrlC.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    protected void Provide(string provider) =>
        Variables[$"PROVIDER_{provider.ToUpperInvariant()}_BASE_URL"] = Server.BaseUrlFor(provider).ToString();

    /// <summary>A provider beyond a proxy, which is the test server: what it costs must be told, and it wants a key.</summary>
    protected void Elsewhere(string provider)
    {
        Variables[$"PROVIDER_{provider.ToUpperInvariant()}_BASE_URL"] = $"http://{provider}.example/{provider}/v1";
        Variables[$"PROVIDER_{provider.ToUpperInvariant()}_PROXY"] = Server.Root.ToString();
        Variables[$"PROVIDER_{provider.ToUpperInvariant()}_API_KEY"] = "sk-elsewhere-0123456789";
    }

    protected string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The flags of a tier 2 sweep with one rubric over so many questions.</summary>
    protected string[] Sweep(int questions, string generators = "lab:g1,lab:g2", string judges = "lab:j1,lab:j2", bool reversed = false) =>
        [
            "run",
            "--tier",
            "2",
            "--rubrics",
            "faithfulness",
            "--dataset",
            Dataset(questions, reversed),
            "--output-dir",
            Output,
            "--generation-models",
            generators,
            "--judge-models",
            judges,
            "--skip-checks",
            "--lang",
            "en",
        ];

    /// <summary>Runs the program in this process.</summary>
    protected async Task<Ended> RunAsync(params string[] args)
    {
        using var screen = new TestConsole { Profile = { Width = 200 } };
        var (error, raw) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await new App(
            new Surroundings
            {
                Out = screen,
                Error = error,
                RawOut = raw,
                ReadEnvironment = () => LabEnvironment.From(Variables),
                Time = Time,
                Culture = CultureInfo.InvariantCulture,
                Stop = CtrlC.Token,
            }
        ).RunAsync(args);
        return new Ended(code, screen.Output + raw, error.ToString());
    }

    /// <summary>Starts the program in a process of its own, where the tests' files are.</summary>
    protected Process Start(params string[] args) => LabProgram.Start(_folder, Variables, args);

    protected static async Task<Ended> EndAsync(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return new Ended(process.ExitCode, await output, await error);
    }

    /// <summary>The observations of the newest run, one a unit of work, by question, models and measure.</summary>
    protected IReadOnlyList<Observation> Observations()
    {
        using var reader = ObservationReader.Open(DetailFiles()[^1]);
        return
        [
            .. reader
                .Observations()
                .Where(o => Measures.OfUnits.Contains(o.Measure))
                .OrderBy(o => $"{o.ItemId} {o.GenerationModel} {o.JudgeModel} {o.Measure} {o.Repeat}", StringComparer.Ordinal),
        ];
    }

    /// <summary>The runs' detail files, oldest first: rag_benchmark_yyyyMMdd_HHmmss.db, and _2 … within a second.</summary>
    protected IReadOnlyList<string> DetailFiles() =>
        [
            .. Directory
                .EnumerateFiles(Output, "rag_benchmark_*.db")
                .OrderBy(f => Path.GetFileName(f)[..29], StringComparer.Ordinal)
                .ThenBy(f => f.Length)
                .ThenBy(f => f, StringComparer.Ordinal),
        ];

    protected string Journal => Path.Combine(Output, "journal.db");

    protected JsonElement LastRun() =>
        JsonElement.Parse(File.ReadAllBytes(Path.Combine(Output, RunRegistry.FileName))).EnumerateArray().Last();

    /// <summary>The JSON of the newest run.</summary>
    protected JsonElement Detail() => JsonElement.Parse(File.ReadAllBytes(Path.ChangeExtension(DetailFiles()[^1], ".json")));

    /// <summary>Judges that give 3.5 to 4.5 to g1 and g2, and 1.5 to 2.5 to g3, each its own.</summary>
    protected void ScriptJudges()
    {
        foreach (var judge in new[] { "j1", "j2" })
        {
            Server.Model(judge).Reply = r =>
            {
                var text = string.Join('\n', r.Messages.Select(m => m.Text));
                var generator = text[text.IndexOf("Ответ модели ", StringComparison.Ordinal) + "Ответ модели g".Length];
                var number = int.Parse(QuestionOf(r).AsSpan(1), CultureInfo.InvariantCulture);
                return Scripted.Score((generator == '3' ? 1.5 : 3.5) + (number * 5 + generator + judge[1]) % 3 * 0.5);
            };
        }
    }

    /// <summary>An observation without what differs between two equal runs: time, load, and what came from the journal.</summary>
    protected static Observation Timeless(Observation o) =>
        o with
        {
            Facts = o.Facts with { LatencyMs = null, FirstTokenMs = null, InFlight = 0, JournalHits = 0 },
        };

    /// <summary>The score that a judge gives to a generator's answer to a question.</summary>
    protected static double ScoreOf(string generator, string itemId) =>
        1 + (int.Parse(itemId.AsSpan(1), CultureInfo.InvariantCulture) * 3 + generator[^1]) % 9 * 0.5;

    protected static string Id(int i) => FormattableString.Invariant($"q{i:000}");

    protected static ScriptedReply Scored(ReceivedRequest request)
    {
        var text = string.Join('\n', request.Messages.Select(m => m.Text));
        return Scripted.Score(ScoreOf(Between(text, "Ответ модели "), Between(text, "Справка ")));
    }

    protected static string QuestionOf(ReceivedRequest request) =>
        Between(string.Join('\n', request.Messages.Select(m => m.Text)), "Справка ");

    private static string Answer(string generator, ReceivedRequest request) => $"Ответ модели {generator} на вопрос {QuestionOf(request)}.";

    private static string Between(string text, string before)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[start..text.IndexOfAny([' ', '.', '?', '\n'], start)];
    }

    private string Dataset(int questions, bool reversed)
    {
        var items = Enumerable
            .Range(0, questions)
            .Select(i => new GoldItem
            {
                Id = Id(i),
                Question = $"Где взять справку номер {i}?",
                GroundTruthAnswer = $"В кабинете {i}.",
                ChunkText = $"Справка {Id(i)} выдаётся в кабинете {i}.",
            });
        var path = Path.Combine(_folder, reversed ? $"gold_{questions}_reversed.json" : $"gold_{questions}.json");
        using var stream = File.Create(path);
        DatasetWriter.Write(stream, [.. reversed ? items.Reverse() : items]);
        return path;
    }

    protected sealed record Ended(int Code, string Output, string Error)
    {
        public Ended Expect(int code)
        {
            Assert.True(Code == code, $"exit {Code} instead of {code}: {Error}{Output}");
            return this;
        }
    }
}

/// <summary>A clock that runs twenty times as fast, so that waits between retries are short.</summary>
internal sealed class HastyTime : TimeProvider
{
    private const int Factor = 20;

    public override long GetTimestamp() => System.GetTimestamp() * Factor;

    public override long TimestampFrequency => System.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(
            callback,
            state,
            dueTime > TimeSpan.Zero ? dueTime / Factor : dueTime,
            period > TimeSpan.Zero ? period / Factor : period
        );
}
