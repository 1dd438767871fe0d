using ModelLab.Core.Roles;
using ModelLab.Records.Numbers;
using static ModelLab.Records.Vocabulary.Metrics.Entry;
using static ModelLab.Records.Vocabulary.Metrics.MetricDirection;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>What every tier that asks models measures of the calls themselves.</summary>
internal static class CallMetrics
{
    public static MetricDefinition[] Latencies(Tier tier, string name, string english, string russian, Wording ofMean) =>
        [
            Milliseconds(
                    tier,
                    $"avg_{name}_ms",
                    english,
                    russian,
                    new("mean time of successful first calls", "среднее время успешных первых вызовов"),
                    ofMean
                )
                .Tallied(Measures.Latency) with
            {
                Kind = MetricKind.Mean,
                Column = 10,
                Headline = tier == Tier.JudgeTrial ? 3 : null,
            },
            Milliseconds(
                    tier,
                    $"p50_{name}_ms",
                    english + ", median",
                    russian + ", медиана",
                    new("median time of successful first calls", "медиана времени успешных первых вызовов"),
                    new(
                        "Hides the slow half, which is what users remember. Not comparable where models had different numbers of calls under way at once.",
                        "Скрывает медленную половину, которую и запоминают пользователи. Не сравнивайте модели, у которых одновременно шло разное число вызовов."
                    )
                )
                .Tallied(Measures.Latency) with
            {
                Quantile = 0.5,
            },
            Milliseconds(
                    tier,
                    $"p95_{name}_ms",
                    english + ", p95",
                    russian + ", p95",
                    new(
                        "95th percentile of the time of successful first calls (Hyndman and Fan's type 7)",
                        "95-й процентиль времени успешных первых вызовов (тип 7 по Хайндману и Фану)"
                    ),
                    new(
                        "Of fewer than 20 calls it is nearly the slowest one. Failed calls, which are often those that hung longest, are not in it.",
                        "При менее чем 20 вызовах это почти самый медленный из них. Неудачные вызовы, а они часто и висели дольше всех, в него не входят."
                    )
                )
                .Tallied(Measures.Latency) with
            {
                Quantile = 0.95,
            },
            Milliseconds(
                    tier,
                    "avg_first_token_ms",
                    "First token",
                    "Первый токен",
                    new("mean time to the first piece of a streamed reply", "среднее время до первого фрагмента потокового ответа"),
                    new(
                        "A provider or proxy that collects the reply before sending makes it the time of the whole answer. Says nothing about how fast the rest comes.",
                        "Если провайдер или прокси копит ответ перед отправкой, это время всего ответа. О скорости остального не говорит ничего."
                    )
                )
                .Tallied(Measures.FirstToken) with
            {
                Kind = MetricKind.Mean,
            },
        ];

    public static MetricDefinition[] Outcomes(Tier tier) => [.. Shares(tier).Select(m => m with { Roles = tier.Roles() })];

    private static MetricDefinition[] Shares(Tier tier) =>
        [
            Share(
                    tier,
                    "scored_rate",
                    "Scored",
                    "Получен результат",
                    Higher,
                    new("scored / asked", "с результатом / задано"),
                    new(
                        "It says that replies could be read, not that they are right: a judge that always gives the same reply has 1.",
                        "Говорит, что ответы удалось прочитать, а не что они верны: у судьи, который всегда отвечает одно и то же, здесь 1."
                    )
                )
                .Tallied(Names.Of(Outcome.Scored)),
            Share(
                    tier,
                    "refused_rate",
                    "Refused",
                    "Отказ модели",
                    Lower,
                    new("refused / asked", "отказы модели / задано"),
                    new(
                        "A provider's filter and the model's own refusal look alike. Refusals gather on certain topics, so what remains is another, easier set.",
                        "Фильтр провайдера и отказ самой модели неразличимы. Отказы скапливаются на отдельных темах, и остаётся другой, более лёгкий набор."
                    )
                )
                .Tallied(Names.Of(Outcome.Refused)),
            Share(
                    tier,
                    "unparseable_rate",
                    "Unparseable",
                    "Не разобрано",
                    Lower,
                    new(
                        "replies that could not be read, also after a re-ask / asked",
                        "ответы, которые не удалось разобрать и после переспроса / задано"
                    ),
                    new(
                        "Belongs to the prompt and the token limit as much as to the model: a reply that was cut off cannot be read either.",
                        "Зависит от промпта и лимита токенов не меньше, чем от модели: обрезанный ответ тоже не прочитать."
                    )
                )
                .Tallied(Names.Of(Outcome.Unparseable)),
            Share(
                    tier,
                    "transport_error_rate",
                    "Transport errors",
                    "Сбои связи",
                    Lower,
                    new("no usable reply / asked", "нет пригодного ответа / задано"),
                    new(
                        "Tells of the network, quotas and the hour, not of the model's quality. Calls that were never sent because the model was given up are in it.",
                        "Говорит о сети, квотах и времени суток, а не о качестве модели. В неё входят и вызовы, не отправленные, потому что от модели отказались."
                    )
                )
                .Tallied(Names.Of(Outcome.TransportError)),
        ];
}
