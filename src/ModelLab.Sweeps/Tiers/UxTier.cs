using ModelLab.Core.Datasets;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Retrieval;

namespace ModelLab.Sweeps.Tiers;

/// <summary>
/// Tier ux. Cache hits: is there a past question with score 5 so near that its answer could be shown? Context preservation: does a
/// follow-up, asked with the session's earlier questions before it, still find its page first? Multi-turn consistency: when a later turn
/// asks again
/// in other words what an earlier one asked, do the two answers agree (cosine of their embeddings)?
/// </summary>
/// <param name="embedder">The embedder's name.</param>
/// <param name="ux">What is known of conversations.</param>
public sealed class UxTier(string embedder, UxInput ux) : ITier
{
    /// <inheritdoc />
    public Tier Tier => Tier.Ux;

    /// <inheritdoc />
    public IEnumerable<WorkUnit> Plan(SweepItems items, ModelLineup lineup)
    {
        WorkUnit Look(string item, string measure) => new(Tier, WorkKind.Retrieve, item, embedder, null, measure, 0);
        return
        [
            .. ux.Cache.Keys.Select(item => Look(item, Measures.CacheHit)),
            .. ux.FollowUps.Keys.Select(item => Look(item, Measures.ContextPreserved)),
            .. from pair in ux.Rephrased from generator in lineup.Generators select Generate(pair.First, generator),
        ];
    }

    /// <inheritdoc />
    public IEnumerable<WorkUnit> After(WorkUnit unit, SweepItems items, ModelLineup lineup) =>
        unit.Kind != WorkKind.Generate
            ? []
            :
            [
                // The second turn follows the first, and the comparison follows the second.
                .. ux.Rephrased.Where(p => p.First == unit.ItemId).Select(p => Generate(p.Second, unit.Model)),
                .. ux
                    .Rephrased.Where(p => p.Second == unit.ItemId)
                    .Select(p => new WorkUnit(Tier, WorkKind.Compare, p.Second, embedder, unit.Model, Measures.TurnSimilarity, 0)),
            ];

    /// <inheritdoc />
    public async Task<IReadOnlyList<Observation>> ExecuteAsync(WorkUnit unit, ITierContext context, CancellationToken cancellationToken)
    {
        switch (unit.Kind)
        {
            case WorkKind.Retrieve when unit.Measure == Measures.CacheHit:
                var hit = ux.Cache[unit.ItemId];
                return
                [
                    Row(
                        unit,
                        null,
                        hit.Hit ? 1 : 0,
                        hit.Nearest is { } past
                            ? FormattableString.Invariant($"past question {past}, cosine {hit.Similarity:0.000}")
                            : "no past question with score 5"
                    ),
                ];
            case WorkKind.Retrieve:
                return [Row(unit, null, ux.FollowUps[unit.ItemId] ? 1 : 0, null)];
            case WorkKind.Generate:
                return [await GenerateAsync(unit, context, cancellationToken).ConfigureAwait(false)];
            default:
                var first = ux.Rephrased.First(p => p.Second == unit.ItemId).First;
                return await EmbeddingComparison
                    .ObserveAsync(
                        unit,
                        context.Answer(Tier, unit.ItemId, unit.Subject!, 0),
                        context.Answer(Tier, first, unit.Subject!, 0),
                        [Measures.TurnSimilarity],
                        context,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
        }
    }

    private async Task<Observation> GenerateAsync(WorkUnit unit, ITierContext context, CancellationToken cancellationToken)
    {
        var item = context.Items.GoldItem(unit.ItemId);
        var given = ModelRef.NamesAssistant(unit.Model) ? "" : ux.Contexts[item.Id]; // an assistant retrieves by itself
        var request = new GenerationRequest(item.Id, item.Question, given, 0);
        var reply = await context.Generator(unit.Model).GenerateAsync(request, cancellationToken).ConfigureAwait(false);
        if (reply.Value is { } answer)
            await context
                .KeepAnswerAsync(new AnswerRow(Tier, item.Id, unit.Model, 0, answer, reply.Evidence), cancellationToken)
                .ConfigureAwait(false);
        return Row(unit, unit.Model, reply.Value is null ? null : 1, null) with
        {
            Outcome = reply.Outcome,
            Error = reply.Error,
            Facts = reply.Facts,
        };
    }

    private WorkUnit Generate(string item, string generator) =>
        new(Tier, WorkKind.Generate, item, generator, null, Measures.TurnAnswered, 0);

    private Observation Row(WorkUnit unit, string? generator, double? value, string? evidence) =>
        new()
        {
            Tier = Tier,
            ItemId = unit.ItemId,
            Measure = unit.Measure,
            GenerationModel = generator,
            Outcome = Outcome.Scored,
            Value = value,
            Evidence = evidence,
        };
}
