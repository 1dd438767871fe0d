using ModelLab.Core;

namespace ModelLab.Exchange.Reading;

/// <summary>The names of a table's columns.</summary>
internal static class HeaderNames
{
    /// <summary>The names as they stand; a column without one has "".</summary>
    /// <exception cref="BadInputException">A name is there twice.</exception>
    public static List<string> Unique(IEnumerable<string> header, string file)
    {
        var names = header.Select(h => h.Trim().Trim('\uFEFF')).ToList();
        var twice = names.Where(n => n.Length > 0).GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null
            ? names
            : throw new BadInputException($"{file}: two columns are named '{twice.Key}': rename or delete one of them");
    }
}
