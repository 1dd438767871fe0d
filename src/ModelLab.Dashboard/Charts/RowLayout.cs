namespace ModelLab.Dashboard.Charts;

/// <summary>
/// Where the parts of a chart of rows stand: names beside the rows where there is room, and above them on a phone, where a gutter would
/// leave nothing for the values.
/// </summary>
public sealed class RowLayout
{
    private const double LetterWidth = 7.3,
        NarrowLetterWidth = 6.8;

    /// <summary>Lays out a drawing.</summary>
    /// <param name="width">The width of the drawing.</param>
    /// <param name="names">The names of the rows.</param>
    /// <param name="letters">How many letters a line of a name may have beside the rows.</param>
    /// <param name="tail">The room for the value at the end of a row.</param>
    public RowLayout(double width, IEnumerable<string> names, int letters, double tail)
    {
        Width = width;
        IsNarrow = width <= ChartFrame.NarrowWidth;
        Labels = IsNarrow
            ? ChartLabels.Of(names, (int)((width - tail - 20) / NarrowLetterWidth), lines: 1)
            : ChartLabels.Of(names, letters);
        Left = IsNarrow ? 16 : 20 + LetterWidth * Math.Max(1, Labels.Longest);
        Right = IsNarrow ? width - 18 : width - tail;
    }

    /// <summary>The width of the drawing.</summary>
    public double Width { get; }

    /// <summary>Whether names stand above the rows.</summary>
    public bool IsNarrow { get; }

    /// <summary>How names are written.</summary>
    public ChartLabels Labels { get; }

    /// <summary>Where values begin.</summary>
    public double Left { get; }

    /// <summary>Where they end.</summary>
    public double Right { get; }

    /// <summary>What a row needs for its name above it.</summary>
    public double Above => IsNarrow ? 18 : 0;

    /// <summary>Where a name is anchored.</summary>
    public double NameX => IsNarrow ? 0 : Left - 12;

    /// <summary>How it is anchored there.</summary>
    public string NameAnchor => IsNarrow ? "start" : "end";

    /// <summary>The height of a name and a value.</summary>
    /// <param name="top">The top of the row, its name included.</param>
    /// <param name="middle">The middle of its values.</param>
    public double TextY(double top, double middle) => IsNarrow ? top + 10 : middle;
}
