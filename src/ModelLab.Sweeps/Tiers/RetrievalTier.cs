using System.Text.Json;
using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Sweeps.Retrieval;

namespace ModelLab.Sweeps.Tiers;

/// <summary>
/// Tier 1: what was retrieved for each answerable question, held against its relevant chunks, and against its relevant pages under
/// <c>url_</c> names. Nothing is asked here: retrieval was done for all questions at once.
/// </summary>
/// <param name="consistencyRuns">Retrievals per question; only the first is measured, the others tell whether it is stable.</param>
/// <param name="embedder">The embedder's name.</param>
/// <param name="knowledge">What was retrieved.</param>
public sealed class RetrievalTier(int consistencyRuns, string embedder, KnowledgeInput knowledge) : ITier
{
    /// <inheritdoc />
    public Tier Tier => Tier.Retrieval;

    /// <inheritdoc />
    public IEnumerable<WorkUnit> Plan(SweepItems items, ModelLineup lineup) =>
        from item in items.Gold
        where item.Answerable
        from repeat in Enumerable.Range(0, consistencyRuns)
        select new WorkUnit(Tier, WorkKind.Retrieve, item.Id, embedder, null, Measures.Retrieved, repeat);

    /// <inheritdoc />
    public IEnumerable<WorkUnit> After(WorkUnit unit, SweepItems items, ModelLineup lineup) => [];

    /// <inheritdoc />
    public Task<IReadOnlyList<Observation>> ExecuteAsync(WorkUnit unit, ITierContext context, CancellationToken cancellationToken)
    {
        var item = context.Items.GoldItem(unit.ItemId);
        var found = knowledge.Retrieved(item.Id, unit.Repeat);
        var rows = new List<Observation> { Row(Measures.Retrieved, found.Count, JsonSerializer.Serialize(found, RunsJson.Files)) };
        if (unit.Repeat == 0)
        {
            Add(RetrievalMetrics.OfChunks, Ranking.Of([.. found.Select(c => c.Id)], item.RelevantChunks, knowledge.Depth));
            // Several chunks of one page are one page: pages may run out before the depth, so the list of pages is cut where that of chunks
            // is.
            Add(
                RetrievalMetrics.OfPages,
                Ranking.Of([.. found.Select(c => c.Url)], item.RelevantPages, knowledge.Depth, StringComparer.Ordinal)
            );
        }
        return Task.FromResult<IReadOnlyList<Observation>>(rows);

        void Add(IReadOnlyList<MetricDefinition> metrics, Ranking ranking)
        {
            foreach (var metric in metrics)
                if (metric.OfRanking!(ranking) is { } value)
                    rows.Add(Row(metric.Measure!, value, null));
        }

        Observation Row(string measure, double value, string? evidence) =>
            new()
            {
                Tier = Tier,
                ItemId = item.Id,
                Measure = measure,
                Repeat = unit.Repeat,
                Outcome = Outcome.Scored,
                Value = value,
                Evidence = evidence,
            };
    }
}
