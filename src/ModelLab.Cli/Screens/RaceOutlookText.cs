using ModelLab.Core.Models;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Sweeps.Forecasting;

namespace ModelLab.Cli.Screens;

/// <summary>What a race may save, in a sentence.</summary>
internal static class RaceOutlookText
{
    public static string Line(RaceOutlook outlook, Language language)
    {
        var cases = outlook.Cases.Select(c => Case(outlook, c, language));
        return language.Say(
            $"race: {Names.Title(outlook.Role, language)}, {outlook.Models} models, {outlook.Pages} pages, {outlook.BatchPages} at a time. "
                + $"One that is worse than all others by {string.Join("; by ", cases)}",
            $"гонка: {Names.Title(outlook.Role, language)}, моделей: {outlook.Models}, страниц: {outlook.Pages}, по {outlook.BatchPages} за раз. "
                + $"Если одна хуже всех на {string.Join("; на ", cases)}"
        );
    }

    private static string Case(RaceOutlook outlook, RaceOutlookCase it, Language language)
    {
        var isScore = outlook.Role == ModelRole.Generation;
        var difference = it.Difference.ToString(isScore ? "0.0" : "P0", language.Culture);
        var unit = isScore ? language.Say(" points", " балла") : "";
        return it.DroppedAfter is { } pages && pages < outlook.Pages
            ? language.Say(
                $"{difference}{unit} is likely dropped after {pages} pages ({it.CallsSaved.ToString("P0", language.Culture)} of calls saved)",
                $"{difference}{unit}, её, скорее всего, снимут после {pages} страниц (экономия {it.CallsSaved.ToString("P0", language.Culture)} вызовов)"
            )
            : language.Say(
                $"{difference}{unit} is likely asked everything (nothing saved)",
                $"{difference}{unit}, её, скорее всего, спросят обо всём (экономии нет)"
            );
    }
}
