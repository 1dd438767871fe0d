using Spectre.Console;
using Spectre.Console.Rendering;

namespace ModelLab.Cli.Hosting;

/// <summary>
/// Text as it is, in tables. Spectre.Console takes a string for markup nearly everywhere, and in markup <c>:coin:</c> for an emoji, which
/// no escape prevents: a model named <c>builtin:coin:</c> would lose its name. So strings go to it as <see cref="Text"/> alone.
/// </summary>
internal static class PlainText
{
    /// <summary>Where whole lines go beside the tables: the console would break them at its width.</summary>
    public static TextWriter Lines(this IAnsiConsole console) => new HarmlessWriter(console.Profile.Out.Writer);

    /// <summary>A column with a header.</summary>
    public static TableColumn Column(string header) => new(new Text(header));

    /// <summary>A table with a line above it and some below, in the middle of its width; null for none.</summary>
    public static IRenderable Around(Table table, string? title = null, string? caption = null) => new Framed(table, title, caption);

    // As Table writes its own Title and Caption, which are markup.
    private sealed class Framed(Table table, string? title, string? caption) : Renderable
    {
        private readonly IRenderable _table = table;

        protected override Measurement Measure(RenderOptions options, int maxWidth) => _table.Measure(options, maxWidth);

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            Segment[] rows = [.. _table.Render(options, maxWidth)];
            var width = Segment.SplitLines(rows).Max(line => line.CellCount());
            return [.. Line(title, Style.Plain), .. rows, .. Line(caption, new Style(Color.Grey))];

            IEnumerable<Segment> Line(string? text, Style style) =>
                text is null
                    ? []
                    :
                    [
                        .. ((IRenderable)new Text(text, style) { Justification = Justify.Center }).Render(options, width),
                        Segment.LineBreak,
                    ];
        }
    }
}
