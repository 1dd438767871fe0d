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
                .ThenBy(m => Math.Min(Core.Nearest.Edits(address, m.Address), Core.Nearest.Edits(address, m.Name)))
                .Take(count),
        ];
}
