namespace ModelLab.Core.Text;

/// <summary>The language of questions and answers: what prompts are written in and what answers are asked for in.</summary>
public enum DataLanguage
{
    /// <summary>Russian.</summary>
    Ru,

    /// <summary>English; also of other texts in Latin letters.</summary>
    En,
}

/// <summary>Finds out languages of data.</summary>
public static class DataLanguages
{
    /// <summary>
    /// The language of texts: Russian where at least half of their letters are Cyrillic, or where there are no letters, else English.
    /// </summary>
    public static DataLanguage Of(IEnumerable<string> texts)
    {
        var (cyrillic, letters) = (0L, 0L);
        foreach (var text in texts)
        foreach (var c in text)
            if (char.IsLetter(c))
            {
                letters++;
                if (c is >= '\u0400' and <= '\u04FF')
                    cyrillic++;
            }
        return 2 * cyrillic >= letters ? DataLanguage.Ru : DataLanguage.En;
    }
}
