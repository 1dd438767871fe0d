using ModelLab.Core.Statistics;

namespace ModelLab.Runs.Scoring;

/// <summary>One number of <c>score</c>.</summary>
/// <param name="Metric">Its name in files.</param>
/// <param name="Value">The number; null when it is undefined.</param>
/// <param name="N">How many rows, queries, pairs or units it is taken over.</param>
/// <param name="Interval">Its 95 % confidence interval; null when there is none.</param>
public sealed record Score(string Metric, double? Value, long N, ConfidenceInterval? Interval = null)
{
    /// <summary>The mean of the values that are defined, with the interval of <see cref="ClusteredMean"/>; of values that are all 0 or 1 by nature with that of <see cref="WilsonInterval"/>.</summary>
    /// <param name="metric">Its name.</param>
    /// <param name="values">One value a row, null where it is undefined.</param>
    /// <param name="clusters">What each row belongs to; null where each stands for itself.</param>
    /// <param name="proportion">Whether each value is 0 or 1.</param>
    public static Score Mean(string metric, IEnumerable<double?> values, IReadOnlyList<string>? clusters = null, bool proportion = false)
    {
        var (defined, keys) = (new List<double>(), new List<string>());
        foreach (var (row, value) in values.Index())
        {
            if (value is not { } number) continue;
            defined.Add(number);
            if (clusters is not null) keys.Add(clusters[row]);
        }
        if (defined.Count == 0) return new(metric, null, 0);
        var index = clusters is null ? ClusterIndex.Independent(defined.Count) : ClusterIndex.Of(keys);
        return new(metric, defined.Average(), defined.Count, proportion ? WilsonInterval.Clustered(defined.ConvertAll(v => v > 0), index) : ClusteredMean.Interval(defined, index));
    }
}

/// <summary>The values of one row or query, in the order of the metrics.</summary>
/// <param name="Id">The row's id or the query; null when it has none.</param>
/// <param name="Line">The line that the row begins on; null for a query.</param>
/// <param name="Values">Its values, null where undefined.</param>
public sealed record ScoredRow(string? Id, int? Line, IReadOnlyList<double?> Values);
