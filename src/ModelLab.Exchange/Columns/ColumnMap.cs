using System.Text.Json;
using ModelLab.Core;
using ModelLab.Exchange.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Exchange.Columns;

/// <summary>Which column of a file holds what.</summary>
public sealed class ColumnMap
{
    private readonly string _file;
    private readonly SourceTable _table;
    private readonly Language _language;
    private readonly Dictionary<ImportField, string> _columns = [];

    private ColumnMap(string file, SourceTable table, Language language) => (_file, _table, _language) = (file, table, language);

    /// <summary>The columns that hold something, in the order of <see cref="ImportFields.All"/>.</summary>
    public IEnumerable<(ImportField Field, string Column)> Found =>
        ImportFields.All.Where(_columns.ContainsKey).Select(f => (f, _columns[f]));

    /// <summary>Finds the columns of a file.</summary>
    /// <param name="table">The file.</param>
    /// <param name="file">Its name as the user gave it.</param>
    /// <param name="named">Columns that the user named: <c>FIELD=COLUMN</c>.</param>
    /// <param name="language">The language of messages.</param>
    /// <exception cref="BadInputException">A named field or column is not there.</exception>
    public static ColumnMap Of(SourceTable table, string file, IReadOnlyList<string> named, Language language)
    {
        var map = new ColumnMap(file, table, language);
        foreach (var pair in named)
            map.Name(pair);
        foreach (var field in ImportFields.All.Where(f => !map.Has(f)))
            if (
                field
                    .Synonyms.Select(s => table.Columns.FirstOrDefault(c => ColumnName.Normal(c) == s && !map._columns.ContainsValue(c)))
                    .FirstOrDefault(c => c is not null) is
                { } column
            )
                map._columns[field] = column;
        map.TellTextsFromIds();
        return map;
    }

    /// <summary>Whether a column holds this.</summary>
    public bool Has(ImportField field) => _columns.ContainsKey(field);

    /// <summary>The first of some fields that a column holds; null where none does.</summary>
    public ImportField? FirstOf(params ReadOnlySpan<ImportField> fields)
    {
        foreach (var field in fields)
            if (Has(field))
                return field;
        return null;
    }

    /// <summary>The first of some fields that a column holds.</summary>
    /// <exception cref="BadInputException">None does; the message says which are there.</exception>
    public ImportField Require(params ReadOnlySpan<ImportField> fields)
    {
        if (FirstOf(fields) is { } field)
            return field;
        var wanted = fields[0];
        var synonyms = string.Join(", ", wanted.Synonyms.Take(5));
        var there = string.Join(", ", _table.Columns);
        throw new BadInputException(
            _language.Say(
                $"{_file}: no column '{wanted.Name}' (also called {synonyms}); there are: {there}; name it: --map {wanted.Name}=COLUMN",
                $"{_file}: нет столбца '{wanted.Name}' (иначе: {synonyms}); есть: {there}; назовите его: --map {wanted.Name}=СТОЛБЕЦ"
            )
        );
    }

    /// <summary>A row's value; null where it has none.</summary>
    public JsonElement? Value(SourceRow row, ImportField field) =>
        _columns.TryGetValue(field, out var column) && row.Fields.TryGetValue(column, out var value) ? value : null;

    private void Name(string pair)
    {
        var parts = pair.Split('=', 2);
        if (parts.Length < 2)
            throw new BadInputException(_language.Say($"--map {pair}: write FIELD=COLUMN", $"--map {pair}: пишите ПОЛЕ=СТОЛБЕЦ"));
        var wanted = ColumnName.Normal(parts[0]);
        var field =
            ImportFields.All.FirstOrDefault(f => ColumnName.Normal(f.Name) == wanted)
            ?? ImportFields.All.FirstOrDefault(f => f.Synonyms.Contains(wanted))
            ?? throw new BadInputException(
                _language.Say(
                    $"--map {pair}: '{parts[0]}' is unknown: give {string.Join(", ", ImportFields.All.Select(f => f.Name))}",
                    $"--map {pair}: '{parts[0]}' неизвестно: укажите {string.Join(", ", ImportFields.All.Select(f => f.Name))}"
                )
            );
        _columns[field] =
            _table.Columns.FirstOrDefault(c => c == parts[1])
            ?? _table.Columns.FirstOrDefault(c => ColumnName.Normal(c) == ColumnName.Normal(parts[1]))
            ?? throw new BadInputException(
                _language.Say(
                    $"--map {pair}: {_file} has no column '{parts[1]}'; there are: {string.Join(", ", _table.Columns)}",
                    $"--map {pair}: в {_file} нет столбца '{parts[1]}'; есть: {string.Join(", ", _table.Columns)}"
                )
            );
    }

    // A column "chunk" or «Фрагмент» may hold ids or the passages themselves: an id has no spaces.
    private void TellTextsFromIds()
    {
        if (
            Has(ImportFields.Context)
            || !_columns.TryGetValue(ImportFields.Chunk, out var column)
            || ColumnName.Normal(column) is not ("chunk" or "чанк" or "фрагмент")
        )
            return;
        var values = _table.Rows.SelectMany(r => Cell.Texts(Value(r, ImportFields.Chunk))).ToList();
        if (values.Count(v => v.Contains(' ', StringComparison.Ordinal)) * 2 <= values.Count)
            return;
        _columns.Remove(ImportFields.Chunk);
        _columns[ImportFields.Context] = column;
    }
}
