using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Writing;

/// <summary>What would change a verdict, in one sentence.</summary>
/// <param name="language">Whose sentence.</param>
public sealed class ChangeOfMind(Language language)
{
    /// <summary>What would change it.</summary>
    public string Sentence(RoleRecommendation r) =>
        r.Verdict switch
        {
            Verdict.Clear => language.Say(
                "Nothing more is needed: more questions of this kind would say the same. Another model, or other data, might not.",
                "Больше ничего не нужно: новые вопросы того же рода скажут то же самое. Другая модель или другие данные — не обязательно."
            ),
            Verdict.Enough => Enough(r),
            Verdict.Tie => Tie(r),
            Verdict.BelowFloor => BelowFloor(r),
            Verdict.Thin => Thin(r),
            Verdict.Single when r.Pick is not null => language.Say(
                "Nothing more is needed, unless another model should be compared with it.",
                "Больше ничего не нужно, если не сравнивать её с другой моделью."
            ),
            Verdict.Single => language.Say("A second model to compare with.", "Вторая модель, с которой можно сравнить."),
            _ => language.Say(
                "Models that answer: why none could be ranked stands below.",
                "Модели, которые отвечают: почему ни одну не удалось оценить, сказано ниже."
            ),
        };

    private string Enough(RoleRecommendation r)
    {
        var margin = r.Comparison.Objective.Margin.ToString("0.###", language.Culture);
        var other = r.Reason switch
        {
            PickReason.Cheapest => language.Say(" or other prices", " или другие цены"),
            PickReason.Fastest or PickReason.AlikeInSpeed => language.Say(
                ", known prices or other speeds",
                ", известные цены или другая скорость"
            ),
            _ => language.Say(" or another model", " или другая модель"),
        };
        return language.Say(
            $"No more questions are needed at a margin of {margin}; a smaller margin{other} might change it.",
            $"При допуске {margin} новых вопросов не нужно; решение могут изменить меньший допуск{other}."
        );
    }

    private string Tie(RoleRecommendation r)
    {
        var tied = r.Comparison.TiedBest.Select(m => m.Model).ToHashSet(StringComparer.Ordinal);
        var widest = r
            .Comparison.Pairs.Where(p => p.Better is null && tied.Contains(p.First) && tied.Contains(p.Second))
            .OrderByDescending(p => p.MoreQuestions ?? 0)
            .FirstOrDefault();
        return widest is { MoreQuestions: > 0 and { } questions, MorePages: { } pages }
            ? language.Say(
                $"About {VerdictText.Round(questions, language)} more questions about {VerdictText.Round(pages, language)} more source pages would settle it. Until then price and speed decide.",
                $"Решили бы ещё около {VerdictText.Round(questions, language)} вопросов (страниц-источников: {VerdictText.Round(pages, language)}). До тех пор решают цена и скорость."
            )
            : language.Say(
                "Price and speed: the models are too close for more questions of this kind to be worth it.",
                "Цена и скорость: модели слишком близки, чтобы новые вопросы того же рода окупились."
            );
    }

    private string BelowFloor(RoleRecommendation r)
    {
        var floor = r.BelowFloor[r.Comparison.Leader!.Model];
        var objective = r.Comparison.Objective;
        string Reaches(double? value) =>
            value is null
                ? ""
                : language.Say(
                    $" ({objective.Title(language)} {objective.Show(value, language)})",
                    $" ({objective.Title(language)} {objective.Show(value, language)})"
                );
        double? Constant(bool shows) => r.Constants.FirstOrDefault(c => c.Shows == shows)?.Value;
        return floor.Kind switch
        {
            FloorKind.Faithfulness => language.Say(
                "A model that keeps closer to the context, or a lower floor (--faithfulness-floor).",
                "Модель, которая точнее держится контекста, или более низкий порог (--faithfulness-floor)."
            ),
            FloorKind.BuiltIn => language.Say(
                $"A model that is shown to be better than {floor.Model}{Reaches(r.Comparison.Baselines.FirstOrDefault(b => b.Model == floor.Model)?.Number.Value)}, or more questions where it nearly is.",
                $"Модель, о которой показано, что она лучше {floor.Model}{Reaches(r.Comparison.Baselines.FirstOrDefault(b => b.Model == floor.Model)?.Number.Value)}, или больше вопросов, если она почти лучше."
            ),
            _ => language.Say(
                $"A judge whose errors cost less than those of the rule{Reaches(Constant(floor.Kind == FloorKind.AlwaysShow))}, or costs of your own (--wrong-show-cost, --wrong-hide-cost).",
                $"Судья, чьи ошибки обходятся дешевле, чем у правила{Reaches(Constant(floor.Kind == FloorKind.AlwaysShow))}, или свои цены ошибок (--wrong-show-cost, --wrong-hide-cost)."
            ),
        };
    }

    private string Thin(RoleRecommendation r)
    {
        var missing = ConfidenceInterval.FewestClusters - r.Comparison.PagesCompared;
        return language.Say(
            $"{missing} more source pages with questions ({ConfidenceInterval.FewestClusters} in all).",
            $"Ещё страниц-источников с вопросами: {missing} (всего {ConfidenceInterval.FewestClusters})."
        );
    }
}
