using System.Globalization;
using System.Text;

namespace ModelLab.Core.Text;

/// <summary>
/// Words and phrases that mark a question as informal. A question shows an indicator when the stems of one of its forms follow one another
/// in it, so that inflected forms need
/// not be listed.
/// </summary>
public sealed class SlangList
{
    private readonly Dictionary<string, List<(string[] Stems, int Indicator)>> _byFirstStem = new(StringComparer.Ordinal);

    private SlangList(IReadOnlyList<string[]> indicators)
    {
        Indicators = [.. indicators.Select(forms => forms[0])];
        for (var i = 0; i < indicators.Count; i++)
        {
            foreach (var form in indicators[i])
            {
                string[] stems = [.. Stems.Of(form)];
                if (!_byFirstStem.TryGetValue(stems[0], out var list))
                    _byFirstStem[stems[0]] = list = [];
                list.Add((stems, i));
            }
        }
    }

    /// <summary>The built-in lists: Russian and English student slang and the spelling of chats.</summary>
    public static SlangList Default { get; } = ReadBuiltIn();

    /// <summary>The indicators by their first forms, in the list's order.</summary>
    public IReadOnlyList<string> Indicators { get; }

    /// <summary>
    /// Reads a list: one indicator a line, its forms separated by commas, the first one its name; blank lines and lines from <c>#</c> are
    /// left out.
    /// </summary>
    /// <param name="text">The list.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="BadInputException">It names no indicator, one twice, or a form without a letter or digit.</exception>
    public static SlangList Parse(string text, string source)
    {
        var indicators = new List<string[]>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, line) in text.Split('\n').Select(l => l.Trim().Trim('\uFEFF')).Index())
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] forms = [.. line.Split(',', StringSplitOptions.TrimEntries).Select(f => string.Join(' ', Words.Of(f)))];
            if (forms.Any(f => f.Length == 0))
                throw Error(index, "a form is empty or has no letter or digit: give word, word, …");
            if (!names.Add(forms[0]))
                throw Error(index, $"'{forms[0]}' is there already: put its forms in one line");
            indicators.Add(forms);
        }
        return indicators.Count > 0
            ? new SlangList(indicators)
            : throw new BadInputException($"{source}: names no indicator: give one a line");

        BadInputException Error(int index, string problem) =>
            new(string.Create(CultureInfo.InvariantCulture, $"{source}: line {index + 1}: {problem}"));
    }

    /// <summary>The different indicators that a text shows, by their place in <see cref="Indicators"/>.</summary>
    public IReadOnlySet<int> In(string text)
    {
        var found = new HashSet<int>();
        var stems = Stems.Of(text);
        for (var i = 0; i < stems.Count; i++)
        {
            if (!_byFirstStem.TryGetValue(stems[i], out var forms))
                continue;
            foreach (var (form, indicator) in forms)
                if (stems.Skip(i).Take(form.Length).SequenceEqual(form, StringComparer.Ordinal))
                    found.Add(indicator);
        }
        return found;
    }

    private static SlangList ReadBuiltIn() =>
        Parse(string.Join('\n', new[] { "russian-slang.txt", "english-slang.txt" }.Select(ReadBuiltIn)), "the built-in lists of slang");

    private static string ReadBuiltIn(string file)
    {
        var name = "ModelLab.Core.Text." + file;
        using var stream =
            typeof(SlangList).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
