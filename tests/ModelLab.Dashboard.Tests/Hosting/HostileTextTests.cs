using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Hosting;

/// <summary>Texts that want to be more than text.</summary>
public sealed class HostileTextTests : IDisposable
{
    private const string Id = "20261124_101112";

    private static readonly string[] Hostile =
    [
        "<script>alert('x')</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "[link](javascript:alert(1))",
        "safe\u202Etxt.exe\u2066",
        "\u001b[31mred\u001b[0m\u0007\u009b2J",
        "{{7*7}} @(1+1) ${x}",
        "</bdi></td></table></main>",
        "&lt;b&gt; &amp;",
    ];

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answers_questions_and_evidence_are_shown_as_text()
    {
        await WriteRunAsync();
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        foreach (var item in Enumerable.Range(0, Hostile.Length))
            Harmless(await dashboard.PageAsync($"/dataset?run={Id}&item=q{item}"), Hostile[item]);
        Harmless(await dashboard.PageAsync($"/dataset?run={Id}"), null);
    }

    [Theory]
    [InlineData("/runs")]
    [InlineData($"/runs/{Id}")]
    [InlineData($"/runs/{Id}/delete")]
    public async Task Names_of_models_authors_and_files_are_shown_as_text(string path)
    {
        foreach (var text in Hostile)
        {
            _folder.Write(
                RunRegistry.FileName,
                new JsonArray(
                    new JsonObject
                    {
                        ["id"] = Id,
                        ["schema_version"] = text,
                        ["run_author"] = text,
                        ["dataset_file"] = text,
                        ["dataset_type"] = text,
                        ["generation_model"] = text,
                        ["git_branch"] = text,
                        ["overall_status"] = text,
                        ["executive_summary"] = text,
                        ["tier_2_metrics"] = new JsonObject { [text] = 1.5 },
                        ["notes"] = new JsonArray(text),
                        ["excluded_models"] = new JsonArray(
                            new JsonObject
                            {
                                ["role"] = text,
                                ["model"] = text,
                                ["reason"] = text,
                            }
                        ),
                    }
                ).ToJsonString()
            );
            await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
            Harmless(await dashboard.PageAsync(path), path.EndsWith("delete", StringComparison.Ordinal) ? null : text);
        }
    }

    [Fact]
    public async Task What_the_address_says_is_shown_as_text()
    {
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        foreach (var text in Hostile)
            Harmless(
                await dashboard.PageAsync(
                    $"/reference?q={Uri.EscapeDataString(text)}&lang={Uri.EscapeDataString(text)}&theme={Uri.EscapeDataString(text)}"
                ),
                null
            );
    }

    [Fact]
    public async Task A_text_of_100_kB_is_cut_and_can_be_opened_whole()
    {
        await WriteRunAsync(new string('я', 100_000));
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        var page = new HtmlParser().ParseDocument(await dashboard.PageAsync($"/dataset?run={Id}&item=q0&lang=en"));
        var answer = page.QuerySelector("article.answer")!;
        Assert.Equal(1201, answer.QuerySelector("bdi.outer")!.TextContent.Length); // 1,200 and an ellipsis
        Assert.Contains("All 100\u2009000 characters", answer.TextContent, StringComparison.Ordinal);
        Assert.Equal(100_000, answer.QuerySelector(".whole-text bdi")!.TextContent.Length);
    }

    // The parser sees the page as a browser does: nothing hostile may have become an element or an attribute, and no hidden character is
    // left.
    private static void Harmless(string html, string? shown)
    {
        var page = new HtmlParser().ParseDocument(html);
        Assert.Equal(1, page.Scripts.Length);
        Assert.All(
            page.All,
            element =>
            {
                Assert.DoesNotContain(
                    element.Attributes,
                    a =>
                        a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                        || a.Name == "style"
                        || a.Value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
                );
                Assert.False(element.LocalName is "img" or "iframe" or "object" or "style");
            }
        );
        Assert.NotNull(page.QuerySelector("main footer, footer.foot"));
        Assert.DoesNotContain(
            html.EnumerateRunes().Concat(page.DocumentElement.TextContent.EnumerateRunes()),
            r => HiddenCharacters.Contains(r.Value)
        );
        if (shown is null)
            return;
        var visible = string.Concat(
            shown.EnumerateRunes().Select(r => HiddenCharacters.Contains(r.Value) ? $"[{r.Value:X}]" : r.ToString())
        );
        Assert.Contains(visible, page.DocumentElement.TextContent, StringComparison.Ordinal);
    }

    private async Task WriteRunAsync(string? answer = null)
    {
        var questions = Hostile
            .Select(
                (text, i) =>
                    new GoldItem
                    {
                        Id = $"q{i}",
                        Question = text,
                        GroundTruthAnswer = text,
                        ChunkText = text,
                    }
            )
            .ToList();
        var input = new SweepItems(questions, []);
        var spec = new SweepSpec
        {
            Tiers = [Tier.Generation],
            Mode = "synthetic",
            Models = new ModelLineup(["g"], ["j"], []),
            PromptsSha256 = "cc",
            Generation = new(0.7, 200),
            Judging = new(0, 800),
        };
        await using var store = ObservationStore.Create(
            _folder[$"rag_benchmark_{Id}.db"],
            Id,
            DateTimeOffset.UnixEpoch,
            spec,
            Fingerprint.Of(spec, input),
            input,
            TimeProvider.System
        );
        foreach (var item in questions)
        {
            await store.AddAsync(
                new Observation
                {
                    Tier = Tier.Generation,
                    ItemId = item.Id,
                    Measure = "abstention",
                    GenerationModel = "g",
                    Outcome = Outcome.Scored,
                    Value = 0,
                },
                Stop
            );
            await store.AddAsync(
                new Observation
                {
                    Tier = Tier.Generation,
                    ItemId = item.Id,
                    Measure = "faithfulness",
                    GenerationModel = "g",
                    JudgeModel = "j",
                    Outcome = Outcome.Scored,
                    Value = 3,
                    Evidence = item.Question,
                },
                Stop
            );
            await store.AddAsync(new AnswerRow(Tier.Generation, item.Id, "g", 0, answer ?? item.Question, item.Question), Stop);
        }
        await store.EndAsync("interrupted", []);
    }
}
