namespace ModelLab.Core.Metrics.Agreement;

internal static class Paired
{
    public static void ThrowUnlessSameLength(int first, int second)
    {
        if (first != second)
            throw new ArgumentException($"{first} values cannot be paired with {second}");
    }

    public static void ThrowIfNaN(IReadOnlyList<double> values)
    {
        for (var i = 0; i < values.Count; i++)
            if (double.IsNaN(values[i]))
                throw new ArgumentException($"value {i} is not a number");
    }
}
