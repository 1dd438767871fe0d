using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Vocabulary.Metrics;

public sealed partial class NoteTextTests
{
    // All arguments that any code has.
    private static readonly (string, object?)[] Everything =
    [
        ("name", "fast"),
        ("meaning", "lab:m {}"),
        ("model", "lab:m"),
        ("missing", "{context}"),
        ("left_out", 3),
        ("of", 1200),
        ("count", 2),
        ("run", "20261124_101112"),
        ("path", "data/a.json"),
        ("passed_over", new[] { "b.json" }),
        ("undated", new[] { "b.json" }),
        ("more", 1),
        ("top", 3),
        ("leader", "lab:best"),
        ("metric", "tier_2.avg_faithfulness"),
        ("by", 0.43),
        ("lower", 0.1),
        ("upper", 0.75),
        ("pages", 24),
        ("role", "judge"),
        ("outcome", "refused"),
        ("reason", "HTTP 500"),
        ("examples", new[] { "q1", "q2" }),
        ("reasons", 4),
        ("endpoint", "https://lab.example/v1"),
        ("answered_as", new[] { "m-1", "m-2" }),
        ("least", "lab:a"),
        ("least_calls", 1.25),
        ("most", "lab:b"),
        ("most_calls", 8),
        ("adaptations", new[] { "no_temperature", "least_temperature" }),
        ("least_temperature", 0.01),
        ("providers", new[] { new { Provider = "A", Calls = 2 } }),
        ("reported", 100),
        ("sent", 200),
        ("calls", 1),
        ("failed", 7),
        ("usable", 5),
        ("better", "lab:best"),
        ("evidence", 41.5),
        ("threshold", 40),
        ("questions", 30),
        ("files", new[] { ".env.docker", ".env.benchmark-models" }),
        ("provider", "lab"),
        ("url_variable", "PROVIDER_LAB_BASE_URL"),
        ("key_variable", "PROVIDER_LAB_API_KEY"),
        ("example", "https://api.example/v1"),
        ("said", "HTTP 403"),
    ];

    public static TheoryData<NoteCode> Codes => [.. Enum.GetValues<NoteCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_is_said_in_both_languages(NoteCode code)
    {
        var note = Of(code);
        var (english, russian) = (NoteText.Say(note, Language.English), NoteText.Say(note, Language.Russian));
        Assert.NotNull(english);
        Assert.DoesNotMatch(Cyrillic(), english);
        // What a short name stands for has no words of ours.
        if (code != NoteCode.ModelDefinition)
            Assert.Matches(Cyrillic(), russian);
    }

    [Fact]
    public void Numbers_are_written_as_the_reader_does()
    {
        var load = Of(NoteCode.DifferentLoad);
        Assert.Equal(
            "latencies of role judge were measured under different load: lab:a with 1.3 calls under way on average, lab:b with 8",
            NoteText.Say(load, Language.English)
        );
        Assert.Equal(
            "время ответа в роли «судья бенчмарка» измерено при разной нагрузке: у lab:a в среднем 1,3 вызовов одновременно, у lab:b — 8",
            NoteText.Say(load, Language.Russian)
        );
        Assert.Equal("отстаёт от lab:best на 0,43 [0,10; 0,75]", NoteText.Say(Of(NoteCode.ShortOfLeader), Language.Russian));
    }

    [Theory]
    [InlineData("""{"code": "of_a_later_version", "arguments": {}}""")]
    [InlineData("""{"code": "never_asked_", "arguments": {}}""")]
    [InlineData("""{"code": "scorings_failed", "arguments": {}}""")]
    [InlineData("""{"code": "scorings_failed", "arguments": {"failed": {"a": 1}, "of": null}}""")]
    [InlineData("""{"code": "shortlist", "arguments": {"run": "r", "role": "nobody", "taken": [1], "left_out": []}}""")]
    [InlineData("""{"code": "dropped", "arguments": {"better": "b", "evidence": "much", "threshold": 1, "pages": 1.5, "questions": 1}}""")]
    [InlineData("""{"code": "short_of_leader", "arguments": {"leader": "a", "metric": "tier_9.x", "by": 1}}""")]
    [InlineData("""{"code": "upstream"}""")]
    public void What_cannot_be_said_keeps_its_own_words(string note)
    {
        using var folder = new TempFolder();
        folder.Write(
            "rag_benchmark_7.json",
            $$"""{"id": "7", "schema_version": "3.0", "notes": ["as it was"], "note_codes": [{{note}}], "excluded_models": [{"role": "judge", "model": "m", "reason": "so", "reason_code": {{note}}}]}"""
        );
        var run = new RunLibrary(folder.Path).TryOpen("7")!;
        Assert.Equal("as it was", Assert.Single(run.Notes).In(Language.Russian));
        Assert.Equal("so", Assert.Single(run.Excluded).ReasonIn(Language.Russian));
    }

    [Fact]
    public void Codes_come_back_from_a_runs_files()
    {
        using var folder = new TempFolder();
        Remark[] notes = [.. Enum.GetValues<NoteCode>().Select(c => NoteText.Remark(Of(c))), new Remark("nobody's words")];
        var (good, weak) = (Make.GoodRun("g", "j", "p"), Make.Verdict("q", "p0", true, null));
        var run = Make.Run(
            new ModelLineup(["g", "gone"], ["j"], ["p", "q"]),
            [.. good, weak],
            [new ExcludedModel(ModelRole.Generation, "gone", "no key") { ReasonCode = Of(NoteCode.NoKey) }]
        ) with
        {
            Notes = notes,
        };
        var detail = RunJson.Detail(run, RoleRecommendation.Of(run, new Margins()));
        Assert.Equal(notes.Select(n => n.Text), detail["notes"]!.AsArray().Select(n => (string)n!));
        Assert.Equal(detail["notes"]!.AsArray().Count, detail["note_codes"]!.AsArray().Count);
        folder.Write($"rag_benchmark_{run.Id}.json", detail.ToJsonString());

        var read = new RunLibrary(folder.Path).TryOpen(run.Id)!;
        foreach (var language in new[] { Language.English, Language.Russian })
        {
            Assert.Equal(notes.Select(n => n.In(language)), read.Notes.Select(n => n.In(language)));
            Assert.Equal(run.Excluded.Select(e => e.ReasonIn(language)), read.Excluded.Select(e => e.ReasonIn(language)));
            Assert.Equal(
                ModelRun.Compose(run).Select(r => r.Reasons.Count == 0 ? null : r.Reasons.In(language)),
                read.Combinations.Select(c => c.ReasonIn(language))
            );
        }
        Assert.Contains("q: пригодных ответов только 0 из 1 (меньше 95 %)", read.Combinations.Select(c => c.ReasonIn(Language.Russian)));
        Assert.Contains(
            "gone: нет ключа API: задайте PROVIDER_LAB_API_KEY в окружении, .env.docker или .env.benchmark-models",
            read.Combinations.Select(c => c.ReasonIn(Language.Russian))
        );
    }

    [Fact]
    public void A_run_without_codes_shows_its_old_texts()
    {
        using var folder = new TempFolder();
        var detail = Make.Detail(
            Make.Run(new ModelLineup(["g"], ["j"], ["p"]), Make.GoodRun("g", "j", "p")) with
            {
                Notes = [NoteText.Remark(Of(NoteCode.TokensEstimated))],
            }
        );
        detail.Remove("note_codes");
        folder.Write("rag_benchmark_20261124_101112.json", detail.ToJsonString());
        var note = Assert.Single(new RunLibrary(folder.Path).TryOpen("20261124_101112")!.Notes);
        Assert.StartsWith("lab:m: the provider did not report all tokens", note.In(Language.Russian), StringComparison.Ordinal);
        // A list of another length is of another tool.
        detail["note_codes"] = new JsonArray(null, null);
        folder.Write(
            "rag_benchmark_20261124_101113.json",
            detail.ToJsonString().Replace("20261124_101112", "20261124_101113", StringComparison.Ordinal)
        );
        Assert.Null(Assert.Single(new RunLibrary(folder.Path).TryOpen("20261124_101113")!.Notes).Note);
    }

    private static RunNote Of(NoteCode code)
    {
        (string, object?)[] more = code switch
        {
            NoteCode.Shortlist => [("taken", new[] { Finalist }), ("left_out", new[] { Finalist })],
            _ => [],
        };
        return RunNote.Of(code, [.. Everything.Where(e => more.All(m => m.Item1 != e.Item1)), .. more]);
    }

    private static object Finalist =>
        new
        {
            Model = "lab:m",
            Reason = "tied best",
            ReasonCode = RunNote.Of(NoteCode.TiedBest),
        };

    [GeneratedRegex("[а-яА-Я]")]
    private static partial Regex Cyrillic();
}
