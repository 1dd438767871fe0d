using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Llm.Calls;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Planning;
using Xunit;

namespace ModelLab.Sweeps.Tests.Execution;

public sealed class WorkbenchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modellab-bench-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_answer_is_kept_until_the_last_that_scores_it_is_done()
    {
        var stop = TestContext.Current.CancellationToken;
        var items = new SweepItems(
            [
                new GoldItem
                {
                    Id = "q",
                    Question = "?",
                    GroundTruthAnswer = "a",
                    ChunkText = "c",
                },
            ],
            []
        );
        var spec = new SweepSpec
        {
            Tiers = [Tier.Generation],
            Mode = "synthetic",
            Models = new ModelLineup(["g"], ["j"], []),
            PromptsSha256 = "cc",
            Generation = new Sampling(0, 1),
            Judging = new Sampling(0, 1),
        };
        await using var store = ObservationStore.Create(
            Path.Combine(_folder, "rag_benchmark_1.db"),
            "1",
            DateTimeOffset.UnixEpoch,
            spec,
            Fingerprint.Of(spec, items),
            items,
            TimeProvider.System
        );
        var bench = ModelBench.Create(
            [],
            _ => throw new InvalidOperationException(),
            new Llm.Roles.RoleSettings(Core.Judging.PromptSet.Default, default, spec.Generation, spec.Judging, 1),
            TimeProvider.System
        );
        var workbench = new Workbench(bench, new SweepInput(items), null, store);
        WorkUnit Generated(string generator, int repeat = 0) =>
            new(Tier.Generation, WorkKind.Generate, "q", generator, null, "abstention", repeat);
        WorkUnit Scored(string generator, string judge) => new(Tier.Generation, WorkKind.Score, "q", judge, generator, "faithfulness", 0);
        foreach (var generator in new[] { "g", "h", "unread" })
            await workbench.KeepAnswerAsync(new AnswerRow(Tier.Generation, "q", generator, 0, $"answer of {generator}", null), stop);
        workbench.Done(Generated("g"), following: 3); // two scorings and a repeat
        workbench.Done(Generated("h"), following: 1);
        workbench.Done(Generated("unread"), following: 0);
        string? Kept(string generator, int repeat = 0) => workbench.Answer(Tier.Generation, "q", generator, repeat);

        Assert.Equal(("answer of g", "answer of h", null), (Kept("g"), Kept("h"), Kept("unread")));
        workbench.Done(Scored("g", "j1"), 0);
        workbench.Done(Scored("h", "j1"), 0);
        Assert.Equal(("answer of g", null), (Kept("g"), Kept("h")));
        await workbench.KeepAnswerAsync(new AnswerRow(Tier.Generation, "q", "g", 1, "again", null), stop);
        workbench.Done(Generated("g", repeat: 1), following: 0);
        Assert.Equal(("answer of g", "again"), (Kept("g"), Kept("g", 1)));
        workbench.Done(Scored("g", "j2"), 0);
        Assert.Equal((null, null), (Kept("g"), Kept("g", 1)));
    }
}
