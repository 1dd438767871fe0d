using System.Text.Json.Serialization;

namespace ModelLab.Dashboard.Charts;

/// <summary>A bar of parts.</summary>
/// <param name="Name">The model.</param>
/// <param name="Shares">The share of each part, 0 to 1; together 1.</param>
/// <param name="N">What the shares are of; null where it is not known.</param>
/// <param name="IsMuted">Whether it is set back: a baseline.</param>
public sealed record StackedRow(string Name, IReadOnlyList<double> Shares, long? N, bool IsMuted = false);

/// <summary>The data of stacked bars.</summary>
/// <param name="Parts">Names of the parts, from the left.</param>
/// <param name="Classes">The class of each part's colour.</param>
/// <param name="Rows">The bars.</param>
public sealed record StackedRows(
    IReadOnlyList<string> Parts,
    [property: JsonIgnore] IReadOnlyList<string> Classes,
    IReadOnlyList<StackedRow> Rows
);
