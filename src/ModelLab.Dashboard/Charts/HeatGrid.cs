namespace ModelLab.Dashboard.Charts;

/// <summary>How values become colours.</summary>
public enum HeatScale
{
    /// <summary>From pale to strong.</summary>
    Sequential,

    /// <summary>From one colour over none at 0 to another.</summary>
    Diverging,
}

/// <summary>A cell of a heat map.</summary>
/// <param name="Value">The value; null is an empty cell.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="Hint">What is said on pointing, or null.</param>
/// <param name="IsMarked">Whether it is framed, e.g. a model that judges itself.</param>
/// <param name="Interval">Its interval in words, which stands below it; null or empty for none.</param>
public sealed record HeatCell(double? Value, string Text, string? Hint = null, bool IsMarked = false, string? Interval = null);

/// <summary>The data of a heat map.</summary>
/// <param name="Rows">Names of the rows.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Cells">The cells, row by row.</param>
public sealed record HeatGrid(IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<HeatCell>> Cells)
{
    /// <summary>The step of a value's colour: 0 to 9 for sequential scales, −5 to 5 for diverging ones.</summary>
    public static int Step(double value, double least, double most, HeatScale scale)
    {
        if (scale == HeatScale.Diverging)
        {
            var bound = Math.Max(Math.Abs(least), Math.Abs(most));
            return bound == 0 ? 0 : (int)Math.Round(value / bound * 5);
        }
        return most <= least ? 5 : (int)Math.Round((value - least) / (most - least) * 9);
    }
}
