using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Charts;

/// <summary>A point of a scatter plot.</summary>
/// <param name="Name">The model.</param>
/// <param name="X">Where on the horizontal axis.</param>
/// <param name="Y">Where on the vertical axis.</param>
/// <param name="Lower">Lower end of the vertical interval, or null.</param>
/// <param name="Upper">Its upper end, or null.</param>
/// <param name="IsMuted">Whether it is set back: a baseline.</param>
public sealed record ScatterPoint(string Name, double X, double Y, double? Lower = null, double? Upper = null, bool IsMuted = false);

/// <summary>The points that no other point beats: better in one way means worse in the other.</summary>
public static class ParetoFront
{
    /// <summary>Finds the front, ordered by X. Of equal points all are on it.</summary>
    /// <param name="points">The points.</param>
    /// <param name="x">Which way X is better; <see cref="MetricDirection.None"/> counts as lower.</param>
    /// <param name="y">Which way Y is better; <see cref="MetricDirection.None"/> counts as higher.</param>
    public static IReadOnlyList<ScatterPoint> Of(IReadOnlyList<ScatterPoint> points, MetricDirection x, MetricDirection y)
    {
        var (sx, sy) = (x == MetricDirection.Higher ? -1 : 1, y == MetricDirection.Lower ? 1 : -1);
        bool Beats(ScatterPoint a, ScatterPoint b) => a.X * sx <= b.X * sx && a.Y * sy <= b.Y * sy && (a.X != b.X || a.Y != b.Y);
        return [.. points.Where(p => !points.Any(other => Beats(other, p))).OrderBy(p => p.X).ThenBy(p => p.Y)];
    }
}
