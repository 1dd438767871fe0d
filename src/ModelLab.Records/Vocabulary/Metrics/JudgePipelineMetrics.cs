using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Records.Numbers;
using static ModelLab.Records.Vocabulary.Metrics.Entry;
using static ModelLab.Records.Vocabulary.Metrics.MetricDirection;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Tier Judge Pipeline: production judges' verdicts against labels.</summary>
public static class JudgePipelineMetrics
{
    private const Tier Pipeline = Tier.JudgePipeline;

    /// <summary>Rightly shown.</summary>
    public static MetricDefinition TruePositives { get; } =
        Count(
            Pipeline,
            "true_positives",
            "TP",
            "TP",
            new("rightly shown", "верно показано"),
            new(
                "Grows with the number of good answers in the data set: between data sets compare recall.",
                "Растёт с числом хороших ответов в датасете: между датасетами сравнивайте полноту."
            )
        ) with
        {
            Statistic = m => m.TruePositives,
            Column = 20,
        };

    /// <summary>Wrongly shown.</summary>
    public static MetricDefinition FalsePositives { get; } =
        Count(
            Pipeline,
            "false_positives",
            "FP",
            "FP",
            new("wrongly shown", "неверно показано"),
            new(
                "Low also for a judge that shows hardly anything. Some are errors of the labels: read them.",
                "Мало и у судьи, который почти ничего не показывает. Часть — ошибки разметки: прочтите их."
            ),
            Lower
        ) with
        {
            Statistic = m => m.FalsePositives,
            Column = 21,
        };

    /// <summary>Wrongly hidden.</summary>
    public static MetricDefinition FalseNegatives { get; } =
        Count(
            Pipeline,
            "false_negatives",
            "FN",
            "FN",
            new("wrongly hidden", "неверно скрыто"),
            new(
                "Low also for a judge that shows everything: read it beside the wrongly shown.",
                "Мало и у судьи, который показывает всё: читайте вместе с зря показанными."
            ),
            Lower
        ) with
        {
            Statistic = m => m.FalseNegatives,
            Column = 22,
        };

    /// <summary>Rightly hidden.</summary>
    public static MetricDefinition TrueNegatives { get; } =
        Count(
            Pipeline,
            "true_negatives",
            "TN",
            "TN",
            new("rightly hidden", "верно скрыто"),
            new(
                "Bad answers made for the data set are often easier to see through than those of a real model, so production will have fewer.",
                "Плохие ответы, сделанные для датасета, часто распознать легче, чем ответы настоящей модели: в работе их будет скрыто меньше."
            )
        ) with
        {
            Statistic = m => m.TrueNegatives,
            Column = 23,
        };

    /// <summary>Items without a verdict.</summary>
    public static MetricDefinition NoVerdict { get; } =
        Count(
                Pipeline,
                "errors",
                "No verdict",
                "Без вердикта",
                new("items without a verdict: in no cell of the matrix", "примеров без вердикта: их нет ни в одной клетке матрицы"),
                new(
                    "All shares leave these out: a judge that fails on the hard items looks better than it is. What your system does without a verdict, no number here says.",
                    "Во все доли они не входят: судья, который сбоит на трудных примерах, выглядит лучше, чем есть. Что ваша система сделает без вердикта, здесь не говорит ни одно число."
                ),
                Lower
            )
            .Tallied(Measures.Missing) with
        {
            Column = 24,
        };

    internal static MetricDefinition[] All { get; } =
    [
        Count(
                Pipeline,
                "total_evaluations",
                "Items",
                "Примеров",
                new("labelled items judged", "размеченных примеров"),
                new(
                    "Items without a verdict are in it, but in no share: the shares may rest on fewer.",
                    "В него входят и примеры без вердикта, но не в доли: доли могут опираться на меньшее число."
                )
            )
            .Tallied(Measures.Asked),
        Share(
                Pipeline,
                "accuracy",
                "Accuracy",
                "Точность (accuracy)",
                Higher,
                new("(TP + TN) / verdicts", "(TP + TN) / вердикты"),
                new(
                    "With lopsided labels: where 90 % of answers are good, showing everything has 0.9. A wrongly shown and a wrongly hidden answer count alike, whatever they cost you.",
                    "При перекошенной разметке: если хороши 90 % ответов, показ всего подряд даёт 0,9. Зря показанный и зря скрытый ответ считаются одинаково, сколько бы они вам ни стоили."
                )
            )
            .From(Measures.Right) with
        {
            Statistic = m => m.Accuracy,
            Column = 2,
            Ranks = true,
            IsTested = true,
        },
        Share(
                Pipeline,
                "precision",
                "Precision",
                "Точность (precision)",
                Higher,
                new("TP / (TP + FP); null when nothing was shown", "TP / (TP + FP); не определено, если ничего не показано"),
                new(
                    "When little was shown: a judge that dares to show ten safe answers looks best. Look at its n and at recall.",
                    "Когда показано мало: лучше всех выглядит судья, который решился на десять верных ответов. Смотрите на n и на полноту."
                )
            )
            .From(Measures.LabelOfShown) with
        {
            Kind = MetricKind.MatrixStatistic,
            Statistic = m => m.Precision,
            Column = 3,
            Headline = 2,
        },
        Share(
                Pipeline,
                "recall",
                "Recall",
                "Полнота (recall)",
                Higher,
                new("TP / (TP + FN); null when nothing should be shown", "TP / (TP + FN); не определено, если показывать нечего"),
                new(
                    "Alone: showing everything has 1. Bad answers that got through do not lower it.",
                    "В одиночку: показ всего подряд даёт 1. Пропущенные плохие ответы её не снижают."
                )
            )
            .From(Measures.ShowOfGood) with
        {
            Statistic = m => m.Recall,
            Column = 4,
            Headline = 3,
        },
        Share(
            Pipeline,
            "f1_score",
            "F1",
            "F1",
            Higher,
            new("2TP / (2TP + FP + FN)", "2TP / (2TP + FP + FN)"),
            new(
                "Not without builtin:always-yes beside it: with a share p of good answers, showing everything has 2p / (1 + p). It ignores what was rightly hidden, and weighs both errors alike.",
                "Не без builtin:always-yes рядом: при доле p хороших ответов показ всего подряд даёт 2p / (1 + p). Верно скрытое не учитывает, обе ошибки взвешивает одинаково."
            )
        ) with
        {
            Kind = MetricKind.MatrixStatistic,
            Statistic = m => m.F1,
            IsByQuestion = true,
            Column = 1,
            Headline = 1,
            Ranks = true,
            IsTested = true,
        },
        .. CallMetrics.Latencies(
            Pipeline,
            "latency",
            "Latency",
            "Время ответа",
            new(
                "A user waits for it on top of the answer, so the mean hides what matters: read p95. Your production load is not that of the run.",
                "Пользователь ждёт его сверх самого ответа, поэтому среднее скрывает главное: смотрите p95. Нагрузка в работе — не та, что при запуске."
            )
        ),
        .. CallMetrics.Outcomes(Pipeline),
        TruePositives,
        FalsePositives,
        FalseNegatives,
        TrueNegatives,
        NoVerdict,
    ];

    /// <summary>
    /// What production judges are ranked by once the costs of wrong decisions are told; no number of a run, so not of the catalogue.
    /// </summary>
    public static MetricDefinition ExpectedCost { get; } =
        Plain(
            Pipeline,
            "expected_cost",
            "Expected cost of a decision",
            "Ожидаемая цена решения",
            new(
                "(FP · cost of a wrong show + FN · cost of a wrong hide) / verdicts",
                "(FP · цена лишнего показа + FN · цена лишнего отказа) / вердикты"
            ),
            new(
                "As good as the costs that were told: they say what matters to you, not what happens.",
                "Не лучше названных цен: они говорят о том, что важно вам, а не о том, что происходит."
            )
        ) with
        {
            Unit = "cost",
            Direction = Lower,
            IsByQuestion = true,
            Ranks = true,
        };
}
