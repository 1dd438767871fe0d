using ModelLab.Core.Text;

namespace ModelLab.Core.Metrics.Text;

/// <summary>
/// A named way to take a text apart into words. A value of a text metric means nothing without the name of its tokenizer.
/// </summary>
public sealed class TextTokenizer
{
    private readonly Func<string, List<string>> words;

    private TextTokenizer(string name, Func<string, List<string>> words) => (Name, this.words) = (name, words);

    /// <summary><c>unicode</c>, the default: runs of letters and digits of any script, lower-cased, ё as е.</summary>
    public static TextTokenizer Unicode { get; } = new("unicode", Words.Of);

    /// <summary>
    /// <c>ascii</c>: the classic ROUGE one, to compare with published numbers: lower-cased runs of a–z and 0–9. It sees no Cyrillic.
    /// </summary>
    public static TextTokenizer Ascii { get; } = new("ascii", AsciiWords);

    /// <summary>
    /// <c>ascii-porter</c>: the same, with words longer than three letters reduced by Porter's stemmer, as ROUGE-1.5.5 does with <c>-m</c>.
    /// </summary>
    public static TextTokenizer AsciiPorter { get; } =
        new("ascii-porter", text => AsciiWords(text).ConvertAll(w => w.Length > 3 ? PorterStemmer.Stem(w) : w));

    /// <summary><c>russian-stem</c>: <c>unicode</c>, with words reduced by the Snowball stemmer for Russian.</summary>
    public static TextTokenizer RussianStem { get; } = new("russian-stem", text => Words.Of(text).ConvertAll(RussianStemmer.Stem));

    /// <summary>All tokenizers.</summary>
    public static IReadOnlyList<TextTokenizer> All { get; } = [Unicode, Ascii, AsciiPorter, RussianStem];

    /// <summary>What it is called in options and reports.</summary>
    public string Name { get; }

    /// <summary>The words of a text, in order.</summary>
    public List<string> Tokenize(string text) => words(text);

    /// <summary>The tokenizer of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public static TextTokenizer Find(string name) =>
        All.FirstOrDefault(t => t.Name == name)
        ?? throw new KeyNotFoundException($"no tokenizer is called '{name}'; there are {string.Join(", ", All.Select(t => t.Name))}");

    private static List<string> AsciiWords(string text)
    {
        var found = new List<string>();
        var lower = text.ToLowerInvariant();
        var start = -1;
        for (var i = 0; i <= lower.Length; i++)
        {
            var inside = i < lower.Length && (char.IsAsciiLetterLower(lower[i]) || char.IsAsciiDigit(lower[i]));
            if (inside && start < 0)
                start = i;
            else if (!inside && start >= 0)
            {
                found.Add(lower[start..i]);
                start = -1;
            }
        }
        return found;
    }
}
