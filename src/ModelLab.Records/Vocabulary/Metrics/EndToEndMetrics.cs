using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using static ModelLab.Records.Vocabulary.Metrics.Entry;
using static ModelLab.Records.Vocabulary.Metrics.MetricDirection;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Tier 3: answers on what retrieval finds.</summary>
internal static class EndToEndMetrics
{
    private const Tier T3 = Tier.EndToEnd;

    public static MetricDefinition[] All { get; } =
    [
        .. AnsweringMetrics.Counts(T3),
        Score(
                T3,
                "avg_e2e_score",
                "End-to-end quality",
                "Качество ответа",
                4.2,
                new(
                    "One score for search and generation together: it does not say which of them failed; the shares of missed retrieval and of wrong generation do. A judge may favour answers of its own maker.",
                    "Одна оценка на поиск и генерацию сразу: кто из них подвёл, она не говорит — это скажут доли промахов поиска и ошибок генерации. Судья может подсуживать моделям своего производителя."
                )
            )
            .From(Rubric.E2eQuality) with
        {
            Column = 1,
            Headline = 1,
            Ranks = true,
            IsTested = true,
        },
        Cosine(
                T3,
                "avg_semantic_similarity",
                "Semantic similarity",
                "Смысловая близость",
                new("mean cosine between the embeddings of answer and reference", "средний косинус между эмбеддингами ответа и эталона"),
                new(
                    "Near is not right: «открыто» and «не открыто» (open, not open) are close for every embedder. A good long answer to a short reference scores low.",
                    "Близко — не значит верно: «открыто» и «не открыто» близки для любого эмбеддера. Хороший длинный ответ при коротком эталоне получает мало."
                ),
                0.85
            )
            .From(Measures.SemanticSimilarity) with
        {
            Column = 2,
            Headline = 2,
            Ranks = true,
        },
        Product(
                T3,
                "avg_dot_similarity",
                "Dot product",
                "Скалярное произведение",
                new(
                    "mean dot product of the embeddings of answer and reference",
                    "среднее скалярное произведение эмбеддингов ответа и эталона"
                ),
                new(
                    "Grows with the length of vectors, so between embedders it means nothing; with vectors of length 1 it is the cosine again.",
                    "Растёт с длиной векторов, поэтому между эмбеддерами ничего не значит; при векторах единичной длины это снова косинус."
                )
            )
            .From(Measures.DotSimilarity),
        Distance(
                T3,
                "avg_euclidean_distance",
                "Euclidean distance",
                "Евклидово расстояние",
                new(
                    "mean Euclidean distance between the embeddings of answer and reference",
                    "среднее евклидово расстояние между эмбеддингами ответа и эталона"
                ),
                new(
                    "With vectors of length 1 it orders answers just as the cosine does and is no second opinion; otherwise lengths of vectors mix into it.",
                    "При векторах единичной длины упорядочивает ответы так же, как косинус, и вторым мнением не служит; иначе в него примешиваются длины векторов."
                ),
                Lower
            )
            .From(Measures.EuclideanDistance),
        Share(
                T3,
                "retrieval_missed_rate",
                "Retrieval missed",
                "Промах поиска",
                Lower,
                new(
                    "answers scored under 4 whose context held no relevant chunk / answered answerable questions",
                    "ответы с оценкой ниже 4, в контексте которых не было нужного чанка / отвеченные вопросы с ответом"
                ),
                new(
                    "Too high where other chunks than the named one hold the answer too, and too low for a lenient judge: a miss that still scored 4 is not in it.",
                    "Завышена, если ответ есть и в других чанках, кроме названного, и занижена у щедрого судьи: промах с оценкой 4 в неё не входит."
                )
            )
            .Judged()
            .From(Measures.RetrievalMissed) with
        {
            Column = 11,
            Headline = 3,
        },
        Share(
                T3,
                "generation_wrong_rate",
                "Generation wrong",
                "Ошибка генерации",
                Lower,
                new(
                    "answers scored under 4 whose context held a relevant chunk / answered answerable questions",
                    "ответы с оценкой ниже 4, в контексте которых нужный чанк был / отвеченные вопросы с ответом"
                ),
                new(
                    "A question without a known relevant chunk counts here, and so does a right answer that a harsh judge puts at 3: read a few before blaming the model.",
                    "Сюда попадает и вопрос без известного релевантного чанка, и верный ответ, которому строгий судья поставил 3: прежде чем винить модель, прочтите несколько."
                )
            )
            .Judged()
            .From(Measures.GenerationWrong) with
        {
            Column = 12,
        },
        Share(
                T3,
                "judge_failed_rate",
                "Judge failed",
                "Сбой судьи",
                Lower,
                new("answers without a score / answered answerable questions", "ответы без оценки / отвеченные вопросы с ответом"),
                new(
                    "It blames the judge, not the model. Where it is high, missed retrieval and wrong generation are too low: an unscored answer is in neither.",
                    "Это вина судьи, а не модели. Где она высока, промахи поиска и ошибки генерации занижены: ответ без оценки не входит ни туда, ни туда."
                )
            )
            .Judged()
            .From(Measures.JudgeFailed) with
        {
            Column = 23,
        },
        Share(
                T3,
                "source_hit_rate",
                "Named sources: hit rate",
                "Названные источники: попадания",
                Higher,
                new(
                    "answers of an assistant that name a relevant page / answered answerable questions for which it says what it used; null for models, which are given their context",
                    "ответы ассистента, в источниках которых есть нужная страница / отвеченные вопросы с ответом, о которых он сказал, что использовал; не определено для моделей: контекст им даётся"
                ),
                new(
                    "It believes the assistant: what it names need not be what it read, and naming every page has 1. Questions without named sources are not in it, so look at how many it counts.",
                    "Верит ассистенту: названное — не обязательно прочитанное, а назвав все страницы, получишь 1. Вопросы без названных источников сюда не входят: смотрите, сколько их учтено."
                )
            )
            .From(Measures.SourceHit),
        Share(
                T3,
                "source_mrr",
                "Named sources: MRR",
                "Названные источники: MRR",
                Higher,
                new(
                    "mean of 1 / place of the first relevant page among those that an assistant names, 0 where none is; null for models",
                    "среднее 1 / место первой нужной страницы среди названных ассистентом, 0 — если её нет; не определено для моделей"
                ),
                new(
                    "Only where the order of its sources means something: lists sorted by title or date make it noise. Comparable with url_mrr of tier 1, which searches to --top-k, only where lists are about as long.",
                    "Имеет смысл, только если порядок источников что-то значит: сортировка по названию или дате превращает её в шум. С url_mrr тира 1, где поиск идёт до --top-k, сравнима лишь при списках близкой длины."
                )
            )
            .From(Measures.SourceRank) with
        {
            Kind = MetricKind.Mean,
        },
        .. AnsweringMetrics.Repeats(T3),
        AnsweringMetrics.AbstentionRate(T3),
        Share(
                T3,
                "false_refusal_rate",
                "False refusals",
                "Ложные отказы",
                Lower,
                new("abstentions / answered answerable questions", "отказы / отвеченные вопросы с ответом"),
                new(
                    "The context is what retrieval found: refusing where it holds no answer counts as false, though it is the right thing to do. Read it beside missed retrieval.",
                    "Контекст — то, что нашёл поиск: отказ, когда ответа в нём нет, считается ложным, хотя это правильно. Читайте вместе с промахами поиска."
                )
            )
            .From(Measures.FalseRefusal) with
        {
            Column = 20,
        },
        .. TextMetrics.Of(T3),
        .. CallMetrics.Latencies(T3, "generation_latency", "Generation latency", "Время генерации", AnsweringMetrics.Latency),
        .. CallMetrics.Outcomes(T3),
    ];
}
