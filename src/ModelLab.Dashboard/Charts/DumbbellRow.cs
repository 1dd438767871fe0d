namespace ModelLab.Dashboard.Charts;

/// <summary>A row of a dumbbell.</summary>
/// <param name="Name">The model or metric.</param>
/// <param name="First">The first value; null is not drawn.</param>
/// <param name="Second">The second value; null is not drawn.</param>
public sealed record DumbbellRow(string Name, double? First, double? Second);
