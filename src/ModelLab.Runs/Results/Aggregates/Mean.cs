namespace ModelLab.Runs.Results.Aggregates;

/// <summary>A running mean; null as long as nothing was taken.</summary>
internal sealed class Mean
{
    private double _sum;

    public long N { get; private set; }

    public double? Value => N == 0 ? null : _sum / N;

    public void Add(double value)
    {
        _sum += value;
        N++;
    }
}
