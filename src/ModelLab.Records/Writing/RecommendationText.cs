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
    /// <summary>Why this model, or why none; and what to do next where the evidence is thin.</summary>
    public string Reason(RoleRecommendation recommendation)
    {
        var comparison = recommendation.Comparison;
        var (objective, leader) = (comparison.Objective, comparison.Leader);
        var margin = objective.Margin.ToString("0.###", language.Culture);
        switch (recommendation.Reason)
        {
            case PickReason.NothingRanked:
                return language.Say(
                    "No pick: no model could be ranked; see why below.",
                    "Выбора нет: ни одну модель нельзя сравнить; причины ниже."
                );
            case PickReason.NothingToCompare:
                return language.Say(
                    $"No pick: {leader!.Model} alone cannot be compared; name at least two models.",
                    $"Выбора нет: одну модель {leader!.Model} не с чем сравнить; назовите хотя бы две модели."
                );
            case PickReason.ThinEvidence:
                return language.Say(
                    $"No pick: the models were compared on {comparison.PagesCompared} source pages, and under {ConfidenceInterval.FewestClusters} an interval cannot be trusted; run more questions, about more pages (a larger --limit, or none).",
                    $"Выбора нет: модели сравнены на {comparison.PagesCompared} страницах-источниках, а менее {ConfidenceInterval.FewestClusters} не дают надёжного интервала; задайте больше вопросов о разных страницах (больше --limit или без него)."
                );
            case PickReason.BelowFloor:
                return language.Say(
                    "No pick: every model that is good enough is surely below the faithfulness floor.",
                    "Выбора нет: все достаточно хорошие модели заведомо ниже порога верности контексту."
                );
        }
        var model = recommendation.Pick!;
        var number = comparison.Models.First(m => m.Model == model);
        var value = $"{objective.Title(language)} {WithInterval(objective, number.Number)}";
        var count = recommendation.GoodEnough.Count;
        var trade = recommendation.TradeOffs.First(t => t.Model == model);
        return recommendation.Reason switch
        {
            PickReason.WonRace => language.Say(
                $"{model} won the race: every other model was dropped because some model was shown to be better ({value} on what was asked).",
                $"{model} выиграла гонку: все остальные модели сняты, потому что показано превосходство другой модели ({value} на заданных вопросах)."
            ),
            PickReason.Leader when model == leader!.Model => language.Say(
                $"{model} leads with {value}; no other model is shown to be less than {margin} worse.",
                $"Лидирует {model}: {value}; ни об одной другой модели не показано, что она хуже менее чем на {margin}."
            ),
            PickReason.Leader => language.Say(
                $"{model}, {value}, is shown to be less than {margin} worse than the leader {leader!.Model}.",
                $"О модели {model} ({value}) показано, что она хуже лидера {leader!.Model} менее чем на {margin}."
            ),
            PickReason.Cheapest => language.Say(
                $"{model}, {value}, is the cheapest ({Cost(trade)}) of {count} models shown to be less than {margin} worse than the leader {leader!.Model}, itself included.",
                $"{model}, {value}: самая дешёвая ({Cost(trade)}) из {count} моделей, о которых показано, что они хуже лидера {leader!.Model} менее чем на {margin}, считая его самого."
            ),
            PickReason.Fastest => language.Say(
                $"{model}, {value}, is the fastest ({Milliseconds(trade)}) of {count} models shown to be less than {margin} worse than the leader {leader!.Model}, itself included; {Prices(recommendation).English}.",
                $"{model}, {value}: самая быстрая ({Milliseconds(trade)}) из {count} моделей, о которых показано, что они хуже лидера {leader!.Model} менее чем на {margin}, считая его самого; {Prices(recommendation).Russian}."
            ),
            _ => language.Say(
                $"{model}, {value}, is the best of {count} models shown to be less than {margin} worse than the leader {leader!.Model}, itself included; they are alike in speed, and {Prices(recommendation).English}.",
                $"{model}, {value}: лучшая из {count} моделей, о которых показано, что они хуже лидера {leader!.Model} менее чем на {margin}, считая его самого; по скорости они неразличимы, и {Prices(recommendation).Russian}."
            ),
        };
    }

    private static (string English, string Russian) Prices(RoleRecommendation recommendation) =>
        recommendation.TradeOffs.Where(t => recommendation.GoodEnough.Contains(t.Model)).All(t => t.CostPerThousand is not null)
            ? ("the cheapest cost the same", "самые дешёвые стоят одинаково")
            : ("not every price is known", "известны не все цены");

    /// <summary>
    /// What else a reader should know: ties and what would resolve them, the floor, the judges' orders, the constant verdict.
    /// </summary>
    public IEnumerable<string> Remarks(RoleRecommendation recommendation)
    {
        var comparison = recommendation.Comparison;
        var objective = comparison.Objective;
        if (comparison.TiedBest.Count > 1)
        {
            yield return language.Say("Tied best, none established better than another: ", "Лучшие без установленных различий: ")
                + string.Join(", ", comparison.TiedBest.Select(m => m.Model))
                + ".";
            var notShown = comparison.TiedBest.Select(m => m.Model).Where(m => !comparison.IsNonInferior(m)).ToList();
            if (notShown.Count > 0)
                yield return language.Say(
                    "Not separated from the leader, yet not shown to be as good: ",
                    "Не отличимы от лидера, но и не показано, что не хуже: "
                )
                    + string.Join(", ", notShown)
                    + ".";
        }
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
        foreach (var model in recommendation.BelowFloor)
            yield return language.Say(
                $"{model} is surely below the faithfulness floor and is not picked.",
                $"{model} заведомо ниже порога верности контексту и не выбирается."
            );
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
