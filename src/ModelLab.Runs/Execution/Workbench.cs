using System.Collections.Concurrent;
using ModelLab.Core.Roles;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Results;
using ModelLab.Runs.Tiers;

namespace ModelLab.Runs.Execution;

/// <summary>The models of a sweep, ready to be asked.</summary>
public interface IModelBench
{
    /// <summary>The generator of that name.</summary>
    IAnswerGenerator Generator(string model);

    /// <summary>The benchmark judge of that name.</summary>
    IAnswerJudge Judge(string model);

    /// <summary>The production judge of that name.</summary>
    IShowDecider Decider(string model);

    /// <summary>The queue of a unit: its model at its endpoint.</summary>
    string LaneOf(WorkUnit unit);
}

/// <summary>What tiers work with during a sweep. An answer is kept in memory until everything that scores it is done.</summary>
internal sealed class Workbench(IModelBench bench, SweepInput input, ObservationStore store) : IWorkbench
{
    private readonly ConcurrentDictionary<(Tier, string Item, string Generator), Kept> _answers = new();

    public SweepInput Input => input;

    public IAnswerGenerator Generator(string model) => bench.Generator(model);

    public IAnswerJudge Judge(string model) => bench.Judge(model);

    public IShowDecider Decider(string model) => bench.Decider(model);

    public async ValueTask KeepAnswerAsync(AnswerRow answer, CancellationToken cancellationToken)
    {
        if (answer.Repeat == 0) _answers[(answer.Tier, answer.ItemId, answer.GenerationModel)] = new Kept(answer.Text);
        await store.AddAsync(answer, cancellationToken).ConfigureAwait(false);
    }

    public string? FirstAnswer(Tier tier, string itemId, string generator) => _answers.GetValueOrDefault((tier, itemId, generator))?.Text;

    /// <summary>A unit whose answer an earlier process kept is not done again; what follows from it needs the answer here.</summary>
    public void Recall(WorkUnit generated)
    {
        if (store.FindAnswer(generated) is { } text) _answers[(generated.Tier, generated.ItemId, generated.Model)] = new Kept(text);
    }

    /// <summary>So many units will ask for this unit's answer.</summary>
    public void Expect(WorkUnit generated, int readers)
    {
        var key = (generated.Tier, generated.ItemId, generated.Model);
        if (readers == 0) _answers.TryRemove(key, out _);
        else if (_answers.TryGetValue(key, out var kept)) kept.Readers = readers;
    }

    /// <summary>A unit that asked for an answer is done.</summary>
    public void Release(WorkUnit reader)
    {
        if (reader.Subject is null) return;
        var key = (reader.Tier, reader.ItemId, reader.Subject);
        if (_answers.TryGetValue(key, out var kept) && Interlocked.Decrement(ref kept.Readers) == 0) _answers.TryRemove(key, out _);
    }

    private sealed class Kept(string text)
    {
        public int Readers;

        public string Text => text;
    }
}
