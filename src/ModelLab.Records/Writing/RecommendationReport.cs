using System.Globalization;
using System.Text;
using ModelLab.Records.Deciding;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>Recommendations as a section of Markdown.</summary>
public static class RecommendationReport
{
    /// <summary>The section alone; empty where no role was tried.</summary>
    public static string Write(IReadOnlyList<RoleRecommendation> recommendations, Language language)
    {
        var text = new StringBuilder();
        Append(text, recommendations, language);
        return Markdown.Harmless(text.ToString());
    }

    /// <summary>Appends the section; nothing where no role was tried.</summary>
    public static void Append(StringBuilder text, IReadOnlyList<RoleRecommendation> recommendations, Language language)
    {
        if (recommendations.Count == 0)
            return;
        var (words, verdicts) = (new RecommendationText(language), new VerdictText(language));
        text.Append(CultureInfo.InvariantCulture, $"## {language.Say("Recommendation", "Рекомендация")}\n\n");
        foreach (var recommendation in recommendations)
        {
            var pick = recommendation.Pick is { } model ? Markdown.Code(model) : Markdown.Words(verdicts.Headline(recommendation));
            text.Append(
                CultureInfo.InvariantCulture,
                $"### {words.Title(recommendation.Role)}: {pick}\n\n{words.Reason(recommendation)}\n\n"
            );
            Table(text, recommendation, words, language);
            foreach (var remark in words.Remarks(recommendation))
                text.Append(CultureInfo.InvariantCulture, $"- {remark}\n");
            foreach (var left in recommendation.Comparison.LeftOut)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"- {Markdown.Code(left.Model)}: {language.Say("not ranked", "без места")}: {left.ReasonIn(language)}\n"
                );
            text.Append('\n');
        }
    }

    private static void Table(StringBuilder text, RoleRecommendation recommendation, RecommendationText words, Language language)
    {
        var comparison = recommendation.Comparison;
        if (comparison.Models.Count == 0)
            return;
        var objective = comparison.Objective;
        text.Append(
            CultureInfo.InvariantCulture,
            $"| # | {language.Say("Model", "Модель")} | {objective.Title(language)} | n | {language.Say("Short of the leader by", "Отставание от лидера")} | {language.Say("Latency", "Время")} | {language.Say("Cost", "Цена")} | {language.Say("Failures", "Сбои")} | {language.Say("Front", "Фронт")} |\n|---:|---|---:|---:|---:|---:|---:|---:|:---:|\n"
        );
        foreach (var (model, trade) in comparison.Models.Zip(recommendation.TradeOffs))
        {
            var shortfall = comparison.Shortfall(model.Model) is { } interval
                ? objective.Show(interval.Estimate, language) + words.Interval(objective, interval)
                : MetricText.Undefined;
            text.Row(
                string.Create(CultureInfo.InvariantCulture, $"{model.Rank}"),
                Markdown.Code(model.Model),
                words.WithInterval(objective, model.Number),
                model.Number.N?.ToString(CultureInfo.InvariantCulture) ?? MetricText.Undefined,
                shortfall,
                words.Milliseconds(trade),
                words.Cost(trade),
                trade.Failures?.ToString("0.000", language.Culture) ?? MetricText.Undefined,
                trade.OnFront ? "●" : ""
            );
        }
        foreach (var model in comparison.Baselines)
            text.Row([
                MetricText.Undefined,
                Markdown.Code(model.Model),
                words.WithInterval(objective, model.Number),
                model.Number.N?.ToString(CultureInfo.InvariantCulture) ?? MetricText.Undefined,
                .. Enumerable.Repeat("", 5),
            ]);
        text.Append('\n');
        if (comparison.Pairs.Count > 0)
            Pairs(text, comparison, words, language);
        text.Append(
            IntervalText.Paragraph(
                comparison
                    .Models.Concat(comparison.Baselines)
                    .Select(m => m.Number.Interval)
                    .Concat(comparison.Pairs.Select(p => p.Comparison.Interval)),
                language
            )
        );
    }

    private static void Pairs(StringBuilder text, RoleComparison comparison, RecommendationText words, Language language)
    {
        var objective = comparison.Objective;
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {language.Say("Pair", "Пара")} | {language.Say("Difference", "Разность")} | {language.Say("Questions", "Вопросов")} | {language.Say("Pages", "Страниц")} | p ({language.Say("Holm", "Холм")}) | {language.Say("Wins/ties/losses", "Побед/ничьих/поражений")} | {language.Say("Better", "Лучше")} |\n|---|---:|---:|---:|---:|---:|---|\n"
        );
        foreach (var pair in comparison.Pairs)
        {
            var c = pair.Comparison;
            text.Row(
                $"{Markdown.Code(pair.First)} − {Markdown.Code(pair.Second)}",
                objective.Show(c.Difference, language) + words.Interval(objective, c.Interval),
                c.Questions.ToString(CultureInfo.InvariantCulture),
                c.Pages.ToString(CultureInfo.InvariantCulture),
                PValue(pair.AdjustedPValue, language),
                string.Create(CultureInfo.InvariantCulture, $"{c.Effect.Wins}/{c.Effect.Ties}/{c.Effect.Losses}"),
                pair.Better is { } better ? Markdown.Code(better) : language.Say("not established", "не установлено")
            );
        }
        text.Append('\n');
    }

    /// <summary>A p-value as it is shown: three digits, or that it is below a thousandth.</summary>
    public static string PValue(double p, Language language) =>
        p < 0.001 ? "<" + 0.001.ToString("0.000", language.Culture) : p.ToString("0.000", language.Culture);
}
