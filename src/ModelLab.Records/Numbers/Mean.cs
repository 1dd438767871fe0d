namespace ModelLab.Records.Numbers;

/// <summary>
/// A running mean; null as long as nothing was taken. It is summed in decimal, exactly, so that the order of observations cannot change
/// its last digit: a resumed run and an unbroken one give the same file.
/// </summary>
internal sealed class Mean
{
    private decimal _sum;

    public long N { get; private set; }

    public double? Value => N == 0 ? null : (double)_sum / N;

    public void Add(double value)
    {
        _sum += (decimal)value;
        N++;
    }
}
