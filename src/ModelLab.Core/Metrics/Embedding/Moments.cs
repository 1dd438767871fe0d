namespace ModelLab.Core.Metrics.Embedding;

/// <summary>
/// Mean, extremes and population standard deviation of a stream of numbers, without keeping it (Welford 1962; Chan et al. 1983 for joining
/// two).
/// </summary>
internal struct Moments()
{
    private double squares;

    public long Count { get; private set; }

    public double Mean { get; private set; }

    public double Minimum { get; private set; } = double.PositiveInfinity;

    public double Maximum { get; private set; } = double.NegativeInfinity;

    public readonly double StandardDeviation => Count == 0 ? double.NaN : Math.Sqrt(squares / Count);

    public void Add(double value)
    {
        var before = value - Mean;
        Mean += before / ++Count;
        squares += before * (value - Mean);
        Minimum = Math.Min(Minimum, value);
        Maximum = Math.Max(Maximum, value);
    }

    /// <summary>Adds a batch in two passes, which is faster than one by one and as exact.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
            return;
        var (sum, low, high) = (0.0, float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in values)
        {
            sum += value;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        var batch = new Moments
        {
            Count = values.Length,
            Mean = sum / values.Length,
            Minimum = low,
            Maximum = high,
        };
        foreach (var value in values)
            batch.squares += (value - batch.Mean) * (value - batch.Mean);
        Add(batch);
    }

    public void Add(Moments other)
    {
        if (other.Count == 0)
            return;
        var total = Count + other.Count;
        var difference = other.Mean - Mean;
        squares += other.squares + difference * difference * ((double)Count * other.Count / total);
        Mean += difference * other.Count / total;
        Count = total;
        Minimum = Math.Min(Minimum, other.Minimum);
        Maximum = Math.Max(Maximum, other.Maximum);
    }
}
