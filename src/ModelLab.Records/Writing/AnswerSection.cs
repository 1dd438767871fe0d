using System.Globalization;
using System.Text;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Writing;

/// <summary>What a report opens with: the verdict of each role, what it rests on, and what would change it.</summary>
internal static class AnswerSection
{
    public static void Append(
        StringBuilder text,
        Run run,
        IReadOnlyList<RoleRecommendation> recommendations,
        TimeSpan? took,
        Language language
    )
    {
        var (verdicts, changes) = (new VerdictText(language), new ChangeOfMind(language));
        text.Append(CultureInfo.InvariantCulture, $"## {language.Say("Answer", "Ответ")}\n\n");
        if (recommendations.Count == 0)
            text.Append(
                language.Say(
                    "No role of models was tried, so there is none to choose; the tables say what was measured.\n",
                    "Ни одна роль моделей не проверялась, поэтому выбирать нечего; что измерено, сказано в таблицах.\n"
                )
            );
        foreach (var r in recommendations)
            text.Append(
                CultureInfo.InvariantCulture,
                $"- **{Names.Title(r.Role, language)}** ({verdicts.Badge(r.Verdict)}). {verdicts.Sentence(r)}\n"
            );
        text.Append(CultureInfo.InvariantCulture, $"\n### {language.Say("What it rests on", "На чём это основано")}\n\n");
        foreach (var (name, value) in Grounds(run, recommendations, took, language))
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        text.Append('\n');
        if (recommendations.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"### {language.Say("What would change it", "Что может это изменить")}\n\n");
        foreach (var r in recommendations)
            text.Append(CultureInfo.InvariantCulture, $"- **{Names.Title(r.Role, language)}**: {changes.Sentence(r)}\n");
        text.Append('\n');
    }

    private static IEnumerable<(string Name, string Value)> Grounds(
        Run run,
        IReadOnlyList<RoleRecommendation> recommendations,
        TimeSpan? took,
        Language language
    )
    {
        foreach (var r in recommendations)
            if (RoleEvidence.Of(run.Scores, r.Comparison) is { Items: > 0 } evidence)
                yield return (Names.Title(r.Role, language), Evidence(r, evidence, language));
        if (run.Spec.DatasetFile is { } file)
            yield return (language.Say("Data set", "Датасет"), $"{Markdown.Code(file)} ({run.Spec.Mode})");
        if (run.Spec.JudgePipelineFile is { } pipeline)
            yield return (language.Say("Judge pipeline data set", "Датасет судьи показа"), Markdown.Code(pipeline));
        if (run.Spec.Limit is { } limit)
            yield return (language.Say("Limit", "Лимит"), limit.ToString(CultureInfo.InvariantCulture));
        if (run.Entry.Timestamp is { } started)
            yield return (
                language.Say("Date", "Дата"),
                started.ToString(language.Say("yyyy-MM-dd HH:mm", "dd.MM.yyyy HH:mm"), CultureInfo.InvariantCulture)
            );
        if (run.Usage.Count > 0)
            yield return (language.Say("Cost", "Цена"), MoneyText.Words(run.Usage, language));
        if (took is { } time)
            yield return (language.Say("Time", "Время"), TimeText.Duration(time.TotalSeconds, language));
    }

    private static string Evidence(RoleRecommendation r, RoleEvidence evidence, Language language)
    {
        var items =
            r.Role == ModelRole.ProductionJudge
                ? language.Say("labelled answers", "размеченных ответов")
                : language.Say("questions", "вопросов");
        var judges = string.Join(", ", r.Comparison.Judges.Select(Markdown.Code));
        return string.Create(
                language.Culture,
                $"{r.Comparison.Objective.Title(language)}; {items}: {evidence.Items}; {language.Say("source pages", "страниц-источников")}: {evidence.Pages}"
            ) + (judges.Length == 0 ? "" : $"; {language.Say("judges", "судьи")}: {judges}");
    }
}
