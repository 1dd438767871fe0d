namespace ModelLab.Core.Statistics;

/// <summary>An estimate and the range in which the true value plausibly lies.</summary>
/// <param name="Estimate">The estimate itself.</param>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Clusters">How many independent clusters (source pages) it rests on.</param>
public sealed record ConfidenceInterval(double Estimate, double Lower, double Upper, int Clusters)
{
    /// <summary>Below this many clusters an interval is shown as unreliable.</summary>
    public const int FewestClusters = 20;

    /// <summary>Below this many clusters there is none.</summary>
    public const int LeastClusters = 3;

    /// <summary>Whether there are enough clusters for the method to keep its promise.</summary>
    public bool IsReliable => Clusters >= FewestClusters;

    /// <summary>Whether a value lies in it.</summary>
    public bool Contains(double value) => Lower <= value && value <= Upper;
}
