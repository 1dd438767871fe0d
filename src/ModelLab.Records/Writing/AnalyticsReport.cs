using System.Globalization;
using System.Text;
using ModelLab.Core.Text;
using ModelLab.Records.Analyses;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>Analyses as sections of Markdown for people, readable on a terminal too.</summary>
public static class AnalyticsReport
{
    private const int Listed = 10;

    /// <summary>All that a run made, one after the other; empty when none was.</summary>
    public static string Write(RunAnalyses analyses, Language language) =>
        string.Join(
            '\n',
            new[]
            {
                analyses.Utilization is { } utilization ? Write(utilization, language) : null,
                analyses.Topics is { } topics ? Write(topics, language) : null,
                analyses.Domain is { } domain ? Write(domain, language) : null,
            }.OfType<string>()
        );

    /// <summary>Which chunks are retrieved, how often, and which never.</summary>
    public static string Write(Utilization result, Language language)
    {
        var page = new Page(language);
        page.Heading("Use of the knowledge base", "Использование базы знаний");
        page.Fact("Chunks", "Чанков", result.TotalChunks);
        page.Fact(
            "Retrieved at least once",
            "Найдены хотя бы раз",
            $"{page.Number(result.UsedChunks)} ({page.Share(result.UtilizationRate)})"
        );
        page.Fact("Never retrieved", "Не найдены ни разу", result.UnusedChunks);
        if (result.ChunksWithoutEmbedding > 0)
            page.Fact("of these without an embedding", "из них без эмбеддинга", result.ChunksWithoutEmbedding);
        page.Fact(
            "Questions",
            "Вопросов",
            $"{page.Sampled(result.QuestionCount, result.AvailableQuestions)}, {SourceName(result.QuestionsSource, language)}, top-{page.Number(result.TopK)}"
        );
        if (result.QuestionsWithoutResults > 0)
            page.Fact("Questions that retrieved nothing", "Вопросов, по которым ничего не найдено", result.QuestionsWithoutResults);
        page.Table(
            [
                language.Say("Most often retrieved chunk", "Чаще всего найденный чанк"),
                language.Say("Page", "Страница"),
                language.Say("Questions", "Вопросов"),
            ],
            result.RetrievedChunks.Take(Listed).Select(c => new[] { Page.Id(c.ChunkId), c.ConfluenceUrl, page.Number(c.Retrievals) })
        );
        page.Table(
            [language.Say("Never retrieved chunk", "Ни разу не найденный чанк"), language.Say("Page", "Страница")],
            result.NeverRetrieved.Take(Listed).Select(c => new[] { Page.Id(c.ChunkId), c.ConfluenceUrl })
        );
        page.LeftOut(result.NeverRetrieved.Count - Listed);
        return page.ToString();
    }

    /// <summary>What users ask about, the worst covered topic first.</summary>
    public static string Write(TopicCoverage result, Language language)
    {
        var page = new Page(language);
        page.Heading("Topics of past questions", "Темы прошлых вопросов");
        page.Fact("Topics", "Тем", result.NTopics);
        page.Fact("Past questions", "Прошлых вопросов", page.Sampled(result.TotalQuestions, result.AvailableQuestions));
        if (result.QuestionsWithoutTopic > 0)
            page.Fact("Questions without a topic", "Вопросов без темы", result.QuestionsWithoutTopic);
        page.Fact("Chunks per topic, mean", "Чанков на тему, среднее", page.Number(result.AvgChunksPerTopic, "0.0"));
        page.Fact("Similarity of the best chunk, mean", "Сходство лучшего чанка, среднее", page.Number(result.MeanBestSimilarity, "0.000"));
        page.Fact("Cohesion of topics", "Сплочённость тем", page.Number(result.Cohesion, "0.000"));
        page.Table(
            [
                "#",
                language.Say("Terms", "Термины"),
                language.Say("Questions", "Вопросов"),
                language.Say("Best similarity", "Лучшее сходство"),
                language.Say("Chunks", "Чанков"),
                language.Say("Pages", "Страниц"),
                language.Say("For instance", "Например"),
            ],
            result.Topics.Select(t =>
                new[]
                {
                    Page.Id(t.TopicId),
                    string.Join(", ", t.Terms.Take(5).Select(x => x.Term)),
                    page.Number(t.QuestionCount),
                    page.Number(t.MeanBestSimilarity, "0.000"),
                    page.Number(t.UniqueChunks),
                    page.Number(t.UniqueUrls),
                    t.SampleQuestions[0],
                }
            )
        );
        return page.ToString();
    }

    /// <summary>How users ask and how they score what they get.</summary>
    public static string Write(DomainProfile result, Language language)
    {
        var page = new Page(language);
        page.Heading("How users ask", "Как спрашивают пользователи");
        page.Fact("Past questions", "Прошлых вопросов", page.Sampled(result.TotalQuestions, result.AvailableQuestions));
        page.Fact("Answered", "С ответом", $"{page.Number(result.WithAnswers)} ({page.Share(result.WithAnswersRate)})");
        page.Fact("Without an answer", "Без ответа", result.WithoutAnswers);
        page.Fact("Scored", "С оценкой", result.ScoredQuestions);
        page.Fact(
            "Length of a question in characters, mean",
            "Длина вопроса в символах, среднее",
            page.Number(result.AvgQuestionLength, "0.0")
        );
        page.Fact("Questions with slang", "Вопросов со сленгом", result.SlangQuestions);
        page.Table(
            [language.Say("Score", "Оценка"), language.Say("Questions", "Вопросов")],
            result.ScoreDistribution.Select(s =>
                new[] { double.Parse(s.Key, CultureInfo.InvariantCulture).ToString(language.Culture), page.Number(s.Value) }
            )
        );
        page.Table(
            [language.Say("Questions", "Вопросы"), language.Say("Most frequent words", "Самые частые слова")],
            new (string Name, IReadOnlyList<TokenCount> Tokens)[]
            {
                (language.Say("all", "все"), result.TopTokensAll),
                (language.Say("with score 5", "с оценкой 5"), result.TopTokensScore5),
                (language.Say("with score 1", "с оценкой 1"), result.TopTokensScore1),
                (language.Say("without an answer", "без ответа"), result.TopTokensWithoutAnswers),
            }
                .Where(t => t.Tokens.Count > 0)
                .Select(t => new[] { t.Name, string.Join(", ", t.Tokens.Take(Listed).Select(x => $"{x.Token} ×{page.Number(x.Count)}")) })
        );
        page.Table(
            [language.Say("Slang", "Сленг"), language.Say("Questions", "Вопросов")],
            result.SlangIndicatorCounts.Where(s => s.Value > 0).Take(Listed).Select(s => new[] { s.Key, page.Number(s.Value) })
        );
        return page.ToString();
    }

    private static string SourceName(QuestionsSource source, Language language) =>
        source == QuestionsSource.Real ? language.Say("past questions", "прошлые вопросы") : language.Say("the data set's", "из датасета");

    /// <summary>A page under construction.</summary>
    private sealed class Page(Language language)
    {
        private readonly StringBuilder _text = new();

        public void Heading(string english, string russian) => _text.Append("## ").Append(language.Say(english, russian)).Append("\n\n");

        public void Fact(string english, string russian, string value) =>
            _text.Append("- ").Append(language.Say(english, russian)).Append(": ").Append(value).Append('\n');

        public void Fact(string english, string russian, long count) => Fact(english, russian, Number(count));

        public string Number(long count) => count.ToString(language.Culture);

        public string Number(double? value, string format) => value?.ToString(format, language.Culture) ?? MetricText.Undefined;

        public string Share(double? value) =>
            value is { } share ? (100 * share).ToString("0.0", language.Culture) + " %" : MetricText.Undefined;

        public static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

        public string Sampled(int count, int available) =>
            count == available
                ? Number(count)
                : string.Create(language.Culture, $"{count} {language.Say("sampled of", "выбраны из")} {available}");

        public void LeftOut(int count)
        {
            if (count > 0)
                _text.Append(
                    string.Create(language.Culture, $"\n{language.Say("and more, in the JSON", "и другие, все — в JSON")}: {count}\n")
                );
        }

        /// <summary>A table; none without rows.</summary>
        public void Table(string[] header, IEnumerable<string[]> rows)
        {
            var all = rows.ToList();
            if (all.Count == 0)
                return;
            _text.Append('\n');
            // Users' words must not end a cell or a row.
            _text.Row(header).Row(header.Select(_ => "---"));
            foreach (var row in all)
                _text.Row(row.Select(Markdown.Words));
        }

        public override string ToString() => _text.ToString();
    }
}
