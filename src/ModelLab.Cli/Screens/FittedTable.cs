using ModelLab.Cli.Hosting;
using ModelLab.Records.Vocabulary;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ModelLab.Cli.Screens;

/// <summary>A column's texts.</summary>
/// <param name="Header">Its header, which breaks at spaces.</param>
/// <param name="Cells">A text a row; it breaks at line feeds alone.</param>
internal sealed record FittedColumn(string Header, IReadOnlyList<string> Cells)
{
    /// <summary>The same without what may be left out where there is no room, such as intervals; null for nothing.</summary>
    public IReadOnlyList<string>? Brief { get; init; }

    /// <summary>The least width at which no word breaks.</summary>
    public int Width => Header.Split(' ', '\n').Concat(Cells.SelectMany(c => c.Split('\n'))).Max(word => word.Length);
}

/// <summary>
/// A table as wide as the terminal at most: names first, then as many columns as fit. Columns stand in the order of their importance; what
/// has the others is said below.
/// </summary>
internal sealed record FittedTable
{
    /// <summary>What stands above it.</summary>
    public string? Title { get; init; }

    // A line of a name that is broken, while there is room and when there is not.
    private const int WideName = 16;
    private const int NarrowName = 12;

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

    // The first column whose intervals were left out; null where all are there.
    private int? WithoutIntervals { get; init; }

    /// <summary>So many columns, the first ones, should be seen whatever the width; 0 for none.</summary>
    public int Needed { get; init; }

    /// <summary>
    /// The table as it shows the needed columns in a width, changed as little as that takes: intervals below their values, then names over
    /// several lines, then intervals of the first column alone, then none.
    /// </summary>
    public FittedTable Laid(int width)
    {
        var below = this with { Columns = [.. Columns.Select(c => c with { Cells = [.. c.Cells.Select(Below)] })] };
        var brief = below.WithBriefColumns(from: 1);
        var briefest = below.WithBriefColumns(from: 0);
        FittedTable[] layouts =
        [
            this,
            below,
            below.WithNamesBroken(WideName),
            brief.WithNamesBroken(WideName),
            brief.WithNamesBroken(NarrowName),
            briefest.WithNamesBroken(NarrowName),
        ];
        return layouts.FirstOrDefault(t => t.Fitting(width) >= Math.Min(Needed, Columns.Count)) ?? layouts[^1];
    }

    private FittedTable WithBriefColumns(int from) =>
        this with
        {
            Columns = [.. Columns.Select((c, i) => i < from ? c : c with { Cells = c.Brief ?? c.Cells })],
            WithoutIntervals = Columns.Skip(from).Any(c => c.Brief is not null) ? from : null,
        };

    private FittedTable WithNamesBroken(int most) =>
        this with
        {
            Names = Names with { Cells = [.. Names.Cells.Select(n => Broken(n, most))] },
        };

    // A name over lines that end where its parts do.
    private static string Broken(string name, int most)
    {
        var lines = new List<string> { "" };
        var from = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (i < name.Length - 1 && name[i] is not (':' or '/' or '-' or '_' or '@'))
                continue;
            var part = name[from..(i + 1)];
            from = i + 1;
            if (lines[^1].Length > 0 && lines[^1].Length + part.Length > most)
                lines.Add(part);
            else
                lines[^1] += part;
        }
        return string.Join('\n', lines);
    }

    private static string Below(string cell) =>
        cell.IndexOf(" [", StringComparison.Ordinal) is > 0 and var at ? $"{cell[..at]}\n{cell[(at + 1)..]}" : cell;

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
        if (WithoutIntervals is { } first && shown.Count > first)
            below.Add(
                (
                    first == 0
                        ? Language.Say("intervals", "интервалы")
                        : Language.Say("intervals of the other columns", "интервалы остальных столбцов")
                )
                    + Language.Say(" are ", " — ")
                    + Elsewhere
            );
        if (left > 0)
            below.Add(string.Create(Language.Culture, $"{Language.Say("more columns", "ещё столбцов")} {Elsewhere}: {left}"));
        return PlainText.Around(table, Title, below.Count == 0 ? null : string.Join("\n", below));
    }
}
