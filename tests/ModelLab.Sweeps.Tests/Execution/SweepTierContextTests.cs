using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Llm.Calls;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Execution;
using Xunit;

namespace ModelLab.Sweeps.Tests.Execution;

public sealed class SweepTierContextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modellab-context-").FullName;

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
            Path.Combine(_folder, "rag_modelsmark_1.db"),
            "1",
            DateTimeOffset.UnixEpoch,
            spec,
            Fingerprint.Of(spec, items),
            items,
            TimeProvider.System
        );
        var models = CallableModels.Create(
            [],
            _ => throw new InvalidOperationException(),
            new Llm.Roles.RoleSettings(Core.Judging.PromptSet.Default, default, spec.Generation, spec.Judging, 1),
            TimeProvider.System
        );
        var context = new SweepTierContext(models, items, null, store);
        WorkUnit Generated(string generator, int repeat = 0) =>
            new(Tier.Generation, WorkKind.Generate, "q", generator, null, "abstention", repeat);
        WorkUnit Scored(string generator, string judge) => new(Tier.Generation, WorkKind.Score, "q", judge, generator, "faithfulness", 0);
        foreach (var generator in new[] { "g", "h", "unread" })
            await context.KeepAnswerAsync(new AnswerRow(Tier.Generation, "q", generator, 0, $"answer of {generator}", null), stop);
        context.Done(Generated("g"), following: 3); // two scorings and a repeat
        context.Done(Generated("h"), following: 1);
        context.Done(Generated("unread"), following: 0);
        string? Kept(string generator, int repeat = 0) => context.Answer(Tier.Generation, "q", generator, repeat);

        Assert.Equal(("answer of g", "answer of h", null), (Kept("g"), Kept("h"), Kept("unread")));
        context.Done(Scored("g", "j1"), 0);
        context.Done(Scored("h", "j1"), 0);
        Assert.Equal(("answer of g", null), (Kept("g"), Kept("h")));
        await context.KeepAnswerAsync(new AnswerRow(Tier.Generation, "q", "g", 1, "again", null), stop);
        context.Done(Generated("g", repeat: 1), following: 0);
        Assert.Equal(("answer of g", "again"), (Kept("g"), Kept("g", 1)));
        context.Done(Scored("g", "j2"), 0);
        Assert.Equal((null, null), (Kept("g"), Kept("g", 1)));
    }
}
