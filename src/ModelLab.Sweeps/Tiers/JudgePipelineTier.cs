using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Tiers;

/// <summary>Tier Judge Pipeline: every production judge decides on each labelled item.</summary>
public sealed class JudgePipelineTier : ITier
{
    /// <inheritdoc />
    public Tier Tier => Tier.JudgePipeline;

    /// <inheritdoc />
    public IEnumerable<WorkUnit> Plan(SweepItems items, ModelLineup lineup) =>
        from item in items.ShowDecisions
        from decider in lineup.Deciders
        select new WorkUnit(Tier, WorkKind.Decide, item.Id, decider, null, Measures.Show, 0);

    /// <inheritdoc />
    public IEnumerable<WorkUnit> After(WorkUnit unit, SweepItems items, ModelLineup lineup) => [];

    /// <inheritdoc />
    public async Task<IReadOnlyList<Observation>> ExecuteAsync(WorkUnit unit, ITierContext context, CancellationToken cancellationToken)
    {
        var item = context.Items.ShowDecision(unit.ItemId);
        var request = new ShowRequest(item.Id, item.Question, item.Context, item.Answer);
        var reply = await context.Decider(unit.Model).DecideAsync(request, cancellationToken).ConfigureAwait(false);
        return
        [
            new Observation
            {
                Tier = Tier,
                ItemId = item.Id,
                Measure = unit.Measure,
                ProductionJudgeModel = unit.Model,
                Outcome = reply.Outcome,
                Value = reply.Value is { } show
                    ? show
                        ? 1
                        : 0
                    : null,
                Expected = item.GroundTruthShow ? 1 : 0,
                Error = reply.Error,
                Evidence = reply.Evidence,
                Facts = reply.Facts,
            },
        ];
    }
}
