using System.Text.RegularExpressions;

namespace ModelLab.Llm.Configuration;

/// <summary>Names of variables, told from keys that were typed in their place.</summary>
public static partial class VariableName
{
    private const int LongestName = 64;
    private const int ShortestKey = 20;

    private static readonly string[] SecretWords =
    [
        "authorization",
        "key",
        "token",
        "secret",
        "password",
        "credential",
        "cookie",
        "signature",
    ];

    /// <summary>
    /// What is wrong with a text that should name a variable, without the text, which may be a key; null when nothing is.
    /// </summary>
    public static string? Problem(string text) =>
        IsName(text)
            ? null
            : "must be the name of a variable that holds the key, such as LAB_API_KEY, not the key itself (what was given is not shown)";

    /// <summary>Whether a header, a parameter or the like holds a secret, by its name.</summary>
    internal static bool HoldsSecret(string name) => SecretWords.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase));

    /// <summary>The variables that a text refers to by <c>${NAME}</c>.</summary>
    public static IEnumerable<string> ReferredTo(string text) => Reference().Matches(text).Select(m => m.Groups[1].Value);

    /// <summary>Whether a text is a reference and nothing else but a scheme before it: <c>Bearer ${NAME}</c>.</summary>
    internal static bool IsReference(string text) => ReferenceAlone().IsMatch(text);

    /// <summary>Puts values in the place of references.</summary>
    internal static string Replace(string text, Func<string, string> valueOf) => Reference().Replace(text, m => valueOf(m.Groups[1].Value));

    // Keys mix small letters with digits, or are long runs without an underscore; names of variables do neither.
    private static bool IsName(string text) =>
        text.Length <= LongestName
        && Form().IsMatch(text)
        && (
            text.Length < ShortestKey
            || !text.Any(char.IsAsciiDigit)
            || (text.Contains('_', StringComparison.Ordinal) && !text.Any(char.IsAsciiLetterLower))
        );

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(?:[A-Za-z]+ )?\$\{[A-Za-z_][A-Za-z0-9_]*\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ReferenceAlone();
}
