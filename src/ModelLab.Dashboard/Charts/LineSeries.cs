namespace ModelLab.Dashboard.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Points">Its points, one for each place of the horizontal axis; null where nothing was measured: the line has a gap
/// there.</param>
public sealed record LineSeries(string Name, IReadOnlyList<LinePoint?> Points);

/// <summary>A point of a line.</summary>
/// <param name="Value">The value.</param>
/// <param name="Lower">Lower end of its interval, or null.</param>
/// <param name="Upper">Upper end, or null.</param>
public sealed record LinePoint(double Value, double? Lower = null, double? Upper = null);

/// <summary>A mark on the horizontal axis, e.g. that the data set changed.</summary>
/// <param name="Before">The place before which it stands.</param>
/// <param name="Name">What happened.</param>
/// <param name="IsBreak">Whether values on both sides are not comparable: lines end there.</param>
public sealed record LineMark(int Before, string Name, bool IsBreak = false);
