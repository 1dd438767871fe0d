using System.Text;
using System.Text.RegularExpressions;
using ModelLab.Core.Text;

namespace ModelLab.Records.Writing;

/// <summary>
/// GitHub's Markdown as all reports write it. Outer text, such as a model's name, ends neither its cell nor its row nor its code span.
/// </summary>
internal static partial class Markdown
{
    /// <summary>Appends a row of a table.</summary>
    /// <param name="text">The page.</param>
    /// <param name="cells">Markdown of one line each: line breaks become spaces, and vertical bars are escaped, in code spans too.</param>
    public static StringBuilder Row(this StringBuilder text, params IEnumerable<string> cells)
    {
        foreach (var cell in cells)
            text.Append(cell.Length == 0 ? "| " : $"| {FreeBar().Replace(cell.ReplaceLineEndings(" "), @"$1\|")} ");
        return text.Append("|\n");
    }

    /// <summary>A name as code, whatever is in it.</summary>
    public static string Code(string name)
    {
        var longest = Backticks().Matches(name).Select(run => run.Length).DefaultIfEmpty(0).Max();
        var fence = new string('`', longest + 1);
        var pad = name.StartsWith('`') || name.EndsWith('`') ? " " : "";
        return $"{fence}{pad}{name.ReplaceLineEndings(" ")}{pad}{fence}";
    }

    /// <summary>People's words as a cell: on one line, with a backslash that escapes nothing.</summary>
    public static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(@"\", @"\\", StringComparison.Ordinal);

    // Behind an odd number of backslashes a bar is escaped already.
    [GeneratedRegex(@"(?<!\\)((?:\\\\)*)\|")]
    private static partial Regex FreeBar();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
