using static ModelLab.Core.Metrics.MetricDirection;

namespace ModelLab.Core.Metrics;

/// <summary>The one table of metrics that pages, reports and gates read.</summary>
public static class MetricCatalog
{
    private const string T2 = "tier_2", Judge = "tier_judge", Pipeline = "tier_judge_pipeline";

    /// <summary>All metrics, tier by tier, in the order they are shown.</summary>
    public static IReadOnlyList<MetricInfo> All { get; } =
    [
        Count(T2, "total_queries", "Questions", "Вопросов", "questions asked"),
        Count(T2, "successful_evaluations", "Fully scored", "Оценено полностью", "questions on which every applicable rubric was scored"),
        Count(T2, "errors", "Not fully scored", "Не оценено", "total_queries − successful_evaluations", Lower),
        Count(T2, "generation_errors", "No answer", "Без ответа модели", "questions to which the generator gave no answer", Lower),
        Score(T2, "avg_faithfulness", "Faithfulness", "Верность контексту", 4.5),
        Score(T2, "avg_answer_relevance", "Answer relevance", "Релевантность", 4.2),
        Score(T2, "avg_answer_correctness", "Answer correctness", "Правильность", 4.2),
        Share(T2, "response_exact_match_rate", "Exact-match consistency", "Совпадение повторов", Higher, "mean share of equal pairs among a question's repeats; null with one run", 0.7),
        Share(T2, "abstention_rate", "Abstention on unanswerable", "Отказы без ответа в контексте", Higher, "abstentions / answered unanswerable questions"),
        Share(T2, "false_refusal_rate", "False refusals", "Ложные отказы", Lower, "abstentions / answered answerable questions"),
        .. Latencies(T2, "generation_latency", "Generation latency", "Время генерации"),
        .. Outcomes(T2),

        Count(Judge, "total_evaluations", "Scorings", "Оценок", "scorings asked for: triples × 2"),
        Share(Judge, "consistency_score", "Consistency", "Согласованность", Higher, "share of pairs with two scores that differ by at most 0.5"),
        Share(Judge, "error_rate", "Error rate", "Доля ошибок", Lower, "scorings without a score / all scorings"),
        .. Latencies(Judge, "latency", "Latency", "Время ответа"),
        .. Outcomes(Judge),
        Score(Judge, "avg_faithfulness", "Faithfulness of references", "Верность эталонов", null),

        Count(Pipeline, "total_evaluations", "Items", "Примеров", "labelled items judged"),
        Share(Pipeline, "accuracy", "Accuracy", "Точность (accuracy)", Higher, "(TP + TN) / verdicts"),
        Share(Pipeline, "precision", "Precision", "Точность (precision)", Higher, "TP / (TP + FP); null when nothing was shown"),
        Share(Pipeline, "recall", "Recall", "Полнота (recall)", Higher, "TP / (TP + FN); null when nothing should be shown"),
        Share(Pipeline, "f1_score", "F1", "F1", Higher, "2TP / (2TP + FP + FN)"),
        .. Latencies(Pipeline, "latency", "Latency", "Время ответа"),
        .. Outcomes(Pipeline),
        Count(Pipeline, "true_positives", "TP", "TP", "rightly shown"),
        Count(Pipeline, "false_positives", "FP", "FP", "wrongly shown", Lower),
        Count(Pipeline, "false_negatives", "FN", "FN", "wrongly hidden", Lower),
        Count(Pipeline, "true_negatives", "TN", "TN", "rightly hidden"),
        Count(Pipeline, "errors", "No verdict", "Без вердикта", "items without a verdict: in no cell of the matrix", Lower),
    ];

    /// <summary>The metric of a tier and name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such metric.</exception>
    public static MetricInfo Find(string tier, string name) =>
        All.FirstOrDefault(m => m.Tier == tier && m.Name == name) ?? throw new KeyNotFoundException($"no metric is called {tier}.{name}");

    private static MetricInfo Score(string tier, string name, string english, string russian, double? baseline) =>
        new(tier, name, english, russian, "1–5", 1, 5, Higher, "mean of the judge's scores over scored items", baseline);

    private static MetricInfo Share(string tier, string name, string english, string russian, MetricDirection direction, string formula, double? baseline = null) =>
        new(tier, name, english, russian, "share", 0, 1, direction, formula, baseline);

    private static MetricInfo Milliseconds(string tier, string name, string english, string russian, string formula) =>
        new(tier, name, english, russian, "ms", 0, null, Lower, formula);

    private static MetricInfo[] Latencies(string tier, string name, string english, string russian) =>
    [
        Milliseconds(tier, $"avg_{name}_ms", english, russian, "mean time of successful first calls"),
        Milliseconds(tier, $"p50_{name}_ms", english + ", median", russian + ", медиана", "median time of successful first calls"),
        Milliseconds(tier, $"p95_{name}_ms", english + ", p95", russian + ", p95", "95th percentile of the time of successful first calls (Hyndman and Fan's type 7)"),
        Milliseconds(tier, "avg_first_token_ms", "First token", "Первый токен", "mean time to the first piece of a streamed reply"),
    ];

    private static MetricInfo[] Outcomes(string tier) =>
    [
        Share(tier, "scored_rate", "Scored", "Получен результат", Higher, "scored / asked"),
        Share(tier, "refused_rate", "Refused", "Отказ модели", Lower, "refused / asked"),
        Share(tier, "unparseable_rate", "Unparseable", "Не разобрано", Lower, "replies that could not be read, also after a re-ask / asked"),
        Share(tier, "transport_error_rate", "Transport errors", "Сбои связи", Lower, "no usable reply / asked"),
    ];

    private static MetricInfo Count(string tier, string name, string english, string russian, string formula, MetricDirection direction = None) =>
        new(tier, name, english, russian, "count", 0, null, direction, formula);
}
