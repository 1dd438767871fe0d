using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>A recommendation in sentences.</summary>
/// <param name="language">Whose sentences.</param>
public sealed class RecommendationText(Language language)
{
    /// <summary>What to do, and why.</summary>
    public string Reason(RoleRecommendation recommendation) => new VerdictText(language).Sentence(recommendation);

    /// <summary>
    /// What else a reader should know: ties and what would resolve them, the floor, the judges' orders, the constant verdict.
    /// </summary>
    public IEnumerable<string> Remarks(RoleRecommendation recommendation)
    {
        var comparison = recommendation.Comparison;
        var objective = comparison.Objective;
        if (comparison.TiedBest.Count > 1)
            yield return language.Say("Tied best, none established better than another: ", "Лучшие без установленных различий: ")
                + string.Join(", ", comparison.TiedBest.Select(m => m.Model))
                + ".";
        if (recommendation.GoodEnough.Count > 0)
            yield return language.Say(
                $"Shown to be at most {objective.Margin.ToString("0.###", language.Culture)} worse than the best: ",
                $"Показано, что хуже лучшей не более чем на {objective.Margin.ToString("0.###", language.Culture)}: "
            )
                + string.Join(", ", recommendation.GoodEnough)
                + ".";
        foreach (
            var pair in comparison.Pairs.Where(p =>
                p.Better is null
                && p.MoreQuestions is > 0
                && comparison.TiedBest.Any(t => t.Model == p.First)
                && comparison.TiedBest.Any(t => t.Model == p.Second)
            )
        )
            yield return language.Say(
                $"{pair.First} and {pair.Second}: about {pair.MoreQuestions} more questions ({pair.MorePages} pages) would establish a difference of {objective.Margin.ToString("0.###", language.Culture)}.",
                $"{pair.First} и {pair.Second}: различие в {objective.Margin.ToString("0.###", language.Culture)} установили бы ещё примерно {pair.MoreQuestions} вопросов (страниц: {pair.MorePages})."
            );
        foreach (var (model, floor) in recommendation.BelowFloor)
            yield return $"{model}: {FloorOf(floor)}.";
        foreach (var order in comparison.JudgeOrders)
            yield return order.Tau is { } tau
                ? language.Say(
                    $"Judges {order.First} and {order.Second} on the order of {order.Models} models: Kendall's τ {tau.ToString("0.00", language.Culture)}.",
                    $"Судьи {order.First} и {order.Second} о порядке моделей ({order.Models}): τ Кендалла {tau.ToString("0.00", language.Culture)}."
                )
                : language.Say(
                    $"Judges {order.First} and {order.Second}: their order of the models cannot be compared.",
                    $"Судьи {order.First} и {order.Second}: порядок моделей сравнить нельзя."
                );
        foreach (var constant in recommendation.Constants)
        {
            var verdict = constant.Shows ? language.Say("show", "показать") : language.Say("hide", "скрыть");
            yield return language.Say(
                $"Always '{verdict}'{(constant.IsMajority ? ", the more frequent label," : "")} would reach {objective.Title(language)} {objective.Show(constant.Value, language)} (n={constant.N}).",
                $"Постоянный ответ «{verdict}»{(constant.IsMajority ? " (более частая метка)" : "")} дал бы {objective.Title(language)} {objective.Show(constant.Value, language)} (n={constant.N})."
            );
        }
    }

    private string FloorOf(Floor floor) =>
        floor.Kind switch
        {
            FloorKind.Faithfulness => language.Say("surely below the faithfulness floor", "заведомо ниже порога верности контексту"),
            FloorKind.BuiltIn => language.Say(
                $"not shown to be better than the built-in {floor.Model}",
                $"не показано, что лучше встроенной {floor.Model}"
            ),
            FloorKind.AlwaysShow => language.Say(
                "not shown to be better than showing everything",
                "не показано, что лучше правила «показывать всё»"
            ),
            _ => language.Say("not shown to be better than showing nothing", "не показано, что лучше правила «ничего не показывать»"),
        };

    /// <summary>A number with its interval, <c>4.12 [3.98, 4.25]</c>.</summary>
    public string WithInterval(Objective objective, Aggregate number) =>
        objective.Show(number.Value, language) + Interval(objective, number.Interval);

    /// <summary>An interval in brackets after a space; empty where there is none.</summary>
    public string Interval(Objective objective, ConfidenceInterval? interval) =>
        IntervalText.After(interval, end => objective.Show(end, language), language);

    /// <summary>The money for 1,000 units of work.</summary>
    public string Cost(TradeOff trade) =>
        trade.CostPerThousand is { } cost
            ? $"{cost.ToString("0.####", language.Culture)} {trade.Currency} {language.Say("per 1,000 calls", "за 1000 обращений")}"
            : language.Say("price unknown", "цена неизвестна");

    /// <summary>The mean latency.</summary>
    public string Milliseconds(TradeOff trade) =>
        trade.Latency?.Value is { } ms
            ? $"{ms.ToString(ms < 10 ? "0.00" : "0", language.Culture)} {language.Say("ms", "мс")}"
            : MetricText.Undefined;

    /// <summary>The role's heading.</summary>
    public string Title(ModelRole role) => Names.Title(role, language);
}
