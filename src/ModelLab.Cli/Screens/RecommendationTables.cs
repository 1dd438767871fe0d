using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Records.Deciding;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using Spectre.Console;

namespace ModelLab.Cli.Screens;

/// <summary>What <c>recommend</c> shows: of each role the verdict, what would change it, its models, and their pairs.</summary>
internal static class RecommendationTables
{
    public static void Show(IAnsiConsole console, IReadOnlyList<RoleRecommendation> recommendations, Language language)
    {
        var plain = console.Lines(); // sentences hold names to be copied: the console would break them at its width
        var (words, changes) = (new RecommendationText(language), new ChangeOfMind(language));
        var width = console.Profile.Width;
        foreach (var (i, r) in recommendations.Index())
        {
            if (i > 0)
                plain.WriteLine();
            plain.WriteLine($"{words.Title(r.Role)}: {words.Reason(r)}");
            plain.WriteLine($"{language.Say("What would change it", "Что может это изменить")}: {changes.Sentence(r)}");
            if (r.Comparison.Models.Count > 0)
                console.Write(Models(r, words, language).Fit(width, Unreliable(r, language)));
            if (r.Comparison.Pairs.Count > 0)
                console.Write(Pairs(r.Comparison, words, language).Fit(width));
            foreach (var remark in words.Remarks(r))
                plain.WriteLine($"- {remark}");
            foreach (var left in r.Comparison.LeftOut)
                plain.WriteLine($"- {left.Model}: {language.Say("not ranked", "без места")}: {left.ReasonIn(language)}");
        }
    }

    private static FittedTable Models(RoleRecommendation r, RecommendationText words, Language language)
    {
        var (comparison, objective) = (r.Comparison, r.Comparison.Objective);
        // Built-ins stand aside below the models.
        var rows = comparison.Models.Select(m => (Model: m, Trade: (TradeOff?)r.TradeOffs.First(t => t.Model == m.Model))).ToList();
        rows.AddRange(comparison.Baselines.Select(b => (b, (TradeOff?)null)));
        FittedColumn Column(string header, Func<ComparedModel, TradeOff?, string> cell) =>
            new(header, [.. rows.Select(m => cell(m.Model, m.Trade))]);
        return new FittedTable
        {
            Places = Column("#", (m, t) => t is null ? MetricText.Undefined : m.Rank.ToString(CultureInfo.InvariantCulture)),
            Names = Column(language.Say("Model", "Модель"), (m, _) => m.Model),
            Muted = Enumerable.Range(comparison.Models.Count, comparison.Baselines.Count).ToHashSet(),
            Columns =
            [
                Column(objective.Title(language), (m, _) => words.WithInterval(objective, m.Number)),
                Column(
                    language.Say("Cost of 1,000", "Цена 1000"),
                    (_, t) =>
                        t is null ? ""
                        : t.CostPerThousand is { } cost ? $"{cost.ToString("0.####", language.Culture)} {t.Currency}"
                        : language.Say("unknown", "неизвестна")
                ),
                Column(language.Say("Latency", "Время"), (_, t) => t is null ? "" : words.Milliseconds(t)),
                Column(
                    language.Say("Short of the leader", "Отставание от лидера"),
                    (m, _) =>
                        comparison.Shortfall(m.Model) is { } short_
                            ? objective.Show(short_.Estimate, language) + words.Interval(objective, short_)
                            : MetricText.Undefined
                ),
                Column("n", (m, _) => m.Number.N?.ToString(language.Culture) ?? MetricText.Undefined),
                Column(language.Say("Failures", "Сбои"), (_, t) => t?.Failures?.ToString("0.000", language.Culture) ?? ""),
                Column(language.Say("Front", "Фронт"), (_, t) => t?.OnFront == true ? "●" : ""),
            ],
            Language = language,
            Elsewhere = Elsewhere(language),
        };
    }

    private static FittedTable Pairs(RoleComparison comparison, RecommendationText words, Language language)
    {
        var objective = comparison.Objective;
        FittedColumn Column(string header, Func<ModelPair, string> cell) => new(header, [.. comparison.Pairs.Select(cell)]);
        return new FittedTable
        {
            Names = Column(language.Say("Pair", "Пара"), p => $"{p.First}\n− {p.Second}"),
            Columns =
            [
                Column(
                    language.Say("Difference", "Разность"),
                    p => objective.Show(p.Comparison.Difference, language) + words.Interval(objective, p.Comparison.Interval)
                ),
                Column(
                    language.Say("Better", "Лучше"),
                    p =>
                        p.Better is null ? language.Say("open", "не решено")
                        : p.Better == p.First ? language.Say("the first", "первая")
                        : language.Say("the second", "вторая")
                ),
                Column($"p ({language.Say("Holm", "Холм")})", p => RecommendationReport.PValue(p.AdjustedPValue, language)),
                Column(language.Say("Pages", "Страниц"), p => p.Comparison.Pages.ToString(language.Culture)),
                Column(language.Say("Questions", "Вопросов"), p => p.Comparison.Questions.ToString(language.Culture)),
                Column(
                    language.Say("Wins/ties/losses", "Побед/ничьих/поражений"),
                    p =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{p.Comparison.Effect.Wins}/{p.Comparison.Effect.Ties}/{p.Comparison.Effect.Losses}"
                        )
                ),
            ],
            Language = language,
            Elsewhere = Elsewhere(language),
        };
    }

    private static string Elsewhere(Language language) => language.Say("with --markdown", "с --markdown");

    private static IEnumerable<string> Unreliable(RoleRecommendation r, Language language) =>
        IntervalText.Note(
            r.Comparison.Models.Concat(r.Comparison.Baselines)
                .Select(m => m.Number.Interval)
                .Concat(r.Comparison.Pairs.Select(p => p.Comparison.Interval)),
            language
        )
            is { } note
            ? [$"{IntervalText.UnreliableMark} {note}"]
            : [];
}
