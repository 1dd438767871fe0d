using System.Globalization;

namespace ModelLab.Core.Datasets;

/// <summary>Sees to it that no two items share an id.</summary>
internal sealed class UniqueIds
{
    private readonly Dictionary<string, int> _firstIndex = new(StringComparer.Ordinal);

    /// <summary>Takes an item's id.</summary>
    /// <param name="item">The item.</param>
    /// <param name="given">The id its file gives, or null.</param>
    /// <param name="derived">The id its content gives.</param>
    /// <exception cref="BadInputException">Another item has it.</exception>
    public string Take(ItemFields item, string? given, string derived)
    {
        var id = given ?? derived;
        if (_firstIndex.TryAdd(id, item.Index))
            return id;
        var first = _firstIndex[id].ToString(CultureInfo.InvariantCulture);
        throw given is null
            ? item.Error(null, $"repeats item {first}: delete one of the two")
            : item.Error("id", $"'{id}' is also the id of item {first}: ids must be unique");
    }
}
