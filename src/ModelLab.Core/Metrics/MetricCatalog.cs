using static ModelLab.Core.Metrics.MetricDirection;

namespace ModelLab.Core.Metrics;

/// <summary>The one table of metrics that pages, reports and gates read.</summary>
public static class MetricCatalog
{
    private const string T0 = "tier_0", T1 = "tier_1", T2 = "tier_2", T3 = "tier_3", Ux = "tier_ux", Judge = "tier_judge", Pipeline = "tier_judge_pipeline";

    /// <summary>All metrics, tier by tier, in the order they are shown.</summary>
    public static IReadOnlyList<MetricInfo> All { get; } =
    [
        Count(T0, "total_samples", "Questions", "Вопросов", ("vectors measured", "измеренных векторов")),
        Distance(T0, "avg_nn_distance", "Nearest-neighbour distance", "Расстояние до соседей", ("mean cosine distance to the 5 nearest neighbours", "среднее косинусное расстояние до 5 ближайших соседей")),
        Distance(T0, "std_nn_distance", "Nearest-neighbour distance, SD", "Расстояние до соседей, СКО", ("standard deviation of those distances over the population", "стандартное отклонение этих расстояний по всей совокупности")),
        Plain(T0, "density_score", "Density", "Плотность", ("1 / (avg_nn_distance + 10⁻⁶)", "1 / (avg_nn_distance + 10⁻⁶)")),
        Distance(T0, "avg_spread", "Spread", "Разброс", ("mean Euclidean distance to the centroid", "среднее евклидово расстояние до центроида")),
        Distance(T0, "max_spread", "Spread, maximum", "Разброс, максимум", ("largest Euclidean distance to the centroid", "наибольшее евклидово расстояние до центроида")),
        Distance(T0, "spread_std", "Spread, SD", "Разброс, СКО", ("standard deviation of the distances to the centroid", "стандартное отклонение расстояний до центроида")),
        Plain(T0, "effective_dimensionality", "Effective dimensionality", "Эффективная размерность", ("principal components for 95 % of the variance", "главных компонент для 95 % дисперсии")),
        Distance(T0, "avg_pairwise_distance", "Pairwise distance", "Попарное расстояние", ("mean cosine distance over all pairs", "среднее косинусное расстояние по всем парам")),
        Distance(T0, "std_pairwise_distance", "Pairwise distance, SD", "Попарное расстояние, СКО", ("standard deviation over all pairs", "стандартное отклонение по всем парам")),
        Distance(T0, "min_pairwise_distance", "Pairwise distance, least", "Попарное расстояние, минимум", ("the nearest pair", "самая близкая пара")),
        Distance(T0, "max_pairwise_distance", "Pairwise distance, greatest", "Попарное расстояние, максимум", ("the farthest pair", "самая далёкая пара")),

        Count(T1, "total_queries", "Questions", "Вопросов", ("answerable questions retrieved for", "вопросов с ответом, по которым шёл поиск")),
        Count(T1, "unanswerable_left_out", "Unanswerable, left out", "Без ответа, не участвуют", ("questions without an answer in the knowledge base; nothing is relevant to them", "вопросов без ответа в базе знаний; релевантного для них нет")),
        .. Retrieval("", "", ""),
        .. Retrieval("url_", "Page ", "Страница: "),
        Share(T1, "retrieval_consistency", "Retrieval consistency", "Устойчивость поиска", Higher, ("mean Jaccard index of the chunks that repeats find; null with one run", "средний индекс Жаккара чанков, найденных повторами; не определено при одном прогоне"), 0.95),

        Count(T2, "total_queries", "Questions", "Вопросов", ("questions asked", "задано вопросов")),
        Count(T2, "successful_evaluations", "Fully scored", "Оценено полностью", ("questions on which every applicable rubric was scored", "вопросов, по которым выставлены все применимые оценки")),
        Count(T2, "errors", "Not fully scored", "Не оценено", ("total_queries − successful_evaluations", "total_queries − successful_evaluations"), Lower),
        Count(T2, "generation_errors", "No answer", "Без ответа модели", ("questions to which the generator gave no answer", "вопросов, на которые модель не дала ответа"), Lower),
        Score(T2, "avg_faithfulness", "Faithfulness", "Верность контексту", 4.5),
        Score(T2, "avg_answer_relevance", "Answer relevance", "Релевантность", 4.2),
        Score(T2, "avg_answer_correctness", "Answer correctness", "Правильность", 4.2),
        Share(T2, "response_exact_match_rate", "Exact-match consistency", "Совпадение повторов", Higher, ("mean share of equal pairs among a question's repeats; null with one run", "средняя доля одинаковых пар среди повторов вопроса; не определено при одном прогоне"), 0.7),
        Share(T2, "abstention_rate", "Abstention on unanswerable", "Отказы без ответа в контексте", Higher, ("abstentions / answered unanswerable questions", "отказы / отвеченные вопросы без ответа в контексте")),
        Share(T2, "false_refusal_rate", "False refusals", "Ложные отказы", Lower, ("abstentions / answered answerable questions", "отказы / отвеченные вопросы с ответом")),
        Cosine(T2, "response_semantic_consistency", "Semantic consistency", "Смысловая согласованность повторов", ("mean cosine between repeats and the first answer; null with one run", "средний косинус между повторами и первым ответом; не определено при одном прогоне"), 0.85),
        .. Texts(T2),
        .. Latencies(T2, "generation_latency", "Generation latency", "Время генерации"),
        .. Outcomes(T2),

        Count(T3, "total_queries", "Questions", "Вопросов", ("questions asked", "задано вопросов")),
        Count(T3, "successful_evaluations", "Fully scored", "Оценено полностью", ("questions on which every applicable rubric was scored", "вопросов, по которым выставлены все применимые оценки")),
        Count(T3, "errors", "Not fully scored", "Не оценено", ("total_queries − successful_evaluations", "total_queries − successful_evaluations"), Lower),
        Count(T3, "generation_errors", "No answer", "Без ответа модели", ("questions to which the generator gave no answer", "вопросов, на которые модель не дала ответа"), Lower),
        Score(T3, "avg_e2e_score", "End-to-end quality", "Качество ответа", 4.2),
        Cosine(T3, "avg_semantic_similarity", "Semantic similarity", "Смысловая близость", ("mean cosine between the embeddings of answer and reference", "средний косинус между эмбеддингами ответа и эталона"), 0.85),
        new(T3, "avg_dot_similarity", "Dot product", "Скалярное произведение", "number", null, null, Higher, ("mean dot product of the embeddings of answer and reference", "среднее скалярное произведение эмбеддингов ответа и эталона")),
        Distance(T3, "avg_euclidean_distance", "Euclidean distance", "Евклидово расстояние", ("mean Euclidean distance between the embeddings of answer and reference", "среднее евклидово расстояние между эмбеддингами ответа и эталона"), Lower),
        Share(T3, "retrieval_missed_rate", "Retrieval missed", "Промах поиска", Lower, ("answers scored under 4 whose context held no relevant chunk / answered answerable questions", "ответы с оценкой ниже 4, в контексте которых не было нужного чанка / отвеченные вопросы с ответом")),
        Share(T3, "generation_wrong_rate", "Generation wrong", "Ошибка генерации", Lower, ("answers scored under 4 whose context held a relevant chunk / answered answerable questions", "ответы с оценкой ниже 4, в контексте которых нужный чанк был / отвеченные вопросы с ответом")),
        Share(T3, "judge_failed_rate", "Judge failed", "Сбой судьи", Lower, ("answers without a score / answered answerable questions", "ответы без оценки / отвеченные вопросы с ответом")),
        Share(T3, "response_exact_match_rate", "Exact-match consistency", "Совпадение повторов", Higher, ("mean share of equal pairs among a question's repeats; null with one run", "средняя доля одинаковых пар среди повторов вопроса; не определено при одном прогоне"), 0.7),
        Cosine(T3, "response_semantic_consistency", "Semantic consistency", "Смысловая согласованность повторов", ("mean cosine between repeats and the first answer; null with one run", "средний косинус между повторами и первым ответом; не определено при одном прогоне"), 0.85),
        Share(T3, "abstention_rate", "Abstention on unanswerable", "Отказы без ответа в контексте", Higher, ("abstentions / answered unanswerable questions", "отказы / отвеченные вопросы без ответа в контексте")),
        Share(T3, "false_refusal_rate", "False refusals", "Ложные отказы", Lower, ("abstentions / answered answerable questions", "отказы / отвеченные вопросы с ответом")),
        .. Texts(T3),
        .. Latencies(T3, "generation_latency", "Generation latency", "Время генерации"),
        .. Outcomes(T3),

        Count(Judge, "total_evaluations", "Scorings", "Оценок", ("scorings asked for: triples × 2", "запрошено оценок: тройки × 2")),
        Share(Judge, "consistency_score", "Consistency", "Согласованность", Higher, ("share of pairs with two scores that differ by at most 0.5", "доля пар с двумя оценками, которые расходятся не более чем на 0,5")),
        Share(Judge, "error_rate", "Error rate", "Доля ошибок", Lower, ("scorings without a score / all scorings", "оценки без результата / все оценки")),
        .. Latencies(Judge, "latency", "Latency", "Время ответа"),
        .. Outcomes(Judge),
        Score(Judge, "avg_faithfulness", "Faithfulness of references", "Верность эталонов", null),

        Count(Pipeline, "total_evaluations", "Items", "Примеров", ("labelled items judged", "размеченных примеров")),
        Share(Pipeline, "accuracy", "Accuracy", "Точность (accuracy)", Higher, ("(TP + TN) / verdicts", "(TP + TN) / вердикты")),
        Share(Pipeline, "precision", "Precision", "Точность (precision)", Higher, ("TP / (TP + FP); null when nothing was shown", "TP / (TP + FP); не определено, если ничего не показано")),
        Share(Pipeline, "recall", "Recall", "Полнота (recall)", Higher, ("TP / (TP + FN); null when nothing should be shown", "TP / (TP + FN); не определено, если показывать нечего")),
        Share(Pipeline, "f1_score", "F1", "F1", Higher, ("2TP / (2TP + FP + FN)", "2TP / (2TP + FP + FN)")),
        .. Latencies(Pipeline, "latency", "Latency", "Время ответа"),
        .. Outcomes(Pipeline),
        Count(Pipeline, "true_positives", "TP", "TP", ("rightly shown", "верно показано")),
        Count(Pipeline, "false_positives", "FP", "FP", ("wrongly shown", "неверно показано"), Lower),
        Count(Pipeline, "false_negatives", "FN", "FN", ("wrongly hidden", "неверно скрыто"), Lower),
        Count(Pipeline, "true_negatives", "TN", "TN", ("rightly hidden", "верно скрыто")),
        Count(Pipeline, "errors", "No verdict", "Без вердикта", ("items without a verdict: in no cell of the matrix", "примеров без вердикта: их нет ни в одной клетке матрицы"), Lower),

        Count(Ux, "total_sessions", "Sessions", "Сессий", ("conversations", "диалогов")),
        Share(Ux, "cache_hit_rate", "Cache hits", "Попадания в кэш", Higher, ("questions with a past question of score 5 above the threshold / questions", "вопросы, для которых есть прошлый вопрос с оценкой 5 выше порога / вопросы")),
        Share(Ux, "context_preservation", "Context preservation", "Сохранение контекста", Higher, ("follow-ups whose page is found first with the earlier questions before them / follow-ups; null without sessions", "уточнения, чья страница найдена первой вместе с предыдущими вопросами / уточнения; не определено без диалогов")),
        Cosine(Ux, "multi_turn_consistency", "Multi-turn consistency", "Согласованность диалога", ("mean cosine between the answers to a question and to its rephrasing; null without such turns", "средний косинус между ответами на вопрос и на его перефразировку; не определено без таких реплик")),
    ];

    /// <summary>The metric of a tier and name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such metric.</exception>
    public static MetricInfo Find(string tier, string name) =>
        All.FirstOrDefault(m => m.Tier == tier && m.Name == name) ?? throw new KeyNotFoundException($"no metric is called {tier}.{name}");

    /// <summary>The metric of a tier and name, or null when the catalogue has none: files of other versions may hold others.</summary>
    public static MetricInfo? TryFind(string tier, string name) => All.FirstOrDefault(m => m.Name == name && m.Tier == tier);

    private static MetricInfo Score(string tier, string name, string english, string russian, double? baseline) =>
        new(tier, name, english, russian, "1–5", 1, 5, Higher, ("mean of the judge's scores over scored items", "среднее оценок судьи по оценённым элементам"), baseline);

    private static MetricInfo Share(string tier, string name, string english, string russian, MetricDirection direction, (string English, string Russian) formula, double? baseline = null) =>
        new(tier, name, english, russian, "share", 0, 1, direction, formula, baseline);

    private static MetricInfo Milliseconds(string tier, string name, string english, string russian, (string English, string Russian) formula) =>
        new(tier, name, english, russian, "ms", 0, null, Lower, formula);

    private static MetricInfo[] Latencies(string tier, string name, string english, string russian) =>
    [
        Milliseconds(tier, $"avg_{name}_ms", english, russian, ("mean time of successful first calls", "среднее время успешных первых вызовов")),
        Milliseconds(tier, $"p50_{name}_ms", english + ", median", russian + ", медиана", ("median time of successful first calls", "медиана времени успешных первых вызовов")),
        Milliseconds(tier, $"p95_{name}_ms", english + ", p95", russian + ", p95", ("95th percentile of the time of successful first calls (Hyndman and Fan's type 7)", "95-й процентиль времени успешных первых вызовов (тип 7 по Хайндману и Фану)")),
        Milliseconds(tier, "avg_first_token_ms", "First token", "Первый токен", ("mean time to the first piece of a streamed reply", "среднее время до первого фрагмента потокового ответа")),
    ];

    private static MetricInfo[] Outcomes(string tier) =>
    [
        Share(tier, "scored_rate", "Scored", "Получен результат", Higher, ("scored / asked", "с результатом / задано")),
        Share(tier, "refused_rate", "Refused", "Отказ модели", Lower, ("refused / asked", "отказы модели / задано")),
        Share(tier, "unparseable_rate", "Unparseable", "Не разобрано", Lower, ("replies that could not be read, also after a re-ask / asked", "ответы, которые не удалось разобрать и после переспроса / задано")),
        Share(tier, "transport_error_rate", "Transport errors", "Сбои связи", Lower, ("no usable reply / asked", "нет пригодного ответа / задано")),
    ];

    private static IEnumerable<MetricInfo> Retrieval(string prefix, string english, string russian)
    {
        var (of, ofRussian) = prefix.Length == 0 ? ("chunks", "чанков") : ("pages", "страниц");
        foreach (var (k, baseline) in new (int, double)[] { (1, 0.7), (5, 0.9), (10, 0.95) })
            yield return Share(T1, $"{prefix}hit_rate@{k}", $"{english}Hit rate@{k}", $"{russian}Доля попаданий@{k}", Higher, ($"questions with a relevant one among the first {k} {of} / questions", $"вопросы, у которых среди первых {k} {ofRussian} есть релевантный элемент / вопросы"), prefix.Length == 0 ? baseline : null);
        foreach (var k in new[] { 1, 3, 5, 10 })
            yield return Share(T1, $"{prefix}recall@{k}", $"{english}Recall@{k}", $"{russian}Полнота@{k}", Higher, ($"mean share of the relevant {of} among the first {k}", $"средняя доля релевантных {ofRussian}, попавших в первые {k}"));
        foreach (var k in new[] { 1, 3, 5, 10 })
            yield return Share(T1, $"{prefix}precision@{k}", $"{english}Precision@{k}", $"{russian}Точность@{k}", Higher, ($"mean share of relevant ones among the first {k} {of}", $"средняя доля релевантных среди первых {k} {ofRussian}"));
        yield return Share(T1, $"{prefix}mrr", $"{english}MRR", $"{russian}MRR", Higher, ($"mean of 1 / rank of the first relevant one of the {of}, 0 where none was retrieved", $"среднее 1 / место первого релевантного среди {ofRussian}, 0 — если не найден"), prefix.Length == 0 ? 0.8 : null);
        foreach (var k in new[] { 5, 10 })
            yield return Share(T1, $"{prefix}ndcg@{k}", $"{english}nDCG@{k}", $"{russian}nDCG@{k}", Higher, ($"mean of DCG / ideal DCG over the first {k} {of}, discount log2(rank + 1)", $"среднее DCG / идеальный DCG по первым {k} {ofRussian}, дисконт log2(место + 1)"));
    }

    private static MetricInfo[] Texts(string tier) =>
    [
        Share(tier, "avg_rouge1_f", "ROUGE-1", "ROUGE-1", Higher, ("mean F of shared words with the best accepted answer, tokenizer unicode", "средняя F общих слов с лучшим из принятых ответов, токенизатор unicode")),
        Share(tier, "avg_rouge2_f", "ROUGE-2", "ROUGE-2", Higher, ("mean F of shared word pairs with the best accepted answer, tokenizer unicode", "средняя F общих пар слов с лучшим из принятых ответов, токенизатор unicode")),
        Share(tier, "avg_rougeL_f", "ROUGE-L", "ROUGE-L", Higher, ("mean F of the longest common subsequence with the best accepted answer, tokenizer unicode", "средняя F наибольшей общей подпоследовательности с лучшим из принятых ответов, токенизатор unicode")),
        new(tier, "avg_bleu", "BLEU", "BLEU", "0–100", 0, 100, Higher, ("mean of sacreBLEU's sentence score (13a, exponential smoothing, effective order)", "среднее пофразовых оценок sacreBLEU (13a, экспоненциальное сглаживание, эффективный порядок)")),
    ];

    private static MetricInfo Cosine(string tier, string name, string english, string russian, (string English, string Russian) formula, double? baseline = null) =>
        new(tier, name, english, russian, "cosine", -1, 1, Higher, formula, baseline);

    private static MetricInfo Distance(string tier, string name, string english, string russian, (string English, string Russian) formula, MetricDirection direction = None) =>
        new(tier, name, english, russian, "distance", 0, null, direction, formula);

    private static MetricInfo Plain(string tier, string name, string english, string russian, (string English, string Russian) formula, MetricDirection direction = None) =>
        new(tier, name, english, russian, "number", 0, null, direction, formula);

    private static MetricInfo Count(string tier, string name, string english, string russian, (string English, string Russian) formula, MetricDirection direction = None) =>
        new(tier, name, english, russian, "count", 0, null, direction, formula);
}
