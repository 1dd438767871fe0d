using System.Text.Json;
using ModelLab.Exchange.Columns;
using ModelLab.Exchange.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Exchange.Importing;

/// <summary>A file to import, with its columns found.</summary>
/// <param name="File">Its name as the user gave it.</param>
/// <param name="Table">Its rows.</param>
/// <param name="Columns">Which column holds what.</param>
/// <param name="Language">The language of messages.</param>
public sealed record ImportSource(string File, SourceTable Table, ColumnMap Columns, Language Language)
{
    /// <summary>Whether the columns are plainly those of labelled answers: a label and an answer, and no other answer that is right.</summary>
    public bool IsLabelled =>
        !Columns.Has(ImportFields.Reference)
        && Columns.FirstOf(ImportFields.Response, ImportFields.Answer) is not null
        && (Columns.Has(ImportFields.Label) || IsMark(ImportFields.Score));

    /// <summary>A row's value as text.</summary>
    public string? Text(SourceRow row, ImportField field) => Cell.Text(Columns.Value(row, field));

    /// <summary>A row's value as texts.</summary>
    public IReadOnlyList<string> Texts(SourceRow row, ImportField field) => Cell.Texts(Columns.Value(row, field));

    /// <summary>A row's values that nothing was made of, by the names of their columns.</summary>
    /// <param name="row">The row.</param>
    /// <param name="used">What something was made of.</param>
    /// <param name="taken">Names that are taken.</param>
    public IEnumerable<(string Name, JsonElement Value)> Others(
        SourceRow row,
        IReadOnlyCollection<ImportField> used,
        IReadOnlyCollection<string> taken
    ) => Unused(used).Where(c => !taken.Contains(c) && row.Fields.ContainsKey(c)).Select(c => (c, row.Fields[c]));

    /// <summary>The columns that nothing is made of.</summary>
    public IEnumerable<string> Unused(IReadOnlyCollection<ImportField> used) =>
        Table.Columns.Except(Columns.Found.Where(c => used.Contains(c.Field)).Select(c => c.Column), StringComparer.Ordinal);

    private bool IsMark(ImportField field)
    {
        var values = Table.Rows.Select(r => Columns.Value(r, field)).OfType<JsonElement>().ToList();
        return values.Count > 0 && values.All(v => Cell.Number(v) is null && Cell.Mark(v) is not null);
    }
}
