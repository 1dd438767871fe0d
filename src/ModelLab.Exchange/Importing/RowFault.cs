using System.Globalization;
using ModelLab.Exchange.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Exchange.Importing;

/// <summary>A row and what is the matter with it.</summary>
/// <param name="Number">The row's number.</param>
/// <param name="Problem">What, in the reader's language.</param>
public sealed record RowFault(int Number, string Problem)
{
    /// <summary>The whole line: <c>line 5: no question</c>.</summary>
    public string Say(RowPlace place, Language language)
    {
        var word = place switch
        {
            RowPlace.Line => language.Say("line", "строка"),
            RowPlace.Row => language.Say("row", "строка"),
            _ => language.Say("item", "элемент"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{word} {Number}: {Problem}");
    }
}
