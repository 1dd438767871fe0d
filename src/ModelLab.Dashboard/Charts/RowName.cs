using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace ModelLab.Dashboard.Charts;

/// <summary>The name of a row, on one line or two around its middle; the whole name on pointing.</summary>
public sealed class RowName : ComponentBase
{
    private const double LineHeight = 13;

    /// <summary>Where it ends, or begins.</summary>
    [Parameter, EditorRequired]
    public double X { get; set; }

    /// <summary>The middle of the row.</summary>
    [Parameter, EditorRequired]
    public double Y { get; set; }

    /// <summary>The name.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>How names are written.</summary>
    [Parameter, EditorRequired]
    public required ChartLabels Labels { get; set; }

    /// <summary><c>start</c> or <c>end</c>.</summary>
    [Parameter]
    public string Anchor { get; set; } = "end";

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var lines = Labels[Name];
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "text-anchor", Anchor);
        builder.AddAttribute(2, "class", "row-name");
        builder.AddAttribute(3, "data-name", Name);
        for (var i = 0; i < lines.Count; i++)
        {
            builder.OpenElement(4, "tspan");
            builder.AddAttribute(5, "x", Svg.N(X));
            builder.AddAttribute(6, "y", Svg.N(Y + 4 + (i - (lines.Count - 1) / 2.0) * LineHeight));
            builder.AddContent(7, lines[i]);
            builder.CloseElement();
        }
        if (lines is not [var only] || only != Name)
        {
            builder.OpenElement(8, "title");
            builder.AddContent(9, Name);
            builder.CloseElement();
        }
        builder.CloseElement();
    }
}
