using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using static ModelLab.Records.Vocabulary.Metrics.Entry;
using static ModelLab.Records.Vocabulary.Metrics.MetricDirection;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Tier 2: answers on the right context.</summary>
internal static class GenerationMetrics
{
    private const Tier T2 = Tier.Generation;

    public static MetricDefinition[] All { get; } =
    [
        .. AnsweringMetrics.Counts(T2),
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
        .. AnsweringMetrics.Repeats(T2),
        AnsweringMetrics.AbstentionRate(T2),
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
        .. CallMetrics.Latencies(T2, "generation_latency", "Generation latency", "Время генерации", AnsweringMetrics.Latency),
        .. CallMetrics.Outcomes(T2),
    ];
}
