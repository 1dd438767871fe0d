using ModelLab.Core.Metrics.Retrieval;
using static ModelLab.Records.Vocabulary.Metrics.Entry;
using static ModelLab.Records.Vocabulary.Metrics.MetricDirection;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Tier 1: a ranking against what is relevant, by chunks and by pages.</summary>
public static class RetrievalMetrics
{
    private const Tier T1 = Tier.Retrieval;

    /// <summary>The metrics of a ranking of chunks.</summary>
    public static IReadOnlyList<MetricDefinition> OfChunks { get; } = [.. Of(Kind.Chunks)];

    /// <summary>The same of a ranking of pages.</summary>
    public static IReadOnlyList<MetricDefinition> OfPages { get; } = [.. Of(Kind.Pages)];

    /// <summary>Questions without an answer in the knowledge base.</summary>
    public static MetricDefinition UnanswerableLeftOut { get; } =
        Count(
            T1,
            "unanswerable_left_out",
            "Unanswerable, left out",
            "Без ответа, не участвуют",
            new(
                "questions without an answer in the knowledge base; nothing is relevant to them",
                "вопросов без ответа в базе знаний; релевантного для них нет"
            ),
            new(
                "It believes the data set: a question that is marked so by mistake is missing from every number of retrieval.",
                "Верит датасету: вопрос, помеченный так по ошибке, выпадает из всех чисел поиска."
            )
        ) with
        {
            Kind = MetricKind.RunLevel,
        };

    internal static MetricDefinition[] All { get; } =
    [
        Count(
                T1,
                "total_queries",
                "Questions",
                "Вопросов",
                new("answerable questions retrieved for", "вопросов с ответом, по которым шёл поиск"),
                new(
                    "Twenty questions about one page are not twenty independent trials: how sure a number is depends on the number of source pages.",
                    "Двадцать вопросов об одной странице — не двадцать независимых проверок: надёжность числа зависит от количества страниц-источников."
                )
            )
            .Tallied(Measures.Asked),
        UnanswerableLeftOut,
        .. OfChunks,
        .. OfPages,
        Share(
                T1,
                "retrieval_consistency",
                "Retrieval consistency",
                "Устойчивость поиска",
                Higher,
                new(
                    "mean Jaccard index of the chunks that repeats find; null with one run",
                    "средний индекс Жаккара чанков, найденных повторами; не определено при одном прогоне"
                ),
                new(
                    "Finding the same wrong chunks each time has 1. With an embedder that always gives the same vector it is 1 by construction and shows nothing.",
                    "Каждый раз одни и те же неверные чанки дают 1. С эмбеддером, который всегда даёт тот же вектор, равна 1 по построению и ничего не показывает."
                ),
                0.95
            )
            .Tallied(Measures.RetrievalOverlap) with
        {
            Kind = MetricKind.Mean,
        },
    ];

    private enum Kind
    {
        Chunks,
        Pages,
    }

    private static IEnumerable<MetricDefinition> Of(Kind kind)
    {
        var isChunk = kind == Kind.Chunks;
        var (prefix, english, russian, of, ofRussian) = isChunk
            ? ("", "", "", "chunks", "чанков")
            : ("url_", "Page ", "Страница: ", "pages", "страниц");
        Wording Caution(Wording chunks, Wording pages) => isChunk ? chunks : pages;
        foreach (var (k, baseline) in new (int, double)[] { (1, 0.7), (5, 0.9), (10, 0.95) })
            yield return Share(
                    T1,
                    $"{prefix}hit_rate@{k}",
                    $"{english}Hit rate@{k}",
                    $"{russian}Доля попаданий@{k}",
                    Higher,
                    new(
                        $"questions with a relevant one among the first {k} {of} / questions",
                        $"вопросы, у которых среди первых {k} {ofRussian} есть релевантный элемент / вопросы"
                    ),
                    Caution(
                        k == 1
                            ? new(
                                "A relevant chunk in second place counts as nothing found. A chunk that answers but is not named in the data set counts as wrong.",
                                "Релевантный чанк на втором месте — всё равно что не найден. Чанк, который отвечает, но не назван в датасете, считается неверным."
                            )
                            : new(
                                $"Says nothing about the rank within the first {k}, nor how many relevant chunks are missing; a generator that reads fewer than {k} never sees what it counts.",
                                $"Ничего не говорит о месте среди первых {k} и о том, сколько релевантных чанков не найдено; модель, которая читает меньше {k}, засчитанного не видит."
                            ),
                        k == 1
                            ? new(
                                "The right page by a wrong chunk is a hit: the answer may be missing from what the generator reads.",
                                "Верная страница, найденная по неверному чанку, — попадание: в том, что прочтёт модель, ответа может не быть."
                            )
                            : new(
                                $"The larger the pages, the easier: any chunk of the page within the first {k} will do, also one without the answer.",
                                $"Чем больше страницы, тем легче: подойдёт любой чанк страницы среди первых {k}, даже без ответа."
                            )
                    ),
                    isChunk ? baseline : null
                )
                .OfRankings(r => HitRate.At(r, k)) with
            {
                Headline = isChunk && k == 10 ? 3 : null,
            };
        foreach (var k in new[] { 1, 3, 5, 10 })
            yield return Share(
                    T1,
                    $"{prefix}recall@{k}",
                    $"{english}Recall@{k}",
                    $"{russian}Полнота@{k}",
                    Higher,
                    new(
                        $"mean share of the relevant {of} among the first {k}",
                        $"средняя доля релевантных {ofRussian}, попавших в первые {k}"
                    ),
                    Caution(
                        new(
                            $"With one relevant chunk a question it is the hit rate again; with more than {k} it cannot reach 1.",
                            $"При одном релевантном чанке на вопрос это снова доля попаданий; если их больше {k}, до 1 ей не дойти."
                        ),
                        new(
                            $"Hardly ever differs from the page hit rate: most questions name one page. With more than {k} relevant pages it cannot reach 1.",
                            $"Почти не отличается от доли попаданий по страницам: у большинства вопросов страница одна. Если релевантных страниц больше {k}, до 1 ей не дойти."
                        )
                    )
                )
                .OfRankings(r => Recall.At(r, k));
        foreach (var k in new[] { 1, 3, 5, 10 })
            yield return Share(
                    T1,
                    $"{prefix}precision@{k}",
                    $"{english}Precision@{k}",
                    $"{russian}Точность@{k}",
                    Higher,
                    new($"mean share of relevant ones among the first {k} {of}", $"средняя доля релевантных среди первых {k} {ofRussian}"),
                    Caution(
                        k == 1
                            ? new(
                                "The same number as hit rate@1: it confirms nothing.",
                                "То же число, что доля попаданий@1: ничего не подтверждает."
                            )
                            : new(
                                $"With one relevant chunk a question it is at most 1/{k}, however good the search: it then measures the data set.",
                                $"При одном релевантном чанке на вопрос она не больше 1/{k}, как бы хорош ни был поиск: тогда она измеряет датасет."
                            ),
                        k == 1
                            ? new(
                                "The same number as the page hit rate@1: it confirms nothing, and the chunk that was found may lack the answer.",
                                "То же число, что доля попаданий@1 по страницам: ничего не подтверждает, а в найденном чанке может не быть ответа."
                            )
                            : new(
                                $"Divides by {k} even when the chunks that were found come from fewer pages, so it punishes a search that stays on the right page.",
                                $"Делит на {k}, даже если найденные чанки — с меньшего числа страниц, то есть наказывает поиск, который остаётся на верной странице."
                            )
                    )
                )
                .OfRankings(r => Precision.At(r, k));
        yield return Share(
                T1,
                $"{prefix}mrr",
                $"{english}MRR",
                $"{russian}MRR",
                Higher,
                new(
                    $"mean of 1 / rank of the first relevant one of the {of}, 0 where none was retrieved",
                    $"среднее 1 / место первого релевантного среди {ofRussian}, 0 — если не найден"
                ),
                Caution(
                    new(
                        "Only the first relevant chunk counts: where an answer needs several, finding one of five scores like finding all. From place 2 to 1 weighs as much as from nowhere to 2, and it depends on how deep was searched.",
                        "Считается только первый релевантный чанк: если для ответа их нужно несколько, один из пяти стоит столько же, сколько все. Переход с 2-го места на 1-е весит столько же, сколько из ниоткуда на 2-е; зависит и от глубины поиска."
                    ),
                    new(
                        "The page's best chunk gives its rank, whether or not it is the one that answers; on large pages it flatters the search.",
                        "Место странице даёт её лучший чанк, тот ли он, что отвечает, или нет; на больших страницах поиск выглядит лучше, чем есть."
                    )
                ),
                isChunk ? 0.8 : null
            )
            .OfRankings(ReciprocalRank.Of) with
        {
            IsTested = isChunk,
            Headline = isChunk ? 1 : null,
        };
        foreach (var k in new[] { 5, 10 })
            yield return Share(
                    T1,
                    $"{prefix}ndcg@{k}",
                    $"{english}nDCG@{k}",
                    $"{russian}nDCG@{k}",
                    Higher,
                    new(
                        $"mean of DCG / ideal DCG over the first {k} {of}, discount log2(rank + 1)",
                        $"среднее DCG / идеальный DCG по первым {k} {ofRussian}, дисконт log2(место + 1)"
                    ),
                    Caution(
                        new(
                            $"Without grades in the data set all relevant chunks weigh alike, and with a single one it is only a gentler MRR cut at {k}. The discount is a convention, not how your users read.",
                            $"Без градаций в датасете все релевантные чанки весят одинаково, а при единственном это лишь более мягкий MRR до места {k}. Дисконт — условность, а не то, как читают ваши пользователи."
                        ),
                        new(
                            $"A page takes the place of its best chunk, so the order among the first {k} says little about which passage the generator reads.",
                            $"Страница занимает место своего лучшего чанка, поэтому порядок среди первых {k} мало говорит о том, какой отрывок прочтёт модель."
                        )
                    )
                )
                .OfRankings(r => NormalisedDiscountedGain.At(r, k)) with
            {
                Headline = isChunk && k == 10 ? 2 : null,
            };
    }
}
