using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using static ModelLab.Records.Vocabulary.Metrics.Entry;
using static ModelLab.Records.Vocabulary.Metrics.MetricDirection;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Tiers 2 and 3: answers on the right context, and on what retrieval finds.</summary>
internal static class AnsweringMetrics
{
    private const Tier T2 = Tier.Generation,
        T3 = Tier.EndToEnd;

    private static readonly Wording Latency = new(
        "Depends on the hour, on --max-concurrency and on the length of answers, and one stuck call moves it: no basis for planning capacity. Replies from the journal keep the time of the day they were made, perhaps under other load.",
        "Зависит от часа, от --max-concurrency и от длины ответов, и один зависший вызов её сдвигает: мощности по ней не планируют. Ответы из журнала сохраняют время того дня, когда были получены, возможно под другой нагрузкой."
    );

    public static MetricDefinition[] All { get; } =
    [
        .. Counts(T2),
        Score(
                T2,
                "avg_faithfulness",
                "Faithfulness",
                "Верность контексту",
                4.5,
                new(
                    "Not from a judge that also generated the answers, nor from one of the same maker: it may favour its own. Never alone: an answer that copies the context is perfectly faithful and useless.",
                    "Не верьте судье, который сам писал эти ответы, или судье того же производителя: он может подсуживать своим. И никогда в одиночку: ответ, который переписал контекст, совершенно верен и бесполезен."
                )
            )
            .From(Rubric.Faithfulness) with
        {
            Column = 2,
            Headline = 2,
            Ranks = true,
            IsTested = true,
        },
        Score(
                T2,
                "avg_answer_relevance",
                "Answer relevance",
                "Релевантность",
                4.2,
                new(
                    "Truth is not checked: a wrong answer that is to the point scores high. Scores of another judge, judge mode or prompt are another scale.",
                    "Правда не проверяется: неверный ответ по теме получает много. Оценки другого судьи, режима или промпта — другая шкала."
                )
            )
            .From(Rubric.AnswerRelevance) with
        {
            Column = 3,
            Headline = 3,
            Ranks = true,
        },
        Score(
                T2,
                "avg_answer_correctness",
                "Answer correctness",
                "Правильность",
                4.2,
                new(
                    "As good as the references: a right answer that they do not hold is marked down. If the judge failed on the hard answers, the mean is over the easy ones: compare n.",
                    "Не лучше эталонов: верный ответ, которого в них нет, получит меньше. Если судья не справился с трудными ответами, среднее взято по лёгким: сравните n."
                )
            )
            .From(Rubric.AnswerCorrectness) with
        {
            Column = 1,
            Headline = 1,
            Ranks = true,
            IsTested = true,
        },
        .. Repeats(T2),
        AbstentionRate(T2),
        Share(
                T2,
                "false_refusal_rate",
                "False refusals",
                "Ложные отказы",
                Lower,
                new("abstentions / answered answerable questions", "отказы / отвеченные вопросы с ответом"),
                new(
                    "Where the context in truth lacks the answer, the data set is wrong and the model right. A rule of words recognises refusals: an unusual one passes as an answer.",
                    "Если в контексте на деле нет ответа, ошибается датасет, а модель права. Отказ узнаётся по словам: необычный сойдёт за ответ."
                )
            )
            .From(Measures.FalseRefusal) with
        {
            Column = 20,
        },
        .. TextMetrics.Of(T2),
        .. CallMetrics.Latencies(T2, "generation_latency", "Generation latency", "Время генерации", Latency),
        .. CallMetrics.Outcomes(T2),
        .. Counts(T3),
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
        .. Repeats(T3),
        AbstentionRate(T3),
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
        .. CallMetrics.Latencies(T3, "generation_latency", "Generation latency", "Время генерации", Latency),
        .. CallMetrics.Outcomes(T3),
    ];

    private static MetricDefinition[] Counts(Tier tier) =>
        [
            Count(
                    tier,
                    "total_queries",
                    "Questions",
                    "Вопросов",
                    new("questions asked", "задано вопросов"),
                    new(
                        "More questions about the same few pages add little: intervals go by source pages, and so should trust.",
                        "Новые вопросы о тех же немногих страницах мало что добавляют: интервалы считаются по страницам-источникам, и доверие тоже."
                    )
                )
                .Tallied(Measures.Asked),
            Count(
                    tier,
                    "successful_evaluations",
                    "Fully scored",
                    "Оценено полностью",
                    new("questions on which every applicable rubric was scored", "вопросов, по которым выставлены все применимые оценки"),
                    new(
                        "It says that there are scores, not that they are good; what is missing is seldom missing by chance.",
                        "Говорит, что оценки есть, а не что они хороши; недостающее редко недостаёт случайно."
                    )
                )
                .Judged()
                .Tallied(Measures.FullyScored) with
            {
                Column = 26,
            },
            Count(
                    tier,
                    "errors",
                    "Not fully scored",
                    "Не оценено",
                    new("total_queries − successful_evaluations", "total_queries − successful_evaluations"),
                    new(
                        "Mixes what the generator failed to answer with what the judge failed to score: do not blame either before reading generation_errors.",
                        "Смешивает то, на что не ответила модель, с тем, чего не оценил судья: не вините никого, пока не прочли generation_errors."
                    ),
                    Lower
                )
                .Judged()
                .Tallied(Measures.NotFullyScored) with
            {
                Column = 22,
            },
            Count(
                    tier,
                    "generation_errors",
                    "No answer",
                    "Без ответа модели",
                    new("questions to which the generator gave no answer", "вопросов, на которые модель не дала ответа"),
                    new(
                        "A provider's filter, an empty reply and a broken connection of yours count alike; a polite «I don't know» is an answer and not among them.",
                        "Фильтр провайдера, пустой ответ и обрыв связи у вас считаются одинаково; вежливое «не знаю» — ответ и сюда не входит."
                    ),
                    Lower
                )
                .Tallied(Measures.Missing),
        ];

    private static MetricDefinition[] Repeats(Tier tier) =>
        [
            Share(
                    tier,
                    "response_exact_match_rate",
                    "Exact-match consistency",
                    "Совпадение повторов",
                    Higher,
                    new(
                        "mean share of equal pairs among a question's repeats; null with one run",
                        "средняя доля одинаковых пар среди повторов вопроса; не определено при одном прогоне"
                    ),
                    new(
                        "At temperature 0 it says little: repeats are then equal by setting. The same wrong answer each time has 1, and two good paraphrases count as different.",
                        "При температуре 0 говорит мало: повторы совпадают из-за настройки. Один и тот же неверный ответ даёт 1, а две хорошие перефразировки считаются разными."
                    ),
                    0.7
                )
                .Tallied(Measures.ExactMatch) with
            {
                Kind = MetricKind.Mean,
                Column = 24,
            },
            Cosine(
                    tier,
                    "response_semantic_consistency",
                    "Semantic consistency",
                    "Смысловая согласованность повторов",
                    new(
                        "mean cosine between repeats and the first answer; null with one run",
                        "средний косинус между повторами и первым ответом; не определено при одном прогоне"
                    ),
                    new(
                        "With builtin:lexical it compares words, not meaning. Answers that contradict each other by a single «не» look alike to any embedder.",
                        "С builtin:lexical сравнивает слова, а не смысл. Ответы, которые противоречат друг другу одним «не», похожи для любого эмбеддера."
                    ),
                    0.85
                )
                .Tallied(Measures.RepeatSimilarity) with
            {
                Column = tier == T3 ? 25 : null,
            },
        ];

    private static MetricDefinition AbstentionRate(Tier tier) =>
        Share(
                tier,
                "abstention_rate",
                "Abstention on unanswerable",
                "Отказы без ответа в контексте",
                Higher,
                new("abstentions / answered unanswerable questions", "отказы / отвеченные вопросы без ответа в контексте"),
                new(
                    "A model that refuses everything has 1: read it beside false refusals. A rule of words recognises refusals, and with few unanswerable questions one answer moves it far.",
                    "У модели, которая отказывается всегда, здесь 1: читайте вместе с ложными отказами. Отказ узнаётся по словам, а когда вопросов без ответа мало, один ответ сильно её сдвигает."
                )
            )
            .From(Measures.DueAbstention) with
        {
            Column = 21,
        };
}
