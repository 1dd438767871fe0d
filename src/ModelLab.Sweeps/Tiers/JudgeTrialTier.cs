using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Tiers;

/// <summary>
/// Tier Judge: every benchmark judge scores the faithfulness of the same fixed triples (question, context, reference answer), twice.
/// Unanswerable questions have no reference answer and take no part.
/// </summary>
public sealed class JudgeTrialTier : ITier
{
    /// <summary>How often each triple is scored.</summary>
    public const int Trials = 2;

    /// <inheritdoc />
    public Tier Tier => Tier.JudgeTrial;

    /// <inheritdoc />
    public IEnumerable<WorkUnit> Plan(SweepItems items, ModelLineup lineup) =>
        from item in items.Gold
        where item.Answerable && item.References.Count > 0
        from judge in lineup.Judges
        from repeat in Enumerable.Range(0, Trials)
        select new WorkUnit(Tier, WorkKind.Trial, item.Id, judge, null, Measures.Of(Rubric.Faithfulness), repeat);

    /// <inheritdoc />
    public IEnumerable<WorkUnit> After(WorkUnit unit, SweepItems items, ModelLineup lineup) => [];

    /// <inheritdoc />
    public async Task<IReadOnlyList<Observation>> ExecuteAsync(WorkUnit unit, ITierContext context, CancellationToken cancellationToken)
    {
        var item = context.Items.GoldItem(unit.ItemId);
        var request = new ScoreRequest(
            item.Id,
            Rubric.Faithfulness,
            item.Question,
            item.ChunkText ?? "",
            item.References[0],
            item.References,
            unit.Repeat
        );
        var reply = await context.Judge(unit.Model).ScoreAsync(request, cancellationToken).ConfigureAwait(false);
        return
        [
            new Observation
            {
                Tier = Tier,
                ItemId = item.Id,
                Measure = unit.Measure,
                JudgeModel = unit.Model,
                Repeat = unit.Repeat,
                Outcome = reply.Outcome,
                Value = reply.Value,
                Error = reply.Error,
                Evidence = reply.Evidence,
                Facts = reply.Facts,
            },
        ];
    }
}
