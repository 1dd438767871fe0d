namespace ModelLab.Core.Text;

/// <summary>
/// Orders strings by their code points, which is the order of their bytes in UTF-8 (C's <c>strcmp</c>). Ordinal order is that of UTF-16
/// units, where all beyond U+FFFF stands before U+E000.
/// </summary>
public sealed class CodePointComparer : IComparer<string>
{
    /// <summary>The one there is.</summary>
    public static CodePointComparer Instance { get; } = new();

    private CodePointComparer() { }

    /// <inheritdoc />
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return string.CompareOrdinal(x, y);
        var same = x.AsSpan().CommonPrefixLength(y);
        return same < x.Length && same < y.Length ? Place(x[same]).CompareTo(Place(y[same])) : x.Length.CompareTo(y.Length);
    }

    // Halves of pairs go behind the 0x2000 units that follow them in UTF-16.
    private static int Place(char unit) =>
        unit < 0xD800 ? unit
        : unit < 0xE000 ? unit + 0x2000
        : unit - 0x800;
}
