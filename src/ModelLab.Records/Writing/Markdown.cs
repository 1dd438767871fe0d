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

    /// <summary>Lines as a block of code, whatever is in them.</summary>
    public static string Block(string lines, string what)
    {
        var fence = new string('`', Math.Max(3, 1 + Backticks().Matches(lines).Select(run => run.Length).DefaultIfEmpty(0).Max()));
        return $"{fence}{what}\n{lines}\n{fence}";
    }

    /// <summary>People's words as a cell: on one line, with a backslash that escapes nothing.</summary>
    public static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(@"\", @"\\", StringComparison.Ordinal);

    /// <summary>An outer text as one line that is nothing but text, whatever is in it; cut behind so many characters.</summary>
    public static string Quoted(string text, int most)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > most)
            line = line[..(char.IsHighSurrogate(line[most - 1]) ? most - 1 : most)].TrimEnd() + "…";
        return Acting().Replace(line, @"\$0");
    }

    /// <summary>
    /// A whole report without what outer text could make of it: no HTML, no images, no links, and nothing that acts without being seen.
    /// Reports have none of their own; code shows whatever is in it. A report that went through stays as it is.
    /// </summary>
    public static string Harmless(string report) =>
        string.Join('\n', HiddenCharacters.Named(report).Split('\n').Select(line => CodeOrAct().Replace(line, Escaped)));

    // A match is a code span, which stays, or a character to escape: its first, or behind the bracket that makes it act.
    private static string Escaped(Match match) =>
        match.Groups["act"] is { Success: true } act
            ? $"{match.Groups["slashes"].Value}{match.Groups["before"].Value}\\{act.Value}"
            : match.Value;

    // Behind an even number of backslashes: "<" that begins a tag, a comment or an address; "[" of an image; what follows the text of a
    // link; and a definition of links at the beginning of a line or list item.
    [GeneratedRegex(
        @"(?<!`)(?<ticks>`+)(?!`).*?(?<!`)\k<ticks>(?!`)|(?<!\\)(?<slashes>(?:\\\\)*)(?:(?<act><)(?=[A-Za-z/!?])|(?<before>!)(?<act>\[)|(?<before>\])(?<act>[(\[]))|^(?<before>\s*(?:[-*] +)?)(?<act>\[)(?=[^\]]*\]:)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex CodeOrAct();

    [GeneratedRegex(@"[\\`*_{}\[\]<>#|~&$!]")]
    private static partial Regex Acting();

    // Behind an odd number of backslashes a bar is escaped already.
    [GeneratedRegex(@"(?<!\\)((?:\\\\)*)\|")]
    private static partial Regex FreeBar();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
