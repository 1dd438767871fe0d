using System.Runtime.InteropServices;
using System.Text;

namespace ModelLab.Core.Metrics.Text;

/// <summary>sacreBLEU's tokenizers, by the names it prints in its signatures. They keep case and punctuation.</summary>
public sealed class BleuTokenizer
{
    private readonly Func<string, string> separate;

    private BleuTokenizer(string name, Func<string, string> separate) => (Name, this.separate) = (name, separate);

    /// <summary>
    /// <c>13a</c>, the default: that of NIST's mteval-v13a: ASCII punctuation stands alone, except full stops and commas within numbers.
    /// </summary>
    public static BleuTokenizer V13a { get; } = new("13a", Mteval13a);

    /// <summary>
    /// <c>intl</c>: that of mteval-v14: all of Unicode's punctuation and symbols stand alone, except punctuation within numbers.
    /// </summary>
    public static BleuTokenizer International { get; } = new("intl", Mteval14);

    /// <summary><c>char</c>: every character but white space.</summary>
    public static BleuTokenizer Character { get; } = new("char", text => string.Join(' ', text.EnumerateRunes()));

    /// <summary><c>none</c>: what white space separates.</summary>
    public static BleuTokenizer None { get; } = new("none", text => text);

    /// <summary>All tokenizers.</summary>
    public static IReadOnlyList<BleuTokenizer> All { get; } = [V13a, International, Character, None];

    /// <summary>What it is called in options, reports and sacreBLEU's signatures.</summary>
    public string Name { get; }

    /// <summary>The tokens of a text, in order.</summary>
    public string[] Tokenize(string text) => separate(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The tokenizer of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public static BleuTokenizer Find(string name) =>
        All.FirstOrDefault(t => t.Name == name)
        ?? throw new KeyNotFoundException($"no BLEU tokenizer is called '{name}'; there are {string.Join(", ", All.Select(t => t.Name))}");

    private static string Mteval13a(string text)
    {
        text = text.TrimEnd()
            .Replace("<skipped>", "", StringComparison.Ordinal)
            .Replace("-\n", "", StringComparison.Ordinal)
            .Replace('\n', ' ');
        if (text.Contains('&', StringComparison.Ordinal))
        {
            text = text.Replace("&quot;", "\"", StringComparison.Ordinal)
                .Replace("&amp;", "&", StringComparison.Ordinal)
                .Replace("&lt;", "<", StringComparison.Ordinal)
                .Replace("&gt;", ">", StringComparison.Ordinal);
        }
        var alone = Surround(
            $" {text} ",
            c => c is >= '{' and <= '~' or >= '[' and <= '`' or >= ' ' and <= '&' or >= '(' and <= '+' or >= ':' and <= '@' or '/',
            ' '
        );
        alone = Part(alone, c => !char.IsAsciiDigit(c), c => c is '.' or ',', ' ', after: true);
        alone = Part(alone, c => c is '.' or ',', c => !char.IsAsciiDigit(c), ' ', after: false);
        alone = Part(alone, char.IsAsciiDigit, c => c == '-', ' ', after: true);
        return new string(CollectionsMarshal.AsSpan(alone));
    }

    private static string Mteval14(string text)
    {
        var space = new Rune(' ');
        var alone = Part([.. text.TrimEnd().EnumerateRunes()], r => !Rune.IsNumber(r), Rune.IsPunctuation, space, after: true);
        alone = Part(alone, Rune.IsPunctuation, r => !Rune.IsNumber(r), space, after: false);
        alone = Surround(CollectionsMarshal.AsSpan(alone), Rune.IsSymbol, space);
        var line = new StringBuilder(alone.Count);
        foreach (var rune in alone)
            line.Append(rune);
        return line.ToString();
    }

    private static List<T> Surround<T>(ReadOnlySpan<T> line, Func<T, bool> alone, T space)
    {
        var result = new List<T>(line.Length * 2);
        foreach (var item in line)
        {
            if (!alone(item))
                result.Add(item);
            else
            {
                result.Add(space);
                result.Add(item);
                result.Add(space);
            }
        }
        return result;
    }

    // Where two neighbours fit, a space parts them; one more follows the second, or precedes the first. Like a regular expression, it goes
    // on behind what it has matched.
    private static List<T> Part<T>(List<T> line, Func<T, bool> first, Func<T, bool> second, T space, bool after)
    {
        var result = new List<T>(line.Count * 2);
        for (var i = 0; i < line.Count; i++)
        {
            if (i + 1 == line.Count || !first(line[i]) || !second(line[i + 1]))
            {
                result.Add(line[i]);
                continue;
            }
            if (!after)
                result.Add(space);
            result.Add(line[i]);
            result.Add(space);
            result.Add(line[++i]);
            if (after)
                result.Add(space);
        }
        return result;
    }
}
