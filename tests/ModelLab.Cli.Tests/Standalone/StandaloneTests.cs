using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelLab.Cli.Tests.Calls;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary.Metrics;
using Xunit;

namespace ModelLab.Cli.Tests.Standalone;

/// <summary>
/// The stand-alone program against the one that every other test tries: the same commands on the same files must say the same. Compiling it
/// takes minutes, so these tests run when they are
/// asked for: <c>./test-standalone.sh</c>.
/// </summary>
public sealed partial class StandaloneTests : SweepLab
{
    private const string Baselines =
        "--generation-models builtin:extractive,builtin:lead,builtin:echo --judge-models builtin:overlap,builtin:strict,builtin:coin --production-judge-models builtin:support,builtin:coin";

    private static LabProgram Compiled =>
        LabProgram.Standalone ?? throw new InvalidOperationException("MODELLAB_STANDALONE names no program: use ./test-standalone.sh");

    [Fact(Explicit = true)]
    public async Task Every_command_says_the_same()
    {
        await SampleAsync();
        Write("answers.csv", "id,hypothesis,reference\n1,Заявления подают до 19 августа,Заявление подают до 19 августа\n2,нет,Не знаю.\n");
        Write("labels.csv", "id,human,model,other\n1,yes,yes,no\n2,no,no,no\n3,yes,no,\n4,no,yes,no\n5,yes,yes,yes\n");
        Write("qrels.txt", "q1 0 a 2\nq1 0 b 0\nq2 0 c 1\n");
        Write("ranking.txt", "q1 Q0 a 1 0.9 t\nq1 Q0 b 2 0.8 t\nq2 Q0 b 1 0.7 t\nq2 Q0 c 2 0.6 t\n");
        Write(
            "squad.json",
            """{"version": "v2.0", "data": [{"title": "Ель", "paragraphs": [{"context": "Ель растёт на севере.", "qas": [{"id": "a", "question": "Где растёт ель?", "answers": [{"text": "на севере", "answer_start": 11}]}]}]}]}"""
        );
        Write("broken.json", """[{"id": "1", "question": "Где?"}]""");
        var first = Path.GetFileNameWithoutExtension(
            Directory
                .EnumerateFiles(Path.Combine(Folder, "benchmarks", "reports"), RunFileNames.Prefix + "*.db")
                .Order(StringComparer.Ordinal)
                .First()
        )[RunFileNames.Prefix.Length..];
        foreach (var command in Commands.Select(c => c.Replace("FIRST", first, StringComparison.Ordinal)))
        {
            var (managed, compiled) = (await RunAsync(LabProgram.Built, command), await RunAsync(Compiled, command));
            Assert.True(
                (managed.Code, managed.Error) == (compiled.Code, compiled.Error),
                $"{command}: {managed.Code} {managed.Error}, stand-alone {compiled.Code} {compiled.Error}"
            );
            Assert.Equal((command, null), (command, Difference(managed.Output, compiled.Output)));
        }
    }

    private static readonly string[] Commands =
    [
        "--help",
        "--version",
        "run --help",
        "kb search --help",
        "nothing",
        "run --tier nonsense",
        "run --dataset broken.json",
        "run --dataset no.json",
        $"run --tier all {Baselines} --dry-run",
        $"run --tier all {Baselines} --dry-run --json",
        "run --tier 2 --generation-models lab:g1 --judge-models lab:j1 --dry-run --json",
        "recommend",
        "recommend --json",
        "recommend --lang ru",
        "recommend none",
        "compare FIRST latest",
        "compare FIRST latest --force",
        "compare FIRST latest --json --force",
        "compare FIRST latest --lang ru --force",
        "analyze utilization",
        "analyze utilization --json",
        "analyze topics --json",
        "analyze topics --lang ru",
        "analyze domain",
        "analyze domain --json",
        "score text answers.csv",
        "score text answers.csv --json",
        "score text answers.csv --tokenizer russian-stem",
        "score retrieval --qrels qrels.txt --run ranking.txt",
        "score retrieval --qrels qrels.txt --run ranking.txt --json",
        "score labels labels.csv",
        "score labels labels.csv --json",
        "score labels no.csv",
        "journal stats",
        "kb stats",
        "kb search справка",
        "kb search справка --top-k 3",
        "run --limit 0",
        "run --budget x",
        "run --race-batch 4",
        "run --generation-temperature -1",
        "journal prune --older-than 3",
        $"run --tier 2 {Baselines} --limit 4 --generation-temperature 0.5 --judge-max-tokens 90 --dry-run --json",
        "report FIRST --out report.html --lang ru",
        "report latest --out report.html --lang en",
        "dashboard --port 70000",
        "dataset import squad.json --output-dir imported",
    ];

    private async Task<Ended> RunAsync(LabProgram program, string command)
    {
        var report = Path.Combine(Folder, "report.html");
        File.Delete(report);
        using var process = program.Start(Folder, Variables, command.Split(' '));
        var ended = await EndAsync(process);
        if (File.Exists(report))
            ended = ended with { Output = ended.Output + await File.ReadAllTextAsync(report, Stop) };
        return ended with { Output = Clock().Replace(ended.Output, "TIME"), Error = Clock().Replace(ended.Error, "TIME") };
    }

    [Fact(Explicit = true)]
    public async Task A_run_gives_the_same_observations_and_numbers()
    {
        await SampleAsync();
        var runs = new List<(IReadOnlyList<string> Observations, string Registry)>();
        foreach (var program in new[] { LabProgram.Built, Compiled })
        {
            using var process = program.Start(
                Folder,
                Variables,
                [
                    "run",
                    "--tier",
                    "all",
                    .. Baselines.Split(' '),
                    "--analyze-utilization",
                    "--analyze-topics",
                    "--analyze-domain",
                    "--consistency-runs",
                    "2",
                    "--output-dir",
                    Output,
                ]
            );
            Assert.Equal(0, (await EndAsync(process)).Code);
            var entry = JsonNode.Parse(LastRun().GetRawText())!;
            DropTimes(entry);
            runs.Add(([.. Observations().Select(o => Timeless(o).ToString())], Clock().Replace(entry.ToJsonString(), "TIME")));
        }
        Assert.NotEmpty(runs[0].Observations);
        Assert.Equal(runs[0].Observations.Count, runs[1].Observations.Count);
        Assert.All(runs[0].Observations.Zip(runs[1].Observations), pair => Assert.Null(Difference(pair.First, pair.Second)));
        Assert.Null(Difference(runs[0].Registry, runs[1].Registry));
    }

    [Fact(Explicit = true)]
    public async Task Every_page_and_every_answer_of_the_interface_is_the_same()
    {
        await SampleAsync();
        await using var managed = await Dashboard.StartAsync(LabProgram.Built, Folder, Stop);
        await using var compiled = await Dashboard.StartAsync(Compiled, Folder, Stop);
        var (seen, queue) = (
            new HashSet<string>(StringComparer.Ordinal),
            new Queue<string>([
                "/overview",
                "/openapi/v1.json",
                "/api/v1/runs",
                "/api/v1/nothing",
                "/nothing",
                "/live?lang=ru",
                "/overview?lang=ru",
                "/api/v1/metrics?q=kappa",
            ])
        );
        foreach (var path in queue)
            seen.Add(path);
        while (queue.TryDequeue(out var path))
        {
            var (expected, actual) = (await managed.GetAsync(path, Stop), await compiled.GetAsync(path, Stop));
            Assert.Equal((path, expected.Status, expected.Type), (path, actual.Status, actual.Type));
            Assert.Equal((path, null), (path, Difference(expected.Body, actual.Body)));
            if (seen.Count > MostPages)
                continue;
            foreach (Match link in Link().Matches(expected.Body))
                if (WebUtility.HtmlDecode(link.Groups[1].Value) is { } next && seen.Add(next))
                    queue.Enqueue(next);
        }
        Assert.True(seen.Count > 100, $"only {seen.Count} addresses were found");
        Assert.Equal("", await managed.EndAsync() + await compiled.EndAsync());
    }

    private const int MostPages = 600;

    // The sample's data and two runs, by the program that is known to work.
    private async Task SampleAsync()
    {
        using var demo = LabProgram.Built.Start(Folder, Variables, "demo");
        Assert.Equal(0, (await EndAsync(demo)).Code);
        var sample = Path.Combine(Path.GetDirectoryName(LabProgram.Built.Command[^1])!, "sample");
        Directory.CreateDirectory(Path.Combine(Folder, "benchmarks", "data"));
        foreach (var file in Directory.EnumerateFiles(sample))
            File.Copy(file, Path.Combine(Folder, "benchmarks", "data", Path.GetFileName(file)));
        using var second = LabProgram.Built.Start(Folder, Variables, ["run", "--tier", "all", .. Baselines.Split(' '), "--limit", "20"]);
        Assert.Equal(0, (await EndAsync(second)).Code);
    }

    // What a machine takes for its work is never the same twice, and of equals the fastest is recommended.
    private static void DropTimes(JsonNode node)
    {
        if (node is JsonObject fields)
        {
            foreach (
                var name in fields
                    .Select(f => f.Key)
                    .Where(k =>
                        k.Contains("latency", StringComparison.Ordinal)
                        || k is "mean_calls_in_flight" or "recommendation" or "executive_summary"
                    )
                    .ToList()
            )
                fields.Remove(name);
            foreach (var field in fields.Where(f => f.Value is not null).ToList())
                DropTimes(field.Value!);
        }
        else if (node is JsonArray items)
            foreach (var item in items.OfType<JsonNode>())
                DropTimes(item);
    }

    /// <summary>
    /// Where two texts differ, or null. Sums over vectors are added up in the width of the machine's registers, of which a program that was
    /// compiled beforehand uses fewer: the last digits differ.
    /// </summary>
    private static string? Difference(string managed, string compiled)
    {
        var (words, others) = (Number().Replace(managed, "#"), Number().Replace(compiled, "#"));
        if (words != others)
        {
            var at = words.Zip(others).TakeWhile(p => p.First == p.Second).Count();
            return $"…{Around(words, at)}…\n…{Around(others, at)}…";
        }
        foreach (var (one, other) in Number().Matches(managed).Zip(Number().Matches(compiled)))
        {
            var value = Of(one);
            if (Math.Abs(value - Of(other)) > 1e-6 * Math.Max(1, Math.Abs(value)))
                return $"…{Around(managed, one.Index)}…\n…{Around(compiled, other.Index)}…";
        }
        return null;

        static double Of(Match number) => double.Parse(number.Value, CultureInfo.InvariantCulture);
        static string Around(string text, int at) =>
            text.Substring(Math.Max(0, at - 80), Math.Min(200, text.Length - Math.Max(0, at - 80)));
    }

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?(E-?[0-9]+)?")]
    private static partial Regex Number();

    // Clock times and ids of runs.
    [GeneratedRegex(@"20\d\d-?\d\d-?\d\d[T_ ]\d\d:?\d\d:?\d\d(\.\d+)?(_\d+)?(Z|[+-]\d\d:\d\d)?")]
    private static partial Regex Clock();

    [GeneratedRegex("(?:href|src)=\"(/[^\"#]*)\"")]
    private static partial Regex Link();

    /// <summary>A dashboard as a process of its own.</summary>
    private sealed class Dashboard(Process process, Uri address) : IAsyncDisposable
    {
        private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        private readonly Task<string> _error = process.StandardError.ReadToEndAsync();

        public static async Task<Dashboard> StartAsync(LabProgram program, string folder, CancellationToken stop)
        {
            var process = program.Start(folder, new Dictionary<string, string>(), "dashboard", "--port", "0", "--lang", "en");
            var line = await process.StandardOutput.ReadLineAsync(stop);
            return new Dashboard(process, new Uri(Regex.Match(line!, "http://[0-9.:]+/").Value));
        }

        public async Task<(HttpStatusCode Status, string? Type, string Body)> GetAsync(string path, CancellationToken stop)
        {
            using var reply = await _http.GetAsync(new Uri(path, UriKind.Relative), stop);
            var body = await reply.Content.ReadAsStringAsync(stop);
            return (
                reply.StatusCode,
                reply.Content.Headers.ContentType?.ToString(),
                Secret().Replace(body.Replace(address.ToString(), "/", StringComparison.Ordinal), "")
            );
        }

        /// <summary>Ends it and gives what it complained of.</summary>
        public async Task<string> EndAsync()
        {
            process.Kill();
            return await _error;
        }

        public async ValueTask DisposeAsync()
        {
            await EndAsync();
            await process.WaitForExitAsync();
            process.Dispose();
            _http.Dispose();
        }
    }

    // The token of the form that deletes a run.
    [GeneratedRegex("value=\"CfDJ8[^\"]*\"")]
    private static partial Regex Secret();
}
