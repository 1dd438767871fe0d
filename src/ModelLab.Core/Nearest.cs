namespace ModelLab.Core;

/// <summary>What somebody who mistyped a name may have meant.</summary>
public static class Nearest
{
    /// <summary>The names that take few letters to change into what was typed, the nearest first; none when all are far.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">What there is.</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<string> To(string typed, IEnumerable<string> names, int count = 3) =>
        [
            .. names
                .Distinct(StringComparer.Ordinal)
                .Select(name => (Name: name, Edits: IsPartOf(typed, name) ? 0 : Edits(typed, name)))
                // A third of its letters wrong, and a name is another.
                .Where(n => n.Edits <= Math.Max(1, typed.Length / 3))
                .OrderBy(n => n.Edits)
                .ThenBy(n => n.Name, StringComparer.Ordinal)
                .Select(n => n.Name)
                .Take(count),
        ];

    /// <summary>Levenshtein's distance (1966): the fewest letters to insert, delete or change.</summary>
    public static int Edits(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var changed = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }

    private static bool IsPartOf(string typed, string name) =>
        typed.TrimStart('-').Length >= 4 && name.Contains(typed.TrimStart('-'), StringComparison.OrdinalIgnoreCase);
}
