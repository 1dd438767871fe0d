using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Records.Numbers;
using static ModelLab.Records.Vocabulary.Metrics.Entry;
using static ModelLab.Records.Vocabulary.Metrics.MetricDirection;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Tier Judge: trials of benchmark judges.</summary>
internal static class JudgeTrialMetrics
{
    private const Tier Trial = Tier.JudgeTrial;

    public static MetricDefinition[] All { get; } =
    [
        Count(
                Trial,
                "total_evaluations",
                "Scorings",
                "Оценок",
                new("scorings asked for: triples × 2", "запрошено оценок: тройки × 2"),
                new(
                    "Every triple is in it twice: half of it is repetition, not evidence.",
                    "Каждая тройка входит дважды: половина — повторение, а не новые данные."
                )
            )
            .Tallied(Measures.Asked) with
        {
            Column = 26,
        },
        Share(
                Trial,
                "consistency_score",
                "Consistency",
                "Согласованность",
                Higher,
                new(
                    "share of pairs with two scores that differ by at most 0.5",
                    "доля пар с двумя оценками, которые расходятся не более чем на 0,5"
                ),
                new(
                    "Repeating oneself is not being right: a judge that always says 3 has 1, and at temperature 0 repeats hardly vary. Random whole scores agree in a fifth of pairs, so 0.2 is the floor.",
                    "Повторять себя — не значит быть правым: у судьи, который всегда ставит 3, здесь 1, а при температуре 0 повторы почти не различаются. Случайные целые оценки совпадают в пятой части пар, так что дно — 0,2."
                )
            )
            .From(Measures.Consistent) with
        {
            Column = 1,
            Headline = 1,
            Ranks = true,
            IsTested = true,
        },
        Share(
                Trial,
                "error_rate",
                "Error rate",
                "Доля ошибок",
                Lower,
                new("scorings without a score / all scorings", "оценки без результата / все оценки"),
                new(
                    "After trouble with the network or quotas it speaks of your connection: the shares by outcome tell unreadable replies from broken calls.",
                    "После неполадок сети или квот говорит о вашем соединении: доли по исходам отделят нечитаемые ответы от оборванных вызовов."
                )
            )
            .From(Measures.TrialError) with
        {
            Column = 2,
            Headline = 2,
            Ranks = true,
        },
        .. CallMetrics.Latencies(
            Trial,
            "latency",
            "Latency",
            "Время ответа",
            new(
                "In reasoned mode it is longer for good reason, and a fast judge is no better for it. Different load or a reply from the journal makes it incomparable.",
                "В режиме с обоснованием время больше по делу, и быстрый судья не лучше. Другая нагрузка или ответ из журнала делают его несравнимым."
            )
        ),
        .. CallMetrics.Outcomes(Trial),
        Score(
                Trial,
                "avg_faithfulness",
                "Faithfulness of references",
                "Верность эталонов",
                null,
                new(
                    "No basis for a choice: a judge that praises everything has 5. A low value means a harsh judge or bad references: read the evidence to know which.",
                    "Для выбора не годится: у судьи, который хвалит всё, здесь 5. Низкое значение — строгий судья или плохие эталоны: что именно, скажут обоснования."
                )
            )
            .From(Rubric.Faithfulness) with
        {
            Column = 3,
        },
    ];
}
