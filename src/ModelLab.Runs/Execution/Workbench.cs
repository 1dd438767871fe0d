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

    /// <summary>The queue of a unit: its model's endpoint.</summary>
    string LaneOf(WorkUnit unit);
}

/// <summary>What tiers work with during a sweep.</summary>
internal sealed class Workbench(IModelBench bench, SweepInput input, ObservationStore store) : IWorkbench
{
    private readonly ConcurrentDictionary<(Tier, string Item, string Generator), string> _firstAnswers = new();

    public SweepInput Input => input;

    public IAnswerGenerator Generator(string model) => bench.Generator(model);

    public IAnswerJudge Judge(string model) => bench.Judge(model);

    public IShowDecider Decider(string model) => bench.Decider(model);

    public async ValueTask KeepAnswerAsync(AnswerRow answer, CancellationToken cancellationToken)
    {
        if (answer.Repeat == 0) _firstAnswers[(answer.Tier, answer.ItemId, answer.GenerationModel)] = answer.Text;
        await store.AddAsync(answer, cancellationToken).ConfigureAwait(false);
    }

    public string? FirstAnswer(Tier tier, string itemId, string generator) => _firstAnswers.GetValueOrDefault((tier, itemId, generator));
}
