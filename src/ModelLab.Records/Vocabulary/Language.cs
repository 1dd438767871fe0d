using System.Globalization;

namespace ModelLab.Records.Vocabulary;

/// <summary>The language of screens and reports.</summary>
/// <param name="Code"><c>en</c> or <c>ru</c>.</param>
/// <param name="Culture">How numbers are shown.</param>
public sealed record Language(string Code, CultureInfo Culture)
{
    /// <summary>English with the invariant number format.</summary>
    public static Language English { get; } = new("en", CultureInfo.InvariantCulture);

    /// <summary>Russian with the decimal comma.</summary>
    public static Language Russian { get; } = new("ru", CultureInfo.GetCultureInfo("ru-RU"));

    /// <summary>The language of a code, or that of the user's culture when the code is null.</summary>
    public static Language Of(string? code, CultureInfo user) => (code ?? user.TwoLetterISOLanguageName) == "ru" ? Russian : English;

    /// <summary>The phrase of this language.</summary>
    public string Say(string english, string russian) => Code == "ru" ? russian : english;
}
