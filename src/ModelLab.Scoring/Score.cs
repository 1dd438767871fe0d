using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;

namespace ModelLab.Scoring;

/// <summary>One number of <c>score</c>.</summary>
/// <param name="Metric">Its name in files.</param>
/// <param name="Value">The number; null when it is undefined.</param>
/// <param name="N">How many rows, queries, pairs or units it is taken over.</param>
/// <param name="Interval">Its 95 % confidence interval; null when there is none.</param>
public sealed record Score(string Metric, double? Value, long N, ConfidenceInterval? Interval = null)
{
    /// <summary>The mean of the values that are defined.</summary>
    /// <param name="metric">Its name.</param>
    /// <param name="values">One value a row, null where it is undefined.</param>
    /// <param name="scale">Where values lie.</param>
    /// <param name="clusters">What each row belongs to; null where each stands for itself.</param>
    public static Score Mean(string metric, IEnumerable<double?> values, Scale scale, IReadOnlyList<string>? clusters = null)
    {
        var (defined, keys) = (new List<double>(), new List<string>());
        foreach (var (row, value) in values.Index())
        {
            if (value is not { } number)
                continue;
            defined.Add(number);
            if (clusters is not null)
                keys.Add(clusters[row]);
        }
        if (defined.Count == 0)
            return new(metric, null, 0);
        var index = clusters is null ? ClusterIndex.Independent(defined.Count) : ClusterIndex.Of(keys);
        return new(metric, defined.Average(), defined.Count, scale.MeanInterval(defined, index));
    }
}

/// <summary>The values of one row or query, in the order of the metrics.</summary>
/// <param name="Id">The row's id or the query; null when it has none.</param>
/// <param name="Line">The line that the row begins on; null for a query.</param>
/// <param name="Values">Its values, null where undefined.</param>
public sealed record ScoredRow(string? Id, int? Line, IReadOnlyList<double?> Values);
