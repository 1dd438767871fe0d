using ModelLab.Core.Models;
using static ModelLab.Records.Vocabulary.Metrics.Entry;
using static ModelLab.Records.Vocabulary.Metrics.MetricDirection;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Tier UX: cache and conversations.</summary>
public static class UxMetrics
{
    private const Tier Ux = Tier.Ux;

    /// <summary>Conversations.</summary>
    public static MetricDefinition TotalSessions { get; } =
        Count(
            Ux,
            "total_sessions",
            "Sessions",
            "Сессий",
            new("conversations", "диалогов"),
            new(
                "Conversations that somebody wrote for a test are not those of your users, however many there are.",
                "Диалоги, написанные для проверки, — не диалоги ваших пользователей, сколько бы их ни было."
            )
        ) with
        {
            Kind = MetricKind.RunLevel,
        };

    internal static MetricDefinition[] All { get; } =
    [
        TotalSessions,
        Share(
                Ux,
                "cache_hit_rate",
                "Cache hits",
                "Попадания в кэш",
                Higher,
                new(
                    "questions with a past question of score 5 above the threshold / questions",
                    "вопросы, для которых есть прошлый вопрос с оценкой 5 выше порога / вопросы"
                ),
                new(
                    "Near is not the same: a hit promises no right answer, and the threshold means another thing for another embedder. Too high where the data set was made from those past questions.",
                    "Близкий вопрос — не тот же самый: попадание не обещает верного ответа, а порог у другого эмбеддера значит другое. Завышена, если датасет сделан из этих же прошлых вопросов."
                )
            )
            .From(Measures.CacheHit) with
        {
            Headline = 1,
        },
        Share(
                Ux,
                "context_preservation",
                "Context preservation",
                "Сохранение контекста",
                Higher,
                new(
                    "follow-ups whose page is found first with the earlier questions before them / follow-ups; null without sessions",
                    "уточнения, чья страница найдена первой вместе с предыдущими вопросами / уточнения; не определено без диалогов"
                ),
                new(
                    "A conversation that stays on one page keeps it by itself: the earlier question already finds it. Only sessions that change pages put it to the test.",
                    "Диалог об одной странице сохраняет её сам собой: её находит уже предыдущий вопрос. Испытывают её только диалоги, где страница меняется."
                )
            )
            .From(Measures.ContextPreserved) with
        {
            Headline = 2,
        },
        Cosine(
                Ux,
                "multi_turn_consistency",
                "Multi-turn consistency",
                "Согласованность диалога",
                new(
                    "mean cosine between the answers to a question and to its rephrasing; null without such turns",
                    "средний косинус между ответами на вопрос и на его перефразировку; не определено без таких реплик"
                ),
                new(
                    "A model that always refuses has 1, and so has one that repeats its mistake. Different contexts were retrieved for the two, so a good model may rightly answer differently.",
                    "У модели, которая всегда отказывается или повторяет ошибку, здесь 1. Для двух реплик найден разный контекст, и хорошая модель вправе ответить по-разному."
                )
            )
            .From(Measures.TurnSimilarity) with
        {
            Headline = 3,
            Roles = [ModelRole.Generation],
        },
    ];
}
