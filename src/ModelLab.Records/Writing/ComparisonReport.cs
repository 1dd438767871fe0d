using System.Globalization;
using System.Text;
using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>A comparison of runs as Markdown for people.</summary>
public static class ComparisonReport
{
    // Of items that only one run has, so many are named; JSON names all.
    private const int NamedItems = 10;

    /// <summary>Writes it.</summary>
    public static string Write(RunComparison comparison, Language language)
    {
        var text = new StringBuilder();
        foreach (var later in comparison.Later)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {comparison.Baseline} → {later.Run}\n\n");
            if (later.Differences.Count > 0)
            {
                text.Append(
                        language.Say(
                            "**Not comparable.** What differs may be due to this and not to the models:",
                            "**Несравнимы.** Различия могут быть вызваны этим, а не моделями:"
                        )
                    )
                    .Append("\n\n");
                foreach (var difference in later.Differences)
                    text.Append(CultureInfo.InvariantCulture, $"- {difference.In(language)}\n");
                text.Append('\n');
            }
            Table(text, later, language);
            foreach (var remark in Remarks(comparison.Baseline, later, language, Markdown.Code))
                text.Append(CultureInfo.InvariantCulture, $"- {remark}\n");
            text.Append('\n');
        }
        return Markdown.Harmless(text.ToString()).TrimEnd();
    }

    private static void Table(StringBuilder text, LaterRun later, Language language)
    {
        text.Append(
            language.Say(
                "| Metric | Model | Before | After | Change | p | p (Holm) | Better/same/worse | Questions | Pages | |",
                "| Метрика | Модель | Было | Стало | Изменение | p | p (Холм) | Лучше/так же/хуже | Вопросов | Страниц | |"
            )
        );
        text.Append("\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|\n");
        foreach (var change in later.Changes)
        {
            var (metric, values) = (change.Metric, change.Values);
            var paired = values.Paired;
            text.Row(
                $"{MetricText.Title(metric, language)} (`{metric.Address}`)",
                Models(change, Markdown.Code),
                ChangeText.Value(metric, values.Second, language),
                ChangeText.Value(metric, values.First, language),
                ChangeText.Change(metric, paired.Difference, paired.Interval, language),
                PValue(paired.PValue, language),
                PValue(change.AdjustedPValue, language),
                string.Create(CultureInfo.InvariantCulture, $"{change.Better}/{paired.Effect.Ties}/{change.Worse}"),
                paired.Questions.ToString(CultureInfo.InvariantCulture),
                paired.Pages.ToString(CultureInfo.InvariantCulture),
                Word(change.Verdict, language)
            );
        }
        text.Append('\n');
    }

    /// <summary>What else a reader should know: which models and items stand against none, and what was left out.</summary>
    /// <param name="baseline">The earlier run.</param>
    /// <param name="later">The later one.</param>
    /// <param name="language">Whose words.</param>
    /// <param name="quote">Writes a model's name; null for as it is.</param>
    public static IEnumerable<string> Remarks(string baseline, LaterRun later, Language language, Func<string, string>? quote = null)
    {
        string Name(string model) => quote?.Invoke(model) ?? model;
        foreach (var replaced in later.Replaced)
            yield return language.Say(
                $"{Role(replaced.Role, language)}: no model in common; {Name(replaced.After)} is held against {Name(replaced.Before)}.",
                $"{Role(replaced.Role, language)}: общих моделей нет; {Name(replaced.After)} сравнивается с {Name(replaced.Before)}."
            );
        if (later.Replaced.Any(r => r.Role == ModelRole.BenchmarkJudge))
            yield return language.Say(
                "Generators are not compared by judges' scores: no judge is in both runs.",
                "Модели генерации по оценкам судей не сравниваются: ни один судья не участвовал в обоих запусках."
            );
        foreach (var model in later.Unmatched)
            yield return model.IsRaced
                ? language.Say(
                    $"{Role(model.Role, language)}: {Name(model.Model)}: a race decided in {model.Run} how much it was asked, so no comparison of it holds.",
                    $"{Role(model.Role, language)}: {Name(model.Model)}: сколько её спрашивать, в {model.Run} решила гонка, поэтому сравнивать её нельзя."
                )
                : language.Say(
                    $"{Role(model.Role, language)}: only in {model.Run}: {Name(model.Model)}.",
                    $"{Role(model.Role, language)}: только в {model.Run}: {Name(model.Model)}."
                );
        foreach (var (run, items) in new[] { (baseline, later.ItemsOnlyBefore), (later.Run, later.ItemsOnlyAfter) })
            if (items.Count > 0)
                yield return string.Create(
                    language.Culture,
                    $"{language.Say("items only in", "вопросы только в")} {run}: {items.Count}: {string.Join(", ", items.Take(NamedItems))}{(items.Count > NamedItems ? ", …" : "")}"
                );
        foreach (
            var group in later
                .Changes.Where(c => c.Values.OnlyFirst + c.Values.OnlySecond > 0)
                .GroupBy(c => (c.Values.OnlySecond, c.Values.OnlyFirst, Models(c, Name)))
        )
            yield return language.Say(
                $"{group.Key.Item3}, {Metrics(group)}: left out are {group.Key.OnlySecond} items with a value only in {baseline} and {group.Key.OnlyFirst} only in {later.Run}.",
                $"{group.Key.Item3}, {Metrics(group)}: не учтены вопросы со значением только в {baseline} ({group.Key.OnlySecond}) и только в {later.Run} ({group.Key.OnlyFirst})."
            );
        if (IntervalText.Note(later.Changes.Select(c => c.Values.Paired.Interval), language) is { } note)
            yield return $"{IntervalText.UnreliableMark} {note}.";
    }

    /// <summary>Why a later run has no comparison with the baseline run at all.</summary>
    public static string Nothing(LaterRun later, Language language)
    {
        var raced = later.Unmatched.Where(u => u.IsRaced).Select(u => $"{u.Model} ({u.Run})").ToList();
        return raced.Count > 0
            ? language.Say(
                $"a race decided how much these models were asked, so no comparison of them holds: {string.Join(", ", raced)}",
                $"сколько спрашивать эти модели, решила гонка, поэтому сравнивать их нельзя: {string.Join(", ", raced)}"
            )
            : language.Say(
                "no model is in both with a value on the same question",
                "ни одной модели нет в обоих запусках со значением на одном и том же вопросе"
            );
    }

    private static string Metrics(IEnumerable<MetricChange> changes) => string.Join(", ", changes.Select(c => c.Metric.Address));

    /// <summary>The models of a change: one name, or the one before and the one after.</summary>
    /// <param name="change">The change.</param>
    /// <param name="quote">Writes a name.</param>
    public static string Models(MetricChange change, Func<string, string> quote)
    {
        string Of(ModelNames models) => models == ModelNames.None ? MetricText.Undefined : quote(models.ToString());
        return change.Before == change.After ? Of(change.Before) : $"{Of(change.Before)} → {Of(change.After)}";
    }

    /// <summary>A p-value as it is shown; «—» where there is none.</summary>
    public static string PValue(double? p, Language language) =>
        p is { } value ? RecommendationReport.PValue(value, language) : MetricText.Undefined;

    private static string Role(ModelRole role, Language language) => Names.Title(role, language);

    /// <summary>A verdict in a word.</summary>
    public static string Word(ChangeVerdict verdict, Language language) =>
        verdict switch
        {
            ChangeVerdict.Better => language.Say("better", "лучше"),
            ChangeVerdict.Worse => language.Say("worse", "хуже"),
            ChangeVerdict.Exploratory => language.Say("exploratory", "разведочное"),
            _ => language.Say("not established", "не установлено"),
        };
}
