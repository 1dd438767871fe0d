using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Records.Deciding;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using Spectre.Console;

namespace ModelLab.Cli.Screens;

/// <summary>What <c>compare</c> shows: a table for each later run and each model, or pair of models.</summary>
internal static class ComparisonTables
{
    public static void Show(IAnsiConsole console, RunComparison comparison, Language language)
    {
        var plain = console.Lines(); // names are to be copied: the console would break them at its width
        foreach (var (i, later) in comparison.Later.Index())
        {
            if (i > 0)
                plain.WriteLine();
            plain.WriteLine($"{comparison.Baseline} → {later.Run}");
            if (later.Differences.Count > 0)
                plain.WriteLine(
                    language.Say(
                        "NOT COMPARABLE: what differs may be due to this and not to the models:",
                        "НЕСРАВНИМЫ: различия могут быть вызваны этим, а не моделями:"
                    )
                );
            foreach (var difference in later.Differences)
                plain.WriteLine($"- {difference.In(language)}");
            foreach (var group in later.Changes.GroupBy(c => ComparisonReport.Models(c, name => name)))
                console.Write(Changes([.. group], group.Key, language).Fit(console.Profile.Width));
            foreach (var remark in ComparisonReport.Remarks(comparison.Baseline, later, language))
                plain.WriteLine($"- {remark}");
        }
    }

    private static FittedTable Changes(List<MetricChange> changes, string models, Language language)
    {
        FittedColumn Column(string header, Func<MetricChange, string> cell) => new(header, [.. changes.Select(cell)]);
        return new FittedTable
        {
            Title = models,
            Names = Column(
                language.Say("Metric", "Метрика"),
                c => MetricText.Title(c.Metric, language) + (IsTwice(c) ? $" ({c.Metric.TierName})" : "")
            ),
            Columns =
            [
                Column(
                    language.Say("Change", "Изменение"),
                    c => ChangeText.Change(c.Metric, c.Values.Paired.Difference, c.Values.Paired.Interval, language)
                ),
                Column("", c => ComparisonReport.Word(c.Verdict, language)),
                Column(language.Say("Before", "Было"), c => ChangeText.Value(c.Metric, c.Values.Second, language)),
                Column(language.Say("After", "Стало"), c => ChangeText.Value(c.Metric, c.Values.First, language)),
                Column($"p ({language.Say("Holm", "Холм")})", c => ComparisonReport.PValue(c.AdjustedPValue, language)),
                Column(language.Say("Pages", "Страниц"), c => c.Values.Paired.Pages.ToString(language.Culture)),
                Column(language.Say("Questions", "Вопросов"), c => c.Values.Paired.Questions.ToString(language.Culture)),
                Column(
                    language.Say("Better/same/worse", "Лучше/так же/хуже"),
                    c => string.Create(CultureInfo.InvariantCulture, $"{c.Better}/{c.Values.Paired.Effect.Ties}/{c.Worse}")
                ),
                Column("p", c => ComparisonReport.PValue(c.Values.Paired.PValue, language)),
            ],
            Language = language,
            Elsewhere = language.Say("with --markdown", "с --markdown"),
        };

        // Tiers share some titles.
        bool IsTwice(MetricChange change) =>
            changes.Any(c =>
                c.Metric != change.Metric && MetricText.Title(c.Metric, language) == MetricText.Title(change.Metric, language)
            );
    }
}
