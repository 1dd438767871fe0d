using System.Globalization;
using ModelLab.Core;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Scoring;

/// <summary>What <c>score retrieval</c> finds. Metrics have trec_eval's names.</summary>
/// <param name="QrelsFile">The judgements, as the user named the file.</param>
/// <param name="RunFile">The run, as the user named the file.</param>
/// <param name="Cutoffs">The ranks at which metrics are cut, rising.</param>
/// <param name="Complete">Whether judged queries that the run lacks count as having retrieved nothing; otherwise they are left out.</param>
/// <param name="Seed">The seed of nDCG's intervals.</param>
/// <param name="MissingQueries">Judged queries that the run lacks.</param>
/// <param name="UnjudgedQueries">Queries of the run without any judgement: left out.</param>
/// <param name="QueriesWithoutRelevant">Queries among the rows to which nothing is relevant: undefined, in no mean.</param>
/// <param name="Metrics">What each query is measured by.</param>
/// <param name="Aggregates">Means over queries, in the order of the metrics.</param>
/// <param name="Rows">The queries, in the order of the judgements.</param>
public sealed record RetrievalScores(
    string QrelsFile,
    string RunFile,
    IReadOnlyList<int> Cutoffs,
    bool Complete,
    ulong Seed,
    int MissingQueries,
    int UnjudgedQueries,
    int QueriesWithoutRelevant,
    IReadOnlyList<string> Metrics,
    IReadOnlyList<Score> Aggregates,
    IReadOnlyList<ScoredRow> Rows
);

/// <summary>Scores a run of retrieval against graded judgements, as trec_eval does.</summary>
public static class RetrievalScoring
{
    /// <summary>Scores a run.</summary>
    /// <param name="qrels">TREC's file of judgements.</param>
    /// <param name="run">TREC's file of a run.</param>
    /// <param name="cutoffs">Ranks from 1 on, at which metrics are cut; at least one.</param>
    /// <param name="complete">Whether a judged query that the run lacks counts as one that retrieved nothing (trec_eval's
    /// <c>-c</c>).</param>
    /// <param name="seed">Seeds the bootstrap of nDCG's intervals.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BadInputException">A line cannot be used, or the files have no query in common.</exception>
    public static RetrievalScores Run(
        string qrels,
        string run,
        IReadOnlyList<int> cutoffs,
        bool complete,
        ulong seed = 0,
        CancellationToken cancellationToken = default
    )
    {
        var judged = TrecFiles.Judgements(qrels, cancellationToken);
        var retrieved = TrecFiles.Run(run, cancellationToken);
        if (!judged.Keys.Any(retrieved.ContainsKey))
            throw new BadInputException($"{run}: none of its queries is judged in {qrels}: give a run and judgements of the same queries");
        var measures = Measures([.. cutoffs.Distinct().Order()]);
        var queries = judged.Where(q => complete || retrieved.ContainsKey(q.Key)).ToArray();
        var rows = new ScoredRow[queries.Length];
        Parallel.For(
            0,
            queries.Length,
            new ParallelOptions { CancellationToken = cancellationToken },
            i =>
            {
                var (query, grades) = queries[i];
                var ranking = Ranking.OfTrec([.. retrieved.GetValueOrDefault(query, []).Select(d => (d.Key, d.Value))], grades);
                rows[i] = new ScoredRow(query, null, [.. measures.Select(m => m.Of(ranking))]);
            }
        );
        return new RetrievalScores(
            qrels,
            run,
            [.. cutoffs.Distinct().Order()],
            complete,
            seed,
            MissingQueries: judged.Keys.Count(q => !retrieved.ContainsKey(q)),
            UnjudgedQueries: retrieved.Keys.Count(q => !judged.ContainsKey(q)),
            QueriesWithoutRelevant: queries.Count(q => !q.Value.Values.Any(grade => grade > 0)),
            [.. measures.Select(m => m.Name)],
            [.. measures.Select((measure, m) => Score.Mean(measure.Name, rows.Select(r => r.Values[m]), Scale.Share))],
            rows
        );
    }

    private static List<Measure> Measures(IReadOnlyList<int> cutoffs) =>
        [
            new("map", AveragePrecision.Of),
            new("recip_rank", ReciprocalRank.Of),
            new("ndcg", NormalisedDiscountedGain.Of),
            .. At("ndcg_cut", NormalisedDiscountedGain.At, cutoffs),
            .. At("P", Precision.At, cutoffs),
            .. At("recall", Recall.At, cutoffs),
            .. At("success", HitRate.At, cutoffs),
        ];

    private static IEnumerable<Measure> At(string name, Func<Ranking, int, double?> of, IReadOnlyList<int> cutoffs) =>
        cutoffs.Select(k => new Measure(string.Create(CultureInfo.InvariantCulture, $"{name}_{k}"), ranking => of(ranking, k)));

    private sealed record Measure(string Name, Func<Ranking, double?> Of);
}
