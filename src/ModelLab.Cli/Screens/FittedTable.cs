using ModelLab.Cli.Hosting;
using ModelLab.Records.Vocabulary;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ModelLab.Cli.Screens;

/// <summary>A column's texts.</summary>
/// <param name="Header">Its header, which breaks at spaces.</param>
/// <param name="Cells">A text a row; none breaks.</param>
internal sealed record FittedColumn(string Header, IReadOnlyList<string> Cells)
{
    /// <summary>The least width at which no word breaks.</summary>
    public int Width => Header.Split(' ', '\n').Concat(Cells).Max(word => word.Length);
}

/// <summary>
/// A table as wide as the terminal at most: names first, then as many columns as fit. Columns stand in the order of their importance; what
/// has the others is said below.
/// </summary>
internal sealed record FittedTable
{
    /// <summary>What stands above it.</summary>
    public string? Title { get; init; }

    /// <summary>A short first column, such as ranks; null for none.</summary>
    public FittedColumn? Places { get; init; }

    /// <summary>The column of names; a name may have several lines.</summary>
    public required FittedColumn Names { get; init; }

    /// <summary>Rows set back, by their place.</summary>
    public IReadOnlySet<int> Muted { get; init; } = new HashSet<int>();

    /// <summary>The other columns, the most important first.</summary>
    public required IReadOnlyList<FittedColumn> Columns { get; init; }

    /// <summary>What has the columns that do not fit.</summary>
    public required Language Language { get; init; }

    /// <summary>Who shows all columns.</summary>
    public required string Elsewhere { get; init; }

    /// <summary>So many columns fit into a width; one at least is shown.</summary>
    public int Fitting(int width)
    {
        var used =
            1
            + (Places is null ? 0 : Math.Max(1, Places.Width) + 3)
            + Names.Cells.SelectMany(c => c.Split('\n')).Append(Names.Header).Max(l => l.Length)
            + 3;
        var count = Columns.TakeWhile(c => (used += c.Width + 3) <= width).Count();
        return Math.Max(Math.Min(1, Columns.Count), count);
    }

    /// <summary>The table for a width.</summary>
    /// <param name="width">The terminal's width.</param>
    /// <param name="captions">Lines below it.</param>
    public IRenderable Fit(int width, IEnumerable<string>? captions = null)
    {
        var shown = Columns.Take(Fitting(width)).ToList();
        var table = new Table { Border = TableBorder.Rounded };
        if (Places is not null)
            table.AddColumn(PlainText.Column(Places.Header).RightAligned());
        table.AddColumn(PlainText.Column(Names.Header).NoWrap());
        foreach (var column in shown)
            table.AddColumn(PlainText.Column(column.Header).Width(column.Width).RightAligned());
        for (var row = 0; row < Names.Cells.Count; row++)
            table.AddRow([
                .. Places is null ? Array.Empty<Text>() : [new Text(Places.Cells[row])],
                new Text(Names.Cells[row], Muted.Contains(row) ? new Style(Color.Grey) : Style.Plain),
                .. shown.Select(c => new Text(c.Cells[row].Replace(' ', '\u00a0'))),
            ]);
        var left = Columns.Count - shown.Count;
        List<string> below = [.. captions ?? []];
        if (left > 0)
            below.Add(string.Create(Language.Culture, $"{Language.Say("more columns", "ещё столбцов")} {Elsewhere}: {left}"));
        return PlainText.Around(table, Title, below.Count == 0 ? null : string.Join("\n", below));
    }
}
