using System.Text;

namespace ModelLab.Exchange.Reading;

/// <summary>
/// Reads the texts of a list as Python prints it into a cell: <c>['a', "b"]</c>, <c>[array(['a'], dtype=object)]</c>, with or without
/// commas, lists within lists flattened.
/// </summary>
internal static class PythonLiteral
{
    /// <summary>The texts, or null where the cell is no such list.</summary>
    public static IReadOnlyList<string>? List(string cell)
    {
        if (cell is not ['[' or '(', .., ']' or ')'])
            return null;
        var (texts, depth, i) = (new List<string>(), 0, 0);
        while (i < cell.Length)
        {
            var letter = cell[i];
            if (letter is '\'' or '"')
            {
                if (Quoted(cell, ref i) is not { } text)
                    return null;
                texts.Add(text);
            }
            else if (letter is '[' or '(')
                (depth, i) = (depth + 1, i + 1);
            else if (letter is ']' or ')')
            {
                (depth, i) = (depth - 1, i + 1);
                if (depth < 0 || (depth == 0 && i < cell.Length))
                    return null;
            }
            else if (letter == ',' || char.IsWhiteSpace(letter))
                i++;
            else
            {
                var end = i;
                while (
                    end < cell.Length && !char.IsWhiteSpace(cell[end]) && cell[end] is not (',' or '(' or ')' or '[' or ']' or '\'' or '"')
                )
                    end++;
                var word = cell[i..end];
                if (word.All(c => char.IsAsciiDigit(c) || c is '-' or '.'))
                    texts.Add(word);
                else if (word is not ("array" or "dtype=object" or "None"))
                    return null;
                i = end;
            }
        }
        return depth == 0 ? texts : null;
    }

    private static string? Quoted(string cell, ref int i)
    {
        var (quote, text) = (cell[i], new StringBuilder());
        for (i++; i < cell.Length; i++)
        {
            if (cell[i] == quote)
            {
                i++;
                return text.ToString();
            }
            if (cell[i] == '\\' && i + 1 < cell.Length)
                text.Append(
                    cell[++i] switch
                    {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        var other => other,
                    }
                );
            else
                text.Append(cell[i]);
        }
        return null;
    }
}
