using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Writing;

public sealed class MarkdownReportTests
{
    [Fact]
    public void The_report_in_English_is_as_approved() =>
        Golden.Matches("ModelLab.Records.Tests", "report.en.md", Write(Run(), Language.English));

    [Fact]
    public void The_report_in_Russian_is_as_approved() =>
        Golden.Matches("ModelLab.Records.Tests", "report.ru.md", Write(Run(), Language.Russian));

    [Fact]
    public void A_run_of_one_tier_has_one_table()
    {
        var report = Write(
            Make.Run(new ModelLineup([], [], ["p1"]), Make.GoodVerdicts("p1"), tiers: [Tier.JudgePipeline]),
            Language.English
        );
        Assert.Equal(
            [
                "## Answer",
                "## Recommendation",
                "## Production judges",
                "## Status of the recommended combination",
                "## Calls and tokens",
                "## How it was made",
                "## Notes",
            ],
            report.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void A_run_without_roles_says_that_there_is_none_to_choose()
    {
        var report = Write(Make.Run(new ModelLineup([], [], []), [], tiers: [Tier.Retrieval]), Language.English);
        Assert.Contains("## Answer\n\nNo role of models was tried", report, StringComparison.Ordinal);
        Assert.DoesNotContain("What would change it", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Calls and tokens", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examples_are_the_best_a_middle_and_the_worst_answer_as_mere_text()
    {
        using var folder = new TempFolder();
        var file = folder["rag_benchmark_1.db"];
        var answers = new[] { "# Плохо <img src=x>", "Средне | **так**\n\n1. [туда](http://x.example)", new string('д', 700), "Никак" };
        // By correctness g2 (5), g1 (4), g3 (3), g0 (1): the best is g2, the one in the middle g3, the worst g0.
        double[] scores = [1, 4, 5, 3];
        Observation[] rows =
        [
            .. scores.SelectMany((s, i) => (Observation[])[Make.Answer("g", $"g{i}"), .. Make.Scores("g", "j", $"g{i}", 5, 5, s)]),
        ];
        var run = Make.Run(new ModelLineup(["g"], ["j"], []), rows, tiers: [Tier.Generation]);
        await using (
            var store = ObservationStore.Create(file, run.Id, run.Timestamp, run.Spec, run.Fingerprint, Make.Input(4), TimeProvider.System)
        )
        {
            foreach (var (text, i) in answers.Select((a, i) => (a, i)))
                await store.AddAsync(new AnswerRow(Tier.Generation, $"g{i}", "g", 0, text, null), TestContext.Current.CancellationToken);
            await store.EndAsync("finished", []);
        }
        using var items = RunItems.Open(file);
        var report = MarkdownReport.Write(run, RoleRecommendation.Of(run, new Margins()), Language.English, items);
        Assert.Contains(
            $"""
            ## Examples of answers: `g`

            ### The best one: Answer correctness 5.00 (`g2`)

            - **Question.** Вопрос g2?
            - **Reference.** Ответ g2.
            - **Answer.** {new string('д', 600)}…

            ### One in the middle: Answer correctness 3.00 (`g3`)

            - **Question.** Вопрос g3?
            - **Reference.** Ответ g3.
            - **Answer.** Никак

            ### The worst one: Answer correctness 1.00 (`g0`)

            - **Question.** Вопрос g0?
            - **Reference.** Ответ g0.
            - **Answer.** \# Плохо \<img src=x\>

            """,
            report,
            StringComparison.Ordinal
        );
        Assert.Contains("- Time: ", report, StringComparison.Ordinal);
    }

    private static string Write(Run run, Language language) =>
        MarkdownReport.Write(run, RoleRecommendation.Of(run, new Margins()), language);

    // Two generators, one that cannot be called, a judge without scores, a baseline: everything the report has words for.
    private static Run Run()
    {
        var models = new ModelLineup(
            ["mistral:small", "builtin:echo", "openai:gone"],
            ["openrouter:judge", "openrouter:prose"],
            ["p1", "builtin:always-yes"]
        );
        var first = Make.GoodRun("mistral:small", "openrouter:judge", "p1")
            .Select(o =>
                o with
                {
                    Facts = o.Facts with
                    {
                        Tokens = new TokenUsage { Input = 1200, Output = 34 },
                        Attempts = 2,
                    },
                }
            );
        Observation[] rows =
        [
            .. first,
            Make.Answer("builtin:echo", "g0", latency: 0.25),
            Make.Answer("builtin:echo", "g1", latency: 0.5),
            .. Make.Scores("builtin:echo", "openrouter:judge", "g0", 5, 2.5, 1),
            .. Make.Scores("builtin:echo", "openrouter:judge", "g1", 5, 3, 2),
            Make.Answer("mistral:small", "g2", answerable: false, abstained: 1, latency: 150),
            Make.Answer("builtin:echo", "g2", answerable: false, latency: 0.3),
            .. Prose("mistral:small"),
            .. Prose("builtin:echo"),
            Make.Trial("openrouter:prose", "g0", 0, null),
            Make.Trial("openrouter:prose", "g0", 1, null),
            Make.Trial("openrouter:prose", "g1", 0, null),
            Make.Trial("openrouter:prose", "g1", 1, null),
            .. new[] { true, false, true, false }.Select((label, i) => Make.Verdict("builtin:always-yes", $"p{i}", label, true, 0.01)),
        ];
        var run = Make.Run(
            models,
            rows,
            [
                new ExcludedModel(ModelRole.Generation, "openai:gone", "unknown model or address (404): check the name")
                {
                    ReasonCode = RunNote.Of(
                        NoteCode.UnknownModel,
                        ("said", "404"),
                        ("model", "gone"),
                        ("endpoint", "https://api.openai.com/v1")
                    ),
                },
            ]
        );
        return run with
        {
            Notes =
            [
                NoteText.Remark(
                    NoteCode.Adapted,
                    ("model", "small"),
                    ("endpoint", "http://127.0.0.1/v1"),
                    ("adaptations", new[] { "no_temperature" })
                ),
            ],
            Spec = run.Spec with { Limit = 3 },
        };
    }

    private static IEnumerable<Observation> Prose(string generator) =>
        Make.Scores(generator, "openrouter:prose", "g0", null, null, null)
            .Concat(Make.Scores(generator, "openrouter:prose", "g1", null, null, null));
}
