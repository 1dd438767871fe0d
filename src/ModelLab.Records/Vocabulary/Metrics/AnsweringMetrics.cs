using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using static ModelLab.Records.Vocabulary.Metrics.Entry;
using static ModelLab.Records.Vocabulary.Metrics.MetricDirection;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>What tiers 2 and 3 have in common.</summary>
internal static class AnsweringMetrics
{
    public static Wording Latency { get; } =
        new(
            "Depends on the hour, on --max-concurrency and on the length of answers, and one stuck call moves it: no basis for planning capacity. Replies from the journal keep the time of the day they were made, perhaps under other load.",
            "Зависит от часа, от --max-concurrency и от длины ответов, и один зависший вызов её сдвигает: мощности по ней не планируют. Ответы из журнала сохраняют время того дня, когда были получены, возможно под другой нагрузкой."
        );

    public static MetricDefinition[] Counts(Tier tier) =>
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

    public static MetricDefinition[] Repeats(Tier tier) =>
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
                Column = tier == Tier.EndToEnd ? 25 : null,
            },
        ];

    public static MetricDefinition AbstentionRate(Tier tier) =>
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
