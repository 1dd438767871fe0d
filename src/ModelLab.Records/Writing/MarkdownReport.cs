using System.Globalization;
using System.Text;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>
/// The run as a page of Markdown for people: the answer first, then the tables, the status of the recommended combination, what was used, how
/// to repeat it, examples of answers, and the notes.
/// </summary>
public static class MarkdownReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="run">The run.</param>
    /// <param name="recommendations">Which model to use in each role that was tried.</param>
    /// <param name="language">Whose words.</param>
    /// <param name="items">The run's items and answers; null where they are not there: then without examples and time.</param>
    public static string Write(Run run, IReadOnlyList<RoleRecommendation> recommendations, Language language, RunItems? items = null)
    {
        var text = new StringBuilder();
        var status = RunStatus.Of(run, recommendations);
        text.Append(CultureInfo.InvariantCulture, $"# {language.Say("Model comparison", "Сравнение моделей")} {run.Id}\n\n");
        AnswerSection.Append(text, run, recommendations, items?.Took(), language);
        RecommendationReport.Append(text, recommendations, language);
        RaceReport.Append(text, run.Races, language);
        foreach (var ranking in RoleRanking.Of(run))
            Table(text, ranking, language);
        foreach (var tier in new[] { Tier.Intrinsic, Tier.Retrieval, Tier.Ux })
            Numbers(text, run, tier, language);
        if (AnalyticsReport.Write(run.Analyses, language) is { Length: > 0 } analyses)
            text.Append(analyses.Trim()).Append("\n\n");
        Status(text, status, language);
        Excluded(text, run, language);
        Usage(text, run, language);
        Repeat(text, run, language);
        if (items is not null)
            ExampleSection.Append(text, run, status, recommendations, items, language);
        Notes(text, run, language);
        return Markdown.Harmless(text.ToString());
    }

    /// <summary>The heading of a ranking: its role, and for generators which context they answered from.</summary>
    public static string Title(RoleRanking ranking, Language language) =>
        ranking.Tier switch
        {
            Tier.Generation => Names.Title(ranking.Role, language)
                + language.Say(", ideal context (tier 2)", ", идеальный контекст (tier 2)"),
            Tier.EndToEnd => Names.Title(ranking.Role, language)
                + language.Say(", retrieved context (tier 3)", ", найденный контекст (tier 3)"),
            _ => Names.Title(ranking.Role, language),
        };

    private static void Repeat(StringBuilder text, Run run, Language language)
    {
        text.Append(CultureInfo.InvariantCulture, $"## {language.Say("How it was made", "Как это сделано")}\n\n");
        void Fact(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        Fact(language.Say("Judge mode", "Режим судьи"), Names.Of(run.Spec.JudgeEvalMode));
        Fact(language.Say("Consistency runs", "Повторов генерации"), run.Spec.ConsistencyRuns.ToString(CultureInfo.InvariantCulture));
        Fact(language.Say("Fingerprint", "Отпечаток"), $"`{run.Fingerprint.Hash}`");
        text.Append('\n');
        if (ReproducingCommand.Line(run) is { } command)
            text.Append(
                    language.Say(
                        "The same again (keys come from your environment; prompts of your own and prices are not in a run's files):",
                        "Повторить (ключи берутся из вашего окружения; своих промптов и цен в файлах запуска нет):"
                    )
                )
                .Append(CultureInfo.InvariantCulture, $"\n\n{Markdown.Block(command, "bash")}\n\n");
    }

    private static void Status(StringBuilder text, RunStatus status, Language language)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"## {language.Say("Status of the recommended combination", "Статус рекомендованной комбинации")}\n\n**{StatusText.Headline(status, language)}**\n\n"
        );
        if (StatusText.Combination(status, language, Markdown.Code) is { } combination)
            text.Append(CultureInfo.InvariantCulture, $"{StatusText.CombinationTitle(language)}: {combination}.\n\n");
        if (status.Checks.Count == 0)
            return;
        text.Append(language.Say("| Metric | Value | Baseline | Verdict |", "| Метрика | Значение | Ориентир | Вывод |"))
            .Append("\n|---|---:|---:|---|\n");
        foreach (var check in StatusText.InOrder(status))
            text.Row(
                $"{StatusText.Title(check, language)} `{check.Metric.Address}`",
                StatusText.Shown(check, language),
                StatusText.Baseline(check, language),
                StatusText.Word(check.Verdict, language)
            );
        text.Append('\n');
        text.Append(IntervalText.Paragraph(status.Checks.Select(c => c.Number.Interval), language));
    }

    // Numbers that no model was compared by.
    private static void Numbers(StringBuilder text, Run run, Tier tier, Language language)
    {
        var numbers = run.Numbers.Where(a => a.Tier == tier).ToList();
        if (numbers.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"## {TierTitle(tier, language)}\n\n");
        if (run.Spec.EmbeddingModel is { } embedder)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{language.Say("Embedding model", "Модель эмбеддингов")}: {Markdown.Code(embedder)}{(embedder == ModelRef.LexicalEmbedder ? language.Say(" (lexical: words and letter sequences, not meaning)", " (лексическая: слова и сочетания букв, а не смысл)") : "")}.\n\n"
            );
        text.Append(language.Say("| Metric | Model | Value |", "| Метрика | Модель | Значение |")).Append("\n|---|---|---:|\n");
        foreach (var number in numbers)
            text.Row(
                MetricText.Title(tier, number.Metric, language),
                number.GenerationModel is { } model ? Markdown.Code(model) : "",
                MetricText.WithN(number, tier, number.Metric, language)
            );
        text.Append('\n');
        text.Append(IntervalText.Paragraph(numbers.Select(n => n.Interval), language));
    }

    /// <summary>The heading of a tier's numbers that no model was compared by.</summary>
    public static string TierTitle(Tier tier, Language language) =>
        tier switch
        {
            Tier.Intrinsic => language.Say("The questions as vectors (tier 0)", "Вопросы как векторы (tier 0)"),
            Tier.Retrieval => language.Say("Retrieval (tier 1)", "Поиск (tier 1)"),
            _ => language.Say("Conversations and cache (tier ux)", "Диалоги и кэш (tier ux)"),
        };

    private static void Table(StringBuilder text, RoleRanking ranking, Language language)
    {
        text.Append(CultureInfo.InvariantCulture, $"## {Title(ranking, language)}\n\n");
        if (ranking.Judges.Count > 0)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{language.Say("Scores are means over the judges", "Оценки усреднены по судьям")}: {string.Join(", ", ranking.Judges.Select(Markdown.Code))}.\n\n"
            );
        text.Row(["#", language.Say("Model", "Модель"), .. ranking.Columns.Select(c => MetricText.Title(ranking.Tier, c, language))]);
        text.Append("|---|---").Append(string.Concat(ranking.Columns.Select(_ => "|---:"))).Append("|\n");
        foreach (var model in ranking.Models)
            text.Row([
                model.Rank?.ToString(CultureInfo.InvariantCulture) ?? MetricText.Undefined,
                Markdown.Code(model.Model),
                .. ranking.Columns.Select(c => MetricText.WithN(model.Values[c], ranking.Tier, c, language)),
            ]);
        text.Append('\n');
        text.Append(IntervalText.Paragraph(ranking.Models.SelectMany(m => m.Values.Values).Select(v => v?.Interval), language));
        foreach (var model in ranking.Models.Where(m => m.Reason is not null))
            text.Append(
                CultureInfo.InvariantCulture,
                $"- {Markdown.Code(model.Model)}: {language.Say("not ranked", "без места")}: {model.ReasonIn(language)}\n"
            );
        if (ranking.Models.Any(m => m.Reason is not null))
            text.Append('\n');
    }

    private static void Excluded(StringBuilder text, Run run, Language language)
    {
        if (run.Excluded.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"## {language.Say("Excluded models", "Исключённые модели")}\n\n");
        foreach (var model in run.Excluded)
            text.Append(
                CultureInfo.InvariantCulture,
                $"- {Markdown.Code(model.Model)} ({Names.Title(model.Role, language).ToLower(language.Culture)}): {model.ReasonIn(language).ReplaceLineEndings(" ")}\n"
            );
        text.Append('\n');
    }

    private static void Usage(StringBuilder text, Run run, Language language)
    {
        if (run.Usage.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"## {language.Say("Calls and tokens", "Вызовы и токены")}\n\n");
        text.Append(
            language.Say(
                "| Role | Model | Calls | From journal | Attempts | Input tokens | Output tokens | Not scored | Cost |",
                "| Роль | Модель | Вызовов | Из журнала | Попыток | Входных токенов | Выходных токенов | Без результата | Цена |"
            )
        );
        text.Append("\n|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
        var unknown = language.Say("unknown", "неизвестно");
        foreach (var usage in run.Usage)
        {
            var builtIn = usage.Model.StartsWith(ModelRef.BuiltInProvider + ":", StringComparison.Ordinal);
            string Tokens(long? count) => count?.ToString(language.Culture) ?? (builtIn ? MetricText.Undefined : unknown);
            var told = language.Say(", told by the provider", ", со слов провайдера");
            string Count(long count) => count.ToString(language.Culture);
            text.Row(
                Names.Title(usage.Role, language),
                Markdown.Code(usage.Model),
                Count(usage.Calls),
                Count(usage.JournalHits),
                Count(usage.Attempts),
                Tokens(usage.InputTokens),
                Tokens(usage.OutputTokens),
                Count(usage.Units - usage.Outcomes["scored"]),
                usage.Cost is { } cost ? $"{cost.ToString("0.####", language.Culture)} {usage.Currency}" + (usage.CostIsTold ? told : "")
                    : builtIn ? MetricText.Undefined
                    : unknown
            );
        }
        text.Append('\n');
    }

    private static void Notes(StringBuilder text, Run run, Language language)
    {
        text.Append(CultureInfo.InvariantCulture, $"## {language.Say("Notes", "Примечания")}\n\n");
        foreach (var note in run.Notes)
            text.Append(CultureInfo.InvariantCulture, $"- {note.In(language).ReplaceLineEndings(" ")}\n");
        text.Append("- ")
            .Append(
                language.Say(
                    "Models named builtin:… are baselines that every comparison should beat, not language models.",
                    "Модели builtin:… — простые ориентиры, которые должна превосходить любая модель, а не языковые модели."
                )
            )
            .Append('\n');
    }
}
