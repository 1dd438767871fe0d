namespace ModelLab.Dashboard.Charts;

/// <summary>Where a point's name is written.</summary>
/// <param name="X">Where it is anchored.</param>
/// <param name="Y">Its baseline.</param>
/// <param name="Anchor"><c>start</c> or <c>end</c>.</param>
public sealed record LabelPlace(double X, double Y, string Anchor);

/// <summary>Puts names beside points so that they do not lie on each other, where that can be.</summary>
public static class LabelPlaces
{
    // Of the font of drawings, in units of the drawing.
    private const double LetterWidth = 6.4,
        LineHeight = 16;

    /// <summary>
    /// Places names in the order of the points: above or below, on the side with more room or the other; a name that finds no free place
    /// stands where the first one would.
    /// </summary>
    /// <param name="points">The points in units of the drawing, and how many letters their names have.</param>
    /// <param name="width">The width of the drawing.</param>
    public static IReadOnlyList<LabelPlace> Of(IReadOnlyList<(double X, double Y, int Letters)> points, double width)
    {
        var taken = new List<(double Left, double Right, double Base)>();
        var places = new List<LabelPlace>();
        foreach (var (x, y, letters) in points)
        {
            var isRight = x > width * 0.7;
            LabelPlace[] candidates =
            [
                .. from side in (bool[])[isRight, !isRight]
                from below in (bool[])[false, true]
                select new LabelPlace(x + (side ? -10 : 10), y + (below ? 16 : -8), side ? "end" : "start"),
            ];
            (double Left, double Right, double Base) Box(LabelPlace p) =>
                p.Anchor == "end" ? (p.X - letters * LetterWidth, p.X, p.Y) : (p.X, p.X + letters * LetterWidth, p.Y);
            bool IsFree(LabelPlace p)
            {
                var box = Box(p);
                return box.Left >= 0
                    && box.Right <= width
                    && taken.TrueForAll(t => t.Right <= box.Left || box.Right <= t.Left || Math.Abs(t.Base - box.Base) >= LineHeight);
            }
            var place = candidates.FirstOrDefault(IsFree) ?? candidates[0];
            taken.Add(Box(place));
            places.Add(place);
        }
        return places;
    }
}
