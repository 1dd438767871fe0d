using System.Collections.Concurrent;
using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Roles;
using ModelLab.Knowledge.Embedders;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Tiers;

namespace ModelLab.Sweeps.Execution;

/// <summary>
/// What tiers work with during a sweep. The answers of a generator to a question are kept in memory until everything that follows from
/// the question is done.
/// </summary>
internal sealed class SweepTierContext(ICallableModels models, SweepItems items, IEmbedder? embedder, ObservationStore store) : ITierContext
{
    private readonly ConcurrentDictionary<(Tier, string Item, string Generator), Group> _groups = new();

    public SweepItems Items => items;

    public IEmbedder Embedder => embedder ?? throw new InvalidOperationException("no chosen tier asked for an embedder");

    public IAnswerGenerator Generator(string model) => models.Generator(model);

    public IAnswerJudge Judge(string model) => models.Judge(model);

    public IShowDecider Decider(string model) => models.Decider(model);

    public async ValueTask KeepAnswerAsync(AnswerRow answer, CancellationToken cancellationToken)
    {
        Keep(answer);
        await store.AddAsync(answer, cancellationToken).ConfigureAwait(false);
    }

    public string? Answer(Tier tier, string itemId, string generator, int repeat) =>
        _groups.TryGetValue((tier, itemId, generator), out var group) ? group.Answers.GetValueOrDefault(repeat) : null;

    public string? Evidence(Tier tier, string itemId, string generator) => _groups.GetValueOrDefault((tier, itemId, generator))?.Evidence;

    /// <summary>A unit whose answer an earlier process kept is not done again; what follows from it needs the answer here.</summary>
    public void Recall(WorkUnit unit)
    {
        if (unit.Kind == WorkKind.Generate && store.FindAnswer(unit) is { } answer)
            Keep(answer);
    }

    /// <summary>A unit is done, and so many follow from it; with the last one its answers are let go.</summary>
    public void Done(WorkUnit unit, int following)
    {
        if (unit.Kind is not (WorkKind.Generate or WorkKind.Score or WorkKind.Compare))
            return;
        var key = (unit.Tier, unit.ItemId, unit.Kind == WorkKind.Generate ? unit.Model : unit.Subject!);
        // The root of a group was never announced by another unit.
        var first = unit is { Kind: WorkKind.Generate, Repeat: 0 } ? 1 : 0;
        if (Interlocked.Add(ref GroupOf(key.Tier, key.ItemId, key.Item3).Open, first + following - 1) == 0 && Releases(unit.Tier))
            _groups.TryRemove(key, out _);
    }

    // In tier ux a turn's answer is compared with that of another turn, which is a group of its own; there are few.
    private static bool Releases(Tier tier) => tier != Tier.Ux;

    private void Keep(AnswerRow answer)
    {
        var group = GroupOf(answer.Tier, answer.ItemId, answer.GenerationModel);
        group.Answers[answer.Repeat] = answer.Text;
        if (answer.Repeat == 0)
            group.Evidence = answer.Reasoning;
    }

    private Group GroupOf(Tier tier, string itemId, string generator) => _groups.GetOrAdd((tier, itemId, generator), _ => new Group());

    private sealed class Group
    {
        public int Open;

        /// <summary>What came beside the first answer.</summary>
        public string? Evidence { get; set; }

        public ConcurrentDictionary<int, string> Answers { get; } = new();
    }
}
