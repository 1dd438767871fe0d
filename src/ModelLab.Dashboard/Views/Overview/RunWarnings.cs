using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Dashboard.Text;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Overview;

/// <summary>What a reader of a run's numbers should know before using them.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Text">What is so, and what follows.</param>
public sealed record RunWarning(string Title, string Text)
{
    /// <summary>How many newer or older runs of the same data set are looked at.</summary>
    public const int Neighbours = 5;

    // A list of fifty pairs says less than its beginning.
    private const int Named = 4;

    /// <summary>The warnings of a run, the gravest first.</summary>
    /// <param name="run">The run.</param>
    /// <param name="recommendations">Its recommendations; empty where none can be made.</param>
    /// <param name="others">The newest other runs of its data set.</param>
    /// <param name="language">Whose words.</param>
    public static IReadOnlyList<RunWarning> Of(
        Run run,
        IReadOnlyList<RoleRecommendation> recommendations,
        IReadOnlyList<Run> others,
        Language language
    ) =>
        [
            .. Thin(recommendations, language),
            .. SelfJudging(run, language),
            .. NotComparable(run, others, language),
            .. run.Notes.Select(n => new RunWarning(language.Say("Note of the run", "Примечание запуска"), n.In(language))),
        ];

    private static IEnumerable<RunWarning> Thin(IReadOnlyList<RoleRecommendation> recommendations, Language language)
    {
        foreach (
            var r in recommendations.Where(r => r.Comparison is { Models.Count: > 1, PagesCompared: < ConfidenceInterval.FewestClusters })
        )
            yield return new(
                language.Say("Thin evidence", "Мало данных"),
                language.Say(
                    $"{RoleText.One(r.Role, language)}: compared on {r.Comparison.PagesCompared} source pages. Under {ConfidenceInterval.FewestClusters} intervals cannot be trusted: run more questions about more pages.",
                    $"{RoleText.One(r.Role, language)}: сравнение на страницах-источниках: {r.Comparison.PagesCompared}. Менее {ConfidenceInterval.FewestClusters} не дают надёжных интервалов: задайте больше вопросов о разных страницах."
                )
            );
    }

    private static IEnumerable<RunWarning> SelfJudging(Run run, Language language)
    {
        var scored = run
            .Numbers.Where(v => v is { GenerationModel: not null, JudgeModel: not null, Value: not null })
            .Select(v => (Generator: v.GenerationModel!, Judge: v.JudgeModel!))
            .Distinct()
            .ToList();
        string Behind(string name) => run.KnownSpec?.ModelBehind(name) ?? name;
        string? Maker(string name) => ModelFamily.Of(Behind(name));
        var same = scored.Where(p => ModelFamily.IsSame(Behind(p.Generator), Behind(p.Judge))).ToList();
        var family = scored.Except(same).Where(p => Maker(p.Generator) is { } maker && maker == Maker(p.Judge)).ToList();
        if (same.Count > 0)
            yield return new(
                language.Say("A model judges itself", "Модель судит сама себя"),
                language.Say(
                    $"{Pairs(same, "judged by", language)}. Judges favour their own answers: take a judge of another maker.",
                    $"{Pairs(same, "оценивает", language)}. Судьи завышают оценки своим ответам: возьмите судью другого разработчика."
                )
            );
        if (family.Count > 0)
            yield return new(
                language.Say("Judge and model of one family", "Судья и модель одного семейства"),
                language.Say(
                    $"{Pairs(family, "judged by", language)}. Such scores tend to be too high: compare under a judge of another maker.",
                    $"{Pairs(family, "оценивает", language)}. Такие оценки обычно завышены: сравните под судьёй другого разработчика."
                )
            );
    }

    private static IEnumerable<RunWarning> NotComparable(Run run, IReadOnlyList<Run> others, Language language)
    {
        foreach (var other in others.Where(o => o.Entry.Fingerprint != run.Entry.Fingerprint))
        {
            var title = language.Say("Not comparable", "Несравнимы");
            if (other.Entry.Fingerprint is null || run.Entry.Fingerprint is null)
            {
                yield return new(
                    title,
                    language.Say(
                        $"Run {other.Entry.Id} is of the same data set, but an older file does not say what it is comparable with.",
                        $"Запуск {other.Entry.Id} — на том же датасете, но старый файл не говорит, с чем его можно сравнивать."
                    )
                );
                continue;
            }
            var parts = run.Fingerprint.DifferencesTo(other.Fingerprint).Select(d => d.Title(language)).ToList();
            if (parts.Count == 0)
                continue;
            yield return new(
                title,
                language.Say(
                    $"Run {other.Entry.Id} is of the same data set but differs in {string.Join(", ", parts)}: do not set its numbers beside these.",
                    $"Запуск {other.Entry.Id} — на том же датасете, но отличается: {string.Join(", ", parts)}. Не сопоставляйте его числа с этими."
                )
            );
        }
    }

    private static string Pairs(List<(string Generator, string Judge)> pairs, string verb, Language language) =>
        string.Join("; ", pairs.Take(Named).Select(p => language.Say($"{p.Generator} {verb} {p.Judge}", $"{p.Judge} {verb} {p.Generator}")))
        + (pairs.Count > Named ? language.Say($"; and {pairs.Count - Named} more pairs", $"; и ещё пар: {pairs.Count - Named}") : "");
}
