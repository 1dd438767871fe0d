using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelLab.Cli.Tests.Calls;
using ModelLab.Dashboard.Hosting;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests.Agreement;

/// <summary>
/// Real runs of models whose scores follow from a seed, and one dashboard over them. Generators g1 to g3 differ by less than the noise of a
/// question, g4 is worse by two points; p1 to p3 are right more and more seldom. Every question and every labelled answer is a page.
/// </summary>
public abstract partial class AgreementLab : SweepLab
{
    protected const int Questions = 24;

    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>What the models' scores follow from.</summary>
    protected int Seed { get; set; }

    /// <summary>The newest run.</summary>
    protected string Newest => LastRun().GetProperty("id").GetString()!;

    /// <summary>Scripts the models.</summary>
    protected void Script()
    {
        Time = new HastyTime();
        foreach (var generator in new[] { "g1", "g2", "g3", "g4" })
            Server.Model(generator).Reply = r => Scripted.Text($"Ответ модели {generator} на вопрос {Asked(r)}.");
        foreach (var judge in new[] { "j1", "j2" })
            Server.Model(judge).Reply = r => Scripted.Score(Scored(judge, r));
        foreach (var (decider, right) in new[] { ("p1", 0.95), ("p2", 0.85), ("p3", 0.4) })
            Server.Model(decider).Reply = r =>
            {
                var text = string.Join('\n', r.Messages.Select(m => m.Text));
                var isGood = text.Contains("верно", StringComparison.Ordinal);
                return Scripted.Verdict(Unit(decider, LabelOf(text)) < right ? isGood : !isGood);
            };
    }

    /// <summary>The flags of a sweep over all tiers that call models.</summary>
    protected string[] Everything(string generators, string judges = "lab:j1,lab:j2", string deciders = "lab:p1,lab:p2,lab:p3") =>
        [
            .. Sweep(Questions, generators, judges).Select(a => a == "2" ? "2,3,judge,judge_pipeline" : a),
            "--production-judge-models",
            deciders,
            "--judge-pipeline-dataset",
            Labelled(),
            "--new",
        ];

    /// <summary>Starts the dashboard over what was written.</summary>
    protected Task<DashboardServer> ServeAsync() =>
        DashboardServer.StartAsync(
            new DashboardOptions
            {
                OutputDirectory = Output,
                Port = 0,
                Language = Language.English,
            },
            TimeProvider.System,
            Stop
        );

    /// <summary>What a command prints as JSON.</summary>
    protected async Task<JsonNode> PrintAsync(params string[] args) =>
        JsonNode.Parse((await RunAsync([.. args, "--output-dir", Output, "--json"])).Expect(0).Output)!;

    /// <summary>A share of 0 to 1 that follows from the seed and names alone.</summary>
    protected double Unit(params string[] names) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed} {string.Join(' ', names)}"))) / (double)uint.MaxValue;

    /// <summary>The number of a labelled answer; empty in the check of access.</summary>
    protected static string LabelOf(string text) => Label().Match(text).Groups[1].Value;

    /// <summary>The question of a request; empty in the check of access.</summary>
    protected static string Asked(ReceivedRequest request) =>
        Question().Match(string.Join('\n', request.Messages.Select(m => m.Text))).Groups[1].Value;

    private double Scored(string judge, ReceivedRequest request)
    {
        var text = string.Join('\n', request.Messages.Select(m => m.Text));
        var at = text.IndexOf("Ответ модели g", StringComparison.Ordinal);
        var generator = at < 0 ? "reference" : text.Substring(at + "Ответ модели ".Length, 2);
        var mean = generator == "g4" ? 1.75 : 3.5 + 0.25 * Unit(generator);
        // The second judge is of two minds about a third of what it is shown twice.
        var moved = judge == "j2" && _seen.AddOrUpdate(text, 0, (_, n) => n + 1) > 0 && Unit(judge, text) < 0.33 ? 1 : 0;
        return Math.Clamp(Math.Round(2 * (mean + 1.5 * Unit(generator, Asked(request)))) / 2 - moved, 1, 5);
    }

    private string Labelled() =>
        Write(
            "dataset_judge_pipeline_small.json",
            JsonSerializer.Serialize(
                Enumerable
                    .Range(0, Questions)
                    .Select(i => new
                    {
                        id = FormattableString.Invariant($"d{i:000}"),
                        question = FormattableString.Invariant($"Пример {i}: где кабинет?"),
                        answer = i % 2 == 0 ? "Здесь: верно." : "Там: мимо.",
                        context = FormattableString.Invariant($"Текст {i}."),
                        ground_truth_show = i % 2 == 0 ? "yes" : "no",
                    })
            )
        );

    /// <summary>The knowledge base of tier 3 stands beside the data set.</summary>
    protected void WriteKnowledge() =>
        Write(
            "knowledge_base.jsonl",
            string.Join(
                '\n',
                Enumerable
                    .Range(0, 2 * Questions)
                    .Select(i =>
                        JsonSerializer.Serialize(
                            new { id = i + 1, text = $"Справка {Id(i)} выдаётся в кабинете {i.ToString(CultureInfo.InvariantCulture)}." }
                        )
                    )
            )
        );

    [GeneratedRegex(@"Пример (\d+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"Справка (q\d+)")]
    private static partial Regex Question();
}
