using System.Globalization;

namespace ModelLab.Core.Tests;

/// <summary>
/// Cultures in which careless code goes wrong: ru-RU writes decimals with a comma, tr-TR lower-cases I to ı, ar-SA has its own minus and
/// calendar.
/// </summary>
internal static class Cultures
{
    public static TheoryData<string> Tricky => [.. new[] { "", "ru-RU", "tr-TR", "ar-SA" }];

    /// <summary>Runs in a culture and puts the former one back.</summary>
    public static void In(string name, Action body)
    {
        var (culture, ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
            body();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, ui);
        }
    }
}
