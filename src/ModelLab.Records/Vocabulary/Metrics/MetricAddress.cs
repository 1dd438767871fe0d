using ModelLab.Core;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Reads metric addresses that a person typed, <c>tier_2.avg_faithfulness</c>.</summary>
public static class MetricAddress
{
    /// <summary>The metric of an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="flag">The flag that it was given to, for the message.</param>
    /// <exception cref="BadInputException">There is no such metric; the message names the nearest ones.</exception>
    public static MetricDefinition Parse(string address, string flag) =>
        MetricCatalog.All.FirstOrDefault(m => m.Address == address)
        ?? throw new BadInputException(
            $"{flag} {address}: no metric is called so: did you mean {string.Join(", ", Nearest(address, 3).Select(m => m.Address))}?"
        );

    /// <summary>
    /// The metrics whose addresses hold what was typed, and then those whose addresses, or whose names alone, take the fewest letters to
    /// change.
    /// </summary>
    public static IReadOnlyList<MetricDefinition> Nearest(string address, int count) =>
        [
            .. MetricCatalog
                .All.OrderBy(m => m.Address.Contains(address, StringComparison.OrdinalIgnoreCase) ? 0 : 1)
                .ThenBy(m => Math.Min(Edits(address, m.Address), Edits(address, m.Name)))
                .Take(count),
        ];

    // Levenshtein's distance: the fewest letters to insert, delete or change.
    private static int Edits(string from, string to)
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
}
