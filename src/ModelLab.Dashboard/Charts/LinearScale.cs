using System.Globalization;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Charts;

/// <summary>Where values stand on an axis, with ticks at round numbers: the one scale of all charts.</summary>
public sealed class LinearScale
{
    private LinearScale(double least, double most, double step, double from, double to)
    {
        (Least, Most, Step, From, To) = (least, most, step, from, to);
        var count = (int)Math.Round((most - least) / step);
        // Multiples of the step, not sums, which would drift.
        var first = Math.Ceiling(least / step - 1e-9);
        Ticks = [.. Enumerable.Range(0, count + 1).Select(i => (first + i) * step).Where(t => t <= most + step * 1e-9)];
    }

    /// <summary>The value at the beginning of the axis.</summary>
    public double Least { get; }

    /// <summary>The value at its end.</summary>
    public double Most { get; }

    /// <summary>The distance of ticks: 1, 2 or 5 times a power of ten.</summary>
    public double Step { get; }

    /// <summary>The place of <see cref="Least"/>, in units of the drawing.</summary>
    public double From { get; }

    /// <summary>The place of <see cref="Most"/>; before <see cref="From"/> on a vertical axis.</summary>
    public double To { get; }

    /// <summary>Round values between the ends, ascending.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Makes a scale that shows all values and begins and ends at ticks.</summary>
    /// <param name="values">The values; without any the scale goes from 0 to 1.</param>
    /// <param name="from">The place of the least value.</param>
    /// <param name="to">The place of the greatest.</param>
    /// <param name="least">No tick lies below: what the metric cannot fall under.</param>
    /// <param name="most">No tick lies above.</param>
    /// <param name="ticks">About how many ticks.</param>
    public static LinearScale Of(
        IEnumerable<double> values,
        double from,
        double to,
        double? least = null,
        double? most = null,
        int ticks = 6
    )
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            (low, high) = (least ?? 0, most ?? (least ?? 0) + 1);
        if (high - low <= Math.Abs(high) * 1e-9)
        {
            var pad = low == 0 ? 0.5 : Math.Abs(low) * 0.1;
            (low, high) = (low - pad, high + pad);
        }
        var step = NiceStep((high - low) / Math.Max(1, ticks - 1));
        var (first, last) = (Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step);
        if (least is { } floor && first < floor)
            first = floor;
        if (most is { } ceiling && last > ceiling)
            last = ceiling;
        return new LinearScale(first, last > first ? last : first + step, step, from, to);
    }

    /// <summary>The place of a value; one beyond an end stands at that end.</summary>
    public double At(double value) => From + (Math.Clamp(value, Least, Most) - Least) / (Most - Least) * (To - From);

    /// <summary>A tick in words, with as many digits as the step bears.</summary>
    public string Label(double tick, Language language)
    {
        var digits = Math.Clamp((int)-Math.Floor(Math.Log10(Step) + 1e-9), 0, 9);
        return Math.Round(tick, digits).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), language.Culture).Replace('-', '−');
    }

    private static double NiceStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var fraction = rough / power;
        return power
            * (
                fraction <= 1 + 1e-9 ? 1
                : fraction <= 2 + 1e-9 ? 2
                : fraction <= 5 + 1e-9 ? 5
                : 10
            );
    }
}
