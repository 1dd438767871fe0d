namespace ModelLab.Core.Metrics.Agreement;

/// <summary>What differences between values mean.</summary>
public enum MeasurementLevel
{
    /// <summary>Values are names: different is different.</summary>
    Nominal,

    /// <summary>Values have an order: a difference is what lies between them in the data.</summary>
    Ordinal,

    /// <summary>Values have distances: (a − b)².</summary>
    Interval,

    /// <summary>Values have a zero: ((a − b) / (a + b))².</summary>
    Ratio,
}

/// <summary>
/// Krippendorff's α: agreement of any number of raters, with gaps (K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011).
/// </summary>
public static class KrippendorffAlpha
{
    /// <summary>
    /// 1 − observed / expected disagreement; at most 1, 0 at chance level. Values are paired within a unit, each pair weighing 1 / (values
    /// of the unit − 1); units with one value pair nothing.
    /// </summary>
    /// <param name="units">For each unit its values, one a rater, null where a rater gave none.</param>
    /// <param name="level">What differences mean.</param>
    /// <returns>Null when nothing can be paired, or all paired values are the same and no disagreement was to be expected.</returns>
    /// <exception cref="ArgumentException">A value is not a number, or is negative on a ratio scale.</exception>
    public static double? Of(IReadOnlyList<IReadOnlyList<double?>> units, MeasurementLevel level)
    {
        var paired = units.Select(unit => unit.OfType<double>().ToArray()).Where(unit => unit.Length > 1).ToList();
        if (paired.Exists(unit => unit.Any(v => double.IsNaN(v) || (v < 0 && level == MeasurementLevel.Ratio))))
            throw new ArgumentException(
                level == MeasurementLevel.Ratio ? "a ratio scale has no value below 0" : "a value is not a number",
                nameof(units)
            );
        double[] values = [.. paired.SelectMany(unit => unit).Distinct().Order()];
        var totals = new double[values.Length];
        foreach (var unit in paired)
        foreach (var value in unit)
            totals[Array.BinarySearch(values, value)]++;
        var n = totals.Sum();
        // Below(v): how many values lie below v, which is what the ordinal difference is made of.
        var below = new double[values.Length + 1];
        for (var i = 0; i < values.Length; i++)
            below[i + 1] = below[i] + totals[i];

        var (observed, expected) = (0.0, 0.0);
        foreach (var unit in paired)
        {
            var places = Array.ConvertAll(unit, v => Array.BinarySearch(values, v));
            for (var i = 0; i < places.Length; i++)
            for (var j = i + 1; j < places.Length; j++)
                observed += 2 * Difference(places[i], places[j]) / (unit.Length - 1);
        }
        for (var i = 0; i < values.Length; i++)
        for (var j = i + 1; j < values.Length; j++)
            expected += 2 * totals[i] * totals[j] * Difference(i, j);
        return expected > 0 ? 1 - (n - 1) * observed / expected : null;

        double Difference(int i, int j)
        {
            if (i == j)
                return 0;
            var (low, high) = (Math.Min(i, j), Math.Max(i, j));
            var difference = level switch
            {
                MeasurementLevel.Nominal => 1,
                MeasurementLevel.Ordinal => below[high + 1] - below[low] - (totals[low] + totals[high]) / 2,
                MeasurementLevel.Interval => values[high] - values[low],
                _ => (values[high] - values[low]) / (values[high] + values[low]),
            };
            return difference * difference;
        }
    }
}
