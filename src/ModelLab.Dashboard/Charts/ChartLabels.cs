namespace ModelLab.Dashboard.Charts;

/// <summary>
/// Names as a drawing has room for them, no two alike: whole where they fit, on two lines if need be; else without what all have in common
/// at their beginning; else cut in the middle, since endings tell models apart as often as beginnings do.
/// </summary>
public sealed class ChartLabels
{
    private const string Between = " × ";
    private const int Head = 6,
        Before = 3,
        Rounds = 8;
    private readonly Dictionary<string, IReadOnlyList<string>> _lines;

    private ChartLabels(Dictionary<string, IReadOnlyList<string>> lines) => _lines = lines;

    /// <summary>The lines of a name.</summary>
    public IReadOnlyList<string> this[string name] => _lines[name];

    /// <summary>The letters of the longest line.</summary>
    public int Longest => _lines.Values.SelectMany(l => l).Select(l => l.Length).DefaultIfEmpty(0).Max();

    /// <summary>Makes labels.</summary>
    /// <param name="names">The names; of several models each joined by <c>×</c>, which are shortened one by one.</param>
    /// <param name="letters">How many letters a line has room for; at least 16.</param>
    /// <param name="lines">How many lines a label may have, 1 or 2.</param>
    public static ChartLabels Of(IEnumerable<string> names, int letters, int lines = 2)
    {
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        if (all.TrueForAll(n => n.Length <= letters * lines))
            return new(all.ToDictionary(n => n, n => Broken(n, letters)));
        var parts = WithoutCommonBeginnings([.. all.Select(n => n.Split(Between))]);
        var most = letters * lines;
        var cut = parts.Select(p => Fitted(p, most)).ToList();
        TellApart(cut, [.. parts.Select(p => string.Join(Between, p))], all, most);
        return new(all.Zip(cut).ToDictionary(p => p.First, p => Broken(p.Second, letters)));
    }

    private static List<string[]> WithoutCommonBeginnings(List<string[]> names)
    {
        if (names.Select(n => n.Length).Distinct().Count() > 1)
            return names;
        for (var i = 0; i < names[0].Length; i++)
        {
            var distinct = names.Select(n => n[i]).Distinct(StringComparer.Ordinal).ToList();
            var common = distinct.Count < 2 ? 0 : distinct[0].AsSpan(0, Common(distinct)).LastIndexOfAny(':', '/') + 1;
            if (common > 0 && distinct.TrueForAll(n => n.Length > common))
                foreach (var name in names)
                    name[i] = name[i][common..];
        }
        return names;
    }

    // Every model of a name keeps its share of the room, so that the judge is read as well as the generator.
    private static string Fitted(string[] parts, int most)
    {
        var whole = string.Join(Between, parts);
        if (whole.Length <= most)
            return whole;
        var share = (most - Between.Length * (parts.Length - 1)) / parts.Length;
        return string.Join(Between, parts.Select(p => WithoutMiddle(p, share)));
    }

    private static string WithoutMiddle(string text, int most) =>
        text.Length <= most ? text : $"{text.AsSpan(0, most / 2)}…{text.AsSpan(text.Length - (most - 1 - most / 2))}";

    // What was cut away may be all that names differ by: then the cut is made where it is not.
    private static void TellApart(List<string> cut, List<string> whole, List<string> names, int most)
    {
        for (var round = 0; round <= Rounds; round++)
        {
            var alike = Enumerable.Range(0, cut.Count).GroupBy(i => cut[i], StringComparer.Ordinal).Where(g => g.Count() > 1).ToList();
            foreach (var group in alike.Select(g => g.ToList()))
            {
                var from = Common([.. group.Select(i => whole[i])]) - Before;
                foreach (var i in group)
                    cut[i] = round == Rounds ? names[i] : From(whole[i], from, most);
            }
        }
    }

    private static string From(string text, int from, int most)
    {
        var start = from <= Head + 1 ? "" : string.Concat(text.AsSpan(0, Head), "…");
        var rest = start.Length == 0 ? text : text[from..];
        var room = most - start.Length;
        return start + (rest.Length <= room ? rest : string.Concat(rest.AsSpan(0, room - 1), "…"));
    }

    private static int Common(IReadOnlyList<string> names) =>
        names.Aggregate(names[0].Length, (length, name) => Math.Min(length, names[0].AsSpan().CommonPrefixLength(name)));

    // At the boundary that says most, as near to the end of the line as it may be.
    private static IReadOnlyList<string> Broken(string text, int letters)
    {
        if (text.Length <= letters)
            return [text];
        var least = Math.Max(1, text.Length - letters);
        foreach (var boundary in (string[])["×", "→", "/:", " ", "-_.…"])
        {
            var first = boundary is "×" or "→" ? 0 : 1; // an operator begins the second line, all else ends the first
            for (var at = letters; at >= least; at--)
                if (boundary.Contains(text[at - first], StringComparison.Ordinal))
                    return [text[..at].TrimEnd(), text[at..].TrimStart()];
        }
        return text.Length <= 2 * letters ? [text[..letters], text[letters..]] : [text];
    }
}
