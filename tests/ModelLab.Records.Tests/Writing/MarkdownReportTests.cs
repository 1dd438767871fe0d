using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Writing;

public sealed class MarkdownReportTests
{
    [Fact]
    public void The_report_in_English_is_as_approved() =>
        Golden.Matches("ModelLab.Records.Tests", "report.en.md", MarkdownReport.Write(Run(), [], Language.English));

    [Fact]
    public void The_report_in_Russian_is_as_approved() =>
        Golden.Matches("ModelLab.Records.Tests", "report.ru.md", MarkdownReport.Write(Run(), [], Language.Russian));

    [Fact]
    public void A_run_of_one_tier_has_one_table()
    {
        var report = MarkdownReport.Write(
            Make.Run(new ModelLineup([], [], ["p1"]), Make.GoodVerdicts("p1"), tiers: [Tier.JudgePipeline]),
            [],
            Language.English
        );
        Assert.Equal(
            ["## Summary", "## Production judges", "## Calls and tokens", "## Notes"],
            report.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal))
        );
    }

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
            [new ExcludedModel(ModelRole.Generation, "openai:gone", "unknown model or address (404): check the name")]
        );
        return run with { Notes = ["small at http://127.0.0.1/v1: asked without temperature"], Spec = run.Spec with { Limit = 3 } };
    }

    private static IEnumerable<Observation> Prose(string generator) =>
        Make.Scores(generator, "openrouter:prose", "g0", null, null, null)
            .Concat(Make.Scores(generator, "openrouter:prose", "g1", null, null, null));
}
