using ModelLab.Core;
using ModelLab.Core.Metrics.Text;
using ModelLab.Records.Reading;

namespace ModelLab.Scoring;

/// <summary>A text to score and what it should say.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Id">Its id, where it has one.</param>
/// <param name="Hypothesis">The text; may be empty.</param>
/// <param name="References">One reference or more, none of them blank.</param>
/// <param name="Cluster">What it belongs to (its source page), where the file says so.</param>
internal sealed record TextPair(int Line, string? Id, string Hypothesis, IReadOnlyList<string> References, string? Cluster);

/// <summary>Reads <see cref="TextPair"/>s from CSV or JSON Lines, one at a time.</summary>
internal sealed class TextPairs(string file)
{
    private const string Hypothesis = "hypothesis",
        Reference = "reference",
        References = "references";

    /// <summary>
    /// The field that says what belongs together: the first of <c>cluster</c>, <c>page</c> and <c>confluence_url</c> that the first row
    /// has; null when it has none.
    /// </summary>
    public string? ClusterField { get; private set; }

    /// <exception cref="BadInputException">A row cannot be used; the message names line and field.</exception>
    public IEnumerable<TextPair> Read()
    {
        var first = true;
        foreach (var row in InputTable.Read(file, repeatable: Reference))
        {
            if (first)
                ClusterField = new[] { "cluster", "page", "confluence_url" }.FirstOrDefault(name => row.Label(name) is not null);
            first = false;
            yield return Of(row);
        }
        if (first)
            throw new BadInputException($"{file}: holds no rows: expected rows with '{Hypothesis}' and '{Reference}'");
    }

    private TextPair Of(TableRow row)
    {
        var hypothesis =
            row.Text(Hypothesis) ?? throw row.Bad(Hypothesis, $"missing: every row needs it, \"\" for none{row.Instead(Hypothesis)}");
        var references = row.Texts(Reference).Concat(row.List(References) ?? []).ToList();
        if (references.Count == 0)
            throw row.Bad(Reference, $"missing or blank: every row needs it, or a list of texts in '{References}'{row.Instead(Reference)}");
        if (references.Exists(string.IsNullOrWhiteSpace))
            throw row.Bad(References, "holds a blank text: leave it out");
        var cluster = ClusterField is null
            ? null
            : row.Label(ClusterField)
                ?? throw row.Bad(ClusterField, "missing or blank, but the first row has it: give it to all rows or to none");
        return new TextPair(row.Line, row.Label("id"), hypothesis, references, cluster);
    }
}
