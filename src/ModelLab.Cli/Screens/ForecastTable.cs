using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using ModelLab.Sweeps.Forecasting;
using Spectre.Console;

namespace ModelLab.Cli.Screens;

/// <summary>
/// What <c>run --dry-run</c> shows: calls, tokens, money and time by role and model, and what the questions can establish.
/// </summary>
internal static class ForecastTable
{
    public static void Show(IAnsiConsole console, Forecast forecast, Language language)
    {
        var unknown = language.Say("unknown", "неизвестно");
        string Range(long low, long high) =>
            low == high
                ? low.ToString("N0", language.Culture)
                : $"{low.ToString("N0", language.Culture)}–{high.ToString("N0", language.Culture)}";
        string Money(decimal? low, decimal? high, string? currency) =>
            low is not { } l || high is not { } h ? unknown
            : l == h ? string.Create(language.Culture, $"{l:0.####} {currency}")
            : string.Create(language.Culture, $"{l:0.####}–{h:0.####} {currency}");
        // Seconds are read up to two minutes.
        string Time(double? seconds) =>
            seconds is not { } s ? unknown
            : s < 120 ? string.Create(language.Culture, $"{s:0.#} {language.Say("s", "с")}")
            : TimeSpan.FromSeconds(Math.Ceiling(s)).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture) is var text
            && text.StartsWith("0.", StringComparison.Ordinal)
                ? text[2..]
            : text;
        // Each currency for itself, and who has no price by name.
        string Total(IReadOnlyList<ForecastLine> lines)
        {
            var sums = lines
                .Where(l => l.CostHigh is not null)
                .GroupBy(l => l.Currency, StringComparer.Ordinal)
                .Select(g => Money(g.Sum(l => l.CostLow), g.Sum(l => l.CostHigh), g.Key));
            var without = lines.Where(l => l.CostHigh is null).Select(l => l.Model).Distinct(StringComparer.Ordinal).ToList();
            return string.Join(" + ", without.Count > 0 ? sums.Append($"{unknown} ({string.Join(", ", without)})") : sums);
        }
        var plain = console.Lines();
        if (forecast.Lines.Count == 0)
            plain.WriteLine(language.Say("no calls: only built-in baselines take part", "вызовов нет: участвуют только встроенные модели"));
        if (forecast.IsUpperBound)
            plain.WriteLine(
                language.Say(
                    "at most, if --race drops nobody: every number below is an upper bound",
                    "не более того, если --race никого не снимет: все числа ниже — верхняя граница"
                )
            );
        foreach (var outlook in forecast.Races)
            plain.WriteLine(RaceOutlookText.Line(outlook, language));
        foreach (var line in forecast.Lines)
        {
            plain.WriteLine(string.Create(language.Culture, $"{Names.Title(line.Role, language)}: {line.Model}"));
            plain.WriteLine(
                string.Create(
                    language.Culture,
                    $"  {language.Say("unique calls", "уникальных вызовов")}: {line.Calls:N0}, "
                        + $"{language.Say("in the journal", "в журнале")}: {line.Held:N0}, {language.Say("to be made", "предстоит")}: "
                        + $"{line.Missing:N0}"
                )
            );
            if (line.Missing == 0)
                continue;
            plain.WriteLine(
                $"  {language.Say("input tokens (estimate)", "входных токенов (оценка)")}: "
                    + $"{Range(line.InputTokensLow, line.InputTokensHigh)}, "
                    + $"{language.Say("output tokens at most", "выходных токенов не более")}: "
                    + $"{line.OutputTokensHigh.ToString("N0", language.Culture)}"
            );
            plain.WriteLine(
                $"  {language.Say("cost", "стоимость")}: {Money(line.CostLow, line.CostHigh, line.Currency)}; "
                    + $"{language.Say("time at full concurrency and told rates", "время при полном параллелизме и заданных лимитах")}: {Time(line.Seconds)}"
            );
        }
        var (calls, missing) = (forecast.Lines.Sum(l => l.Calls), forecast.Lines.Sum(l => l.Missing));
        plain.WriteLine(
            string.Create(
                language.Culture,
                $"{language.Say("altogether", "всего")}: {calls:N0} {language.Say("calls, to be made", "вызовов, предстоит")}: "
                    + $"{missing:N0}; {language.Say("the naive grid of whole runs would make", "сетка из отдельных запусков сделала бы")}: "
                    + $"{forecast.NaiveCalls:N0}"
            )
        );
        if (missing > 0)
        {
            plain.WriteLine(
                $"{language.Say("input tokens (estimate)", "входных токенов (оценка)")}: "
                    + $"{Range(forecast.Lines.Sum(l => l.InputTokensLow), forecast.Lines.Sum(l => l.InputTokensHigh))}, "
                    + $"{language.Say("output tokens at most", "выходных токенов не более")}: "
                    + $"{forecast.Lines.Sum(l => l.OutputTokensHigh).ToString("N0", language.Culture)}"
            );
            plain.WriteLine(
                $"{language.Say("time at least, models beside each other", "время не менее, модели одновременно")}: "
                    + Time(forecast.Lines.All(l => l.Seconds is not null || l.Missing == 0) ? forecast.Lines.Max(l => l.Seconds) : null)
            );
        }
        if (missing > 0)
            plain.WriteLine(
                $"{language.Say("cost without retries and re-asks", "стоимость без повторов")}: {Total([.. forecast.Lines.Where(l => l.Missing > 0)])}"
            );
        Power(plain, forecast.Power, language);
    }

    private static void Power(TextWriter plain, IReadOnlyList<PlannedPower> plans, Language language)
    {
        if (plans.Count == 0)
            return;
        plain.WriteLine(
            language.Say(
                "the smallest difference that these questions can establish (80 % power, α = 0.05):",
                "наименьшая разница, которую можно установить на этих вопросах (мощность 80 %, α = 0,05):"
            )
        );
        foreach (var plan in plans)
        {
            var isScore = plan.Role == ModelRole.Generation;
            string Number(double? value) => value?.ToString(isScore ? "0.00" : "0.000", language.Culture) ?? MetricText.Undefined;
            plain.WriteLine(
                string.Create(
                    language.Culture,
                    $"  {Names.Title(plan.Role, language)} ({plan.Metric}): "
                        + $"{Number(plan.Difference)}{(plan.IsReliable ? "" : IntervalText.UnreliableMark)}, "
                        + $"{language.Say("over all pairs", "по всем парам")} ({plan.Pairs}): "
                        + $"{Number(plan.FamilyDifference)}{(plan.IsReliable ? "" : IntervalText.UnreliableMark)}; "
                        + $"{language.Say("questions", "вопросов")}: {plan.Questions}, "
                        + $"{language.Say("source pages", "страниц-источников")}: {plan.Pages}"
                )
            );
            var source = plan.FromRun is { } run
                ? $"{language.Say("as in run", "как в запуске")} {run}"
                : language.Say(
                    "assumed: no earlier run compared models on 20 pages of this data set",
                    "предположение: нет прежнего запуска, где модели сравнивались бы на 20 страницах этого датасета"
                );
            plain.WriteLine(
                $"    {language.Say("SD of paired differences from page to page", "СКО парных разностей от страницы к странице")}: "
                    + $"{Number(plan.StandardDeviation)} ({source})"
            );
        }
        if (plans.Any(p => !p.IsReliable))
            plain.WriteLine(
                $"  {IntervalText.UnreliableMark} "
                    + $"{language.Say($"fewer than {ConfidenceInterval.FewestClusters} source pages: the formula promises too much", $"меньше {ConfidenceInterval.FewestClusters} страниц-источников: формула обещает слишком много")}"
            );
    }
}
