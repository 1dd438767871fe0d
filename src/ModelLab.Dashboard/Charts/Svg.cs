using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace ModelLab.Dashboard.Charts;

/// <summary>Numbers and paths of drawings: always with a decimal point, whatever the reader's culture.</summary>
public static class Svg
{
    /// <summary>A coordinate.</summary>
    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A line through points.</summary>
    public static string Path(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select((p, i) => $"{(i == 0 ? 'M' : 'L')}{N(p.X)} {N(p.Y)}"));

    /// <summary>The mark of a series: shapes tell series apart where colours do not.</summary>
    public static string Mark(int series, double x, double y, double size)
    {
        var r = size / 2;
        return (series % 4) switch
        {
            1 => $"M{N(x - r)} {N(y - r)}h{N(size)}v{N(size)}h{N(-size)}z",
            2 => $"M{N(x)} {N(y - r * 1.25)}L{N(x + r * 1.2)} {N(y + r)}L{N(x - r * 1.2)} {N(y + r)}z",
            3 => $"M{N(x)} {N(y - r * 1.3)}L{N(x + r * 1.3)} {N(y)}L{N(x)} {N(y + r * 1.3)}L{N(x - r * 1.3)} {N(y)}z",
            _ => $"M{N(x - r)} {N(y)}a{N(r)} {N(r)} 0 1 0 {N(size)} 0a{N(r)} {N(r)} 0 1 0 {N(-size)} 0z",
        };
    }

    /// <summary>The colour class of a series, <c>s1</c> to <c>s8</c>.</summary>
    public static string Colour(int series) => string.Create(CultureInfo.InvariantCulture, $"s{series % 8 + 1}");

    /// <summary>A text cut to so many characters.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
}

/// <summary>A text of a drawing. Razor takes an element of that name for its own.</summary>
public sealed class SvgText : ComponentBase
{
    /// <summary>Where it is anchored, horizontally.</summary>
    [Parameter, EditorRequired]
    public double X { get; set; }

    /// <summary>Its baseline.</summary>
    [Parameter, EditorRequired]
    public double Y { get; set; }

    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary><c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    [Parameter]
    public string Anchor { get; set; } = "start";

    /// <summary>Its class.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>The whole text where it was cut, shown on pointing.</summary>
    [Parameter]
    public string? Full { get; set; }

    /// <summary>Turned by so many degrees around its anchor.</summary>
    [Parameter]
    public double? Turn { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", Svg.N(X));
        builder.AddAttribute(2, "y", Svg.N(Y));
        builder.AddAttribute(3, "text-anchor", Anchor);
        builder.AddAttribute(4, "class", Class);
        if (Turn is { } degrees)
            builder.AddAttribute(5, "transform", $"rotate({Svg.N(degrees)} {Svg.N(X)} {Svg.N(Y)})");
        builder.AddContent(6, Text);
        if (Full is not null && Full != Text)
        {
            builder.OpenElement(7, "title");
            builder.AddContent(8, Full);
            builder.CloseElement();
        }
        builder.CloseElement();
    }
}
