using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>A verdict in a word or two, and in one sentence that says what to do.</summary>
/// <param name="language">Whose words.</param>
public sealed class VerdictText(Language language)
{
    // More names than these are counted.
    private const int MostNamed = 4;

    /// <summary>A word or two.</summary>
    public string Badge(Verdict verdict) =>
        verdict switch
        {
            Verdict.Clear => language.Say("clearly best", "явно лучшая"),
            Verdict.Enough => language.Say("good enough", "достаточно хороша"),
            Verdict.Tie => language.Say("undecided", "не решено"),
            Verdict.BelowFloor => language.Say("nothing to take", "брать нечего"),
            Verdict.Thin => language.Say("too few pages", "мало страниц"),
            Verdict.Single => language.Say("one model", "одна модель"),
            _ => language.Say("no numbers", "нет чисел"),
        };

    /// <summary>What a heading names: the model to take, or what stands in its place.</summary>
    public string Headline(RoleRecommendation r) =>
        r.Pick
        ?? (
            r.Provisional is { } first
                ? language.Say($"undecided; for now {first}", $"не решено; пока {first}")
                : language.Say("no pick", "выбора нет")
        );

    /// <summary>What to do, and why.</summary>
    public string Sentence(RoleRecommendation r)
    {
        var sentence = r.Verdict switch
        {
            Verdict.Clear => Clear(r),
            Verdict.Enough => Enough(r),
            Verdict.Tie => Tie(r),
            Verdict.BelowFloor => BelowFloor(r),
            Verdict.Thin => Thin(r),
            Verdict.Single => Single(r),
            _ => language.Say(
                "No pick: no model could be ranked; see why below.",
                "Выбора нет: ни одну модель не удалось оценить; причины ниже."
            ),
        };
        return r.BaselinesOnly ? sentence + language.Say(" Among built-in baselines only.", " Только среди встроенных моделей.") : sentence;
    }

    private string Clear(RoleRecommendation r)
    {
        var pick = r.Pick!;
        if (r.Reason == PickReason.WonRace)
            return language.Say(
                $"Take {pick}: it won the race; every other model was shown to be worse than one of them.",
                $"Возьмите {pick}: она выиграла гонку; о каждой из остальных показано, что есть модель лучше неё."
            );
        // The nearest of the others.
        var objective = r.Comparison.Objective;
        var nearest = r
            .Comparison.Models.Where(m => m.Model != pick)
            .Select(m => r.Comparison.Between(pick, m.Model))
            .OfType<PairedComparison>()
            .MinBy(c => Math.Abs(c.Difference ?? 0));
        var range = nearest?.Interval is { } i
            ? Span(objective, Math.Abs(i.Lower), Math.Abs(i.Upper))
            : objective.Show(Math.Abs(nearest?.Difference ?? 0), language);
        return r.Comparison.Models.Count == 2
            ? language.Say(
                $"Take {pick}: better than {Other(r, pick)}; a difference of {range} is established ({Measured(r)}).",
                $"Возьмите {pick}: лучше, чем {Other(r, pick)}; разница {range} установлена ({Measured(r)})."
            )
            : language.Say(
                $"Take {pick}: better than the others; a difference of {range} to the nearest is established ({Measured(r)}).",
                $"Возьмите {pick}: лучше остальных; разница {range} с ближайшей установлена ({Measured(r)})."
            );
    }

    private string Enough(RoleRecommendation r)
    {
        var (pick, margin, count) = (r.Pick!, Margin(r), r.GoodEnough.Count);
        var trade = r.TradeOffs.First(t => t.Model == pick);
        var words = new RecommendationText(language);
        var worse = language.Say(
            $"Take {pick}: at most {margin} worse than the best, that is shown",
            $"Возьмите {pick}: показано, что она хуже лучшей не более чем на {margin}"
        );
        var why = r.Reason switch
        {
            PickReason.Cheapest => language.Say(
                $"and the cheapest of {count} such models ({words.Cost(trade)})",
                $"и она самая дешёвая из таких ({count}): {words.Cost(trade)}"
            ),
            PickReason.Fastest => language.Say(
                $"and the fastest of {count} such models ({words.Milliseconds(trade)})",
                $"и она самая быстрая из таких ({count}): {words.Milliseconds(trade)}"
            ),
            PickReason.AlikeInSpeed => language.Say(
                $"and the best of {count} such models, which are alike in price or speed",
                $"и она лучшая из таких ({count}), а по цене и скорости они неразличимы"
            ),
            _ => language.Say("and of no other model", "и это показано только о ней"),
        };
        return $"{worse}, {why} ({Measured(r)}).";
    }

    private string Tie(RoleRecommendation r)
    {
        var tied = r.Comparison.TiedBest.Select(m => m.Model).ToList();
        // One that is shown to be the best by value alone, yet by less than it takes.
        if (tied.Count < 2)
            tied = [.. r.Comparison.Models.Take(2).Select(m => m.Model)];
        var names =
            tied.Count <= MostNamed
                ? string.Join(language.Say(" and ", " и "), new[] { string.Join(", ", tied.SkipLast(1)), tied[^1] })
                : language.Say($"{tied.Count} models, among them {tied[0]},", $"{tied.Count} моделей, среди них {tied[0]},");
        var widest = r
            .Comparison.Pairs.Where(p => tied.Contains(p.First) && tied.Contains(p.Second))
            .OrderByDescending(p => p.MoreQuestions ?? 0)
            .FirstOrDefault();
        var objective = r.Comparison.Objective;
        var difference =
            tied.Count == 2 && widest?.Comparison is { Interval: { } i, Difference: { } d }
                ? language.Say(
                    $" (difference {objective.Show(d, language)}, from {objective.Show(i.Lower, language)} to {objective.Show(i.Upper, language)})",
                    $" (разница {objective.Show(d, language)}, от {objective.Show(i.Lower, language)} до {objective.Show(i.Upper, language)})"
                )
                : "";
        var more = widest?.MoreQuestions is > 0 and { } questions
            ? language.Say(
                $", or ask about {Round(questions, language)} more questions to tell a difference of {Margin(r)}",
                $", или задайте ещё около {Round(questions, language)} вопросов, чтобы различить {Margin(r)}"
            )
            : "";
        return language.Say(
            $"{names} cannot be told apart{difference}: take the cheaper or faster one{more}. For now {r.Provisional} leads.",
            $"{names} неразличимы{difference}: берите ту, что дешевле или быстрее{more}. Пока впереди {r.Provisional}."
        );
    }

    private string BelowFloor(RoleRecommendation r)
    {
        var floor = r.BelowFloor[r.Comparison.Leader!.Model];
        var floorText = floor.Kind switch
        {
            FloorKind.Faithfulness => language.Say(
                "the best model's answers surely stray from the context more than is allowed (the faithfulness floor)",
                "ответы лучшей модели заведомо отходят от контекста сильнее допустимого (порог верности контексту)"
            ),
            FloorKind.BuiltIn => language.Say(
                $"no model is shown to be better than the built-in {floor.Model}",
                $"ни об одной модели не показано, что она лучше встроенной {floor.Model}"
            ),
            FloorKind.AlwaysShow => language.Say(
                "no judge is shown to be better than the rule “show everything”",
                "ни один судья не лучше правила «показывать всё» (превосходство не показано)"
            ),
            _ => language.Say(
                "no judge is shown to be better than the rule “show nothing”",
                "ни один судья не лучше правила «ничего не показывать» (превосходство не показано)"
            ),
        };
        return language.Say($"No pick: {floorText}.", $"Выбора нет: {floorText}.");
    }

    private string Thin(RoleRecommendation r)
    {
        var (pages, needed) = (r.Comparison.PagesCompared, ConfidenceInterval.FewestClusters);
        return language.Say(
            $"No pick yet: {pages} source pages, and from {needed} on models can be compared. Missing pages: {needed - pages} (a larger --limit, or none).",
            $"Пока без выбора: страниц-источников {pages}, а сравнивать можно от {needed}. Не хватает страниц: {needed - pages} (больше --limit или без него)."
        );
    }

    private string Single(RoleRecommendation r)
    {
        var only = r.Comparison.Models[0];
        var value = new RecommendationText(language).WithInterval(r.Comparison.Objective, only.Number);
        var against =
            r.BelowFloor.TryGetValue(only.Model, out var floor)
                ? floor.Kind switch
                {
                    FloorKind.Faithfulness => language.Say("it lies below the faithfulness floor", "она ниже порога верности контексту"),
                    FloorKind.BuiltIn => language.Say(
                        $"it is not shown to be better than the built-in {floor.Model}",
                        $"не показано, что она лучше встроенной {floor.Model}"
                    ),
                    _ => language.Say(
                        "it is not shown to be better than a rule that always says the same",
                        "не показано, что она лучше правила, которое всегда отвечает одно и то же"
                    ),
                }
            : Floors.BestBuiltIn(r.Comparison) is { } builtIn
                ? language.Say($"it is better than the built-in {builtIn}", $"она лучше встроенной {builtIn}")
            : r.Role == ModelRole.ProductionJudge
                ? language.Say("it is better than always saying the same", "она лучше правила, которое всегда отвечает одно и то же")
            : null;
        if (r.EarlierChoice is { } earlier)
            return r.Pick is null
                ? language.Say(
                    $"No pick: {only.Model} was chosen in {r.EarlierRun} among {earlier.Among}, but here {against}: {r.Comparison.Objective.Title(language)} {value}.",
                    $"Выбора нет: {only.Model} выбрана в {r.EarlierRun} из {earlier.Among}, но здесь {against}: {r.Comparison.Objective.Title(language)} {value}."
                )
                : language.Say(
                    $"Take {only.Model}: chosen in {r.EarlierRun} among {earlier.Among}; this run tells its level: {r.Comparison.Objective.Title(language)} {value}{(against is null ? "" : "; " + against)}.",
                    $"Возьмите {only.Model}: выбрана в {r.EarlierRun} из {earlier.Among}; этот запуск уточняет её уровень: {r.Comparison.Objective.Title(language)} {value}{(against is null ? "" : "; " + against)}."
                );
        return language.Say(
            $"{only.Model} is alone, so there is nothing to choose between: {r.Comparison.Objective.Title(language)} {value}{(against is null ? "" : "; " + against)}. Name a second model to compare with.",
            $"{only.Model} — единственная модель, выбирать не из чего: {r.Comparison.Objective.Title(language)} {value}{(against is null ? "" : "; " + against)}. Чтобы сравнить, назовите вторую модель."
        );
    }

    private string Measured(RoleRecommendation r)
    {
        var objective = r.Comparison.Objective;
        var number = r.Comparison.Models.First(m => m.Model == r.Pick).Number;
        return $"{objective.Title(language)} {new RecommendationText(language).WithInterval(objective, number)}";
    }

    private string Span(Objective objective, double a, double b) =>
        $"{objective.Show(Math.Min(a, b), language)}–{objective.Show(Math.Max(a, b), language)}";

    private string Margin(RoleRecommendation r) => r.Comparison.Objective.Margin.ToString("0.###", language.Culture);

    private static string Other(RoleRecommendation r, string pick) => r.Comparison.Models.First(m => m.Model != pick).Model;

    /// <summary>A forecast: two digits are more than enough.</summary>
    internal static string Round(long count, Language language)
    {
        var unit = (long)Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(count)) - 1));
        return ((count + unit - 1) / unit * unit).ToString("N0", language.Culture);
    }
}
