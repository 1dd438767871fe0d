using static ModelLab.Records.Vocabulary.Metrics.Entry;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Tier 0: the shape of embeddings.</summary>
public static class IntrinsicMetrics
{
    private const Tier T0 = Tier.Intrinsic;

    /// <summary>Vectors measured.</summary>
    public static MetricDefinition TotalSamples { get; } =
        Count(
            T0,
            "total_samples",
            "Questions",
            "Вопросов",
            new("vectors measured", "измеренных векторов"),
            new(
                "Many are not yet various: rephrasings of one question count one each.",
                "Много — ещё не разнообразно: перефразировки одного вопроса считаются отдельно."
            )
        ) with
        {
            Kind = MetricKind.RunLevel,
        };

    /// <summary>Mean distance to the nearest neighbours.</summary>
    public static MetricDefinition AverageNeighbourDistance { get; } =
        Distance(
            T0,
            "avg_nn_distance",
            "Nearest-neighbour distance",
            "Расстояние до соседей",
            new("mean cosine distance to the 5 nearest neighbours", "среднее косинусное расстояние до 5 ближайших соседей"),
            new(
                "Falls as questions of the same kind are added, and each embedder has a scale of its own: do not compare sets of different size or different embedders.",
                "Падает, когда добавляют похожие вопросы, и у каждого эмбеддера своя шкала: не сравнивайте наборы разного размера и разные эмбеддеры."
            )
        ) with
        {
            Headline = 2,
        };

    /// <summary>Standard deviation of those distances.</summary>
    public static MetricDefinition NeighbourDistanceDeviation { get; } =
        Distance(
            T0,
            "std_nn_distance",
            "Nearest-neighbour distance, SD",
            "Расстояние до соседей, СКО",
            new("standard deviation of those distances over the population", "стандартное отклонение этих расстояний по всей совокупности"),
            new(
                "Not a margin of error of the mean: questions share their neighbours. A few outliers can make most of it.",
                "Это не погрешность среднего: соседи у вопросов общие. Большую часть могут дать несколько выбросов."
            )
        );

    /// <summary>The reciprocal of the mean distance.</summary>
    public static MetricDefinition DensityScore { get; } =
        Plain(
            T0,
            "density_score",
            "Density",
            "Плотность",
            new("1 / (avg_nn_distance + 10⁻⁶)", "1 / (avg_nn_distance + 10⁻⁶)"),
            new(
                "Tells nothing that the nearest-neighbour distance does not, and shoots up to 10⁶ where questions coincide: then it counts duplicates.",
                "Не говорит ничего сверх расстояния до соседей и взлетает до 10⁶, где вопросы совпадают: тогда это счёт дубликатов."
            )
        );

    /// <summary>Mean distance to the centroid.</summary>
    public static MetricDefinition AverageSpread { get; } =
        Distance(
            T0,
            "avg_spread",
            "Spread",
            "Разброс",
            new("mean Euclidean distance to the centroid", "среднее евклидово расстояние до центроида"),
            new(
                "Grows with the length of vectors, so embedders cannot be compared by it. Two tight topics far apart and one even cloud can have the same spread.",
                "Растёт с длиной векторов, поэтому эмбеддеры по нему не сравнить. Две тесные далёкие темы и одно ровное облако могут иметь одинаковый разброс."
            )
        ) with
        {
            Headline = 3,
        };

    /// <summary>Largest distance to the centroid.</summary>
    public static MetricDefinition MaximumSpread { get; } =
        Distance(
            T0,
            "max_spread",
            "Spread, maximum",
            "Разброс, максимум",
            new("largest Euclidean distance to the centroid", "наибольшее евклидово расстояние до центроида"),
            new(
                "A single odd question decides it, and larger sets are likelier to have one.",
                "Его решает один странный вопрос, а в большом наборе такой вероятнее."
            )
        );

    /// <summary>Standard deviation of the distances to the centroid.</summary>
    public static MetricDefinition SpreadDeviation { get; } =
        Distance(
            T0,
            "spread_std",
            "Spread, SD",
            "Разброс, СКО",
            new("standard deviation of the distances to the centroid", "стандартное отклонение расстояний до центроида"),
            new(
                "Small does not mean close together: in many dimensions vectors tend to lie equally far from the centroid.",
                "Малое не значит «тесно»: в пространстве многих измерений векторы обычно лежат на равном расстоянии от центроида."
            )
        );

    /// <summary>Principal components for 95 % of the variance.</summary>
    public static MetricDefinition Dimensionality { get; } =
        Plain(
            T0,
            "effective_dimensionality",
            "Effective dimensionality",
            "Эффективная размерность",
            new("principal components for 95 % of the variance", "главных компонент для 95 % дисперсии"),
            new(
                "Cannot exceed the number of questions less one, so a small set looks simple whatever it is about.",
                "Не больше числа вопросов без одного, поэтому малый набор выглядит простым, о чём бы он ни был."
            )
        ) with
        {
            Headline = 1,
        };

    /// <summary>Mean distance over all pairs.</summary>
    public static MetricDefinition AveragePairDistance { get; } =
        Distance(
            T0,
            "avg_pairwise_distance",
            "Pairwise distance",
            "Попарное расстояние",
            new("mean cosine distance over all pairs", "среднее косинусное расстояние по всем парам"),
            new(
                "Embedders crowd all texts into a cone of their own: 0.3 is far in one and near in another. It cannot tell several tight topics from one loose cloud.",
                "Каждый эмбеддер сжимает тексты в свой конус: 0,3 у одного далеко, у другого близко. Несколько тесных тем от одного рыхлого облака не отличает."
            )
        );

    /// <summary>Standard deviation over all pairs.</summary>
    public static MetricDefinition PairDistanceDeviation { get; } =
        Distance(
            T0,
            "std_pairwise_distance",
            "Pairwise distance, SD",
            "Попарное расстояние, СКО",
            new("standard deviation over all pairs", "стандартное отклонение по всем парам"),
            new(
                "Says that there is structure, not which: topics, duplicates and outliers all widen it. Pairs share questions, so it is no margin of error.",
                "Говорит, что структура есть, но не какая: его расширяют и темы, и дубликаты, и выбросы. Пары имеют общие вопросы, поэтому это не погрешность."
            )
        );

    /// <summary>The nearest pair.</summary>
    public static MetricDefinition MinimumPairDistance { get; } =
        Distance(
            T0,
            "min_pairwise_distance",
            "Pairwise distance, least",
            "Попарное расстояние, минимум",
            new("the nearest pair", "самая близкая пара"),
            new(
                "One duplicated question makes it 0: a reason to look for duplicates, no property of the set.",
                "Один повторённый вопрос делает его нулём: это повод искать дубликаты, а не свойство набора."
            )
        );

    /// <summary>The farthest pair.</summary>
    public static MetricDefinition MaximumPairDistance { get; } =
        Distance(
            T0,
            "max_pairwise_distance",
            "Pairwise distance, greatest",
            "Попарное расстояние, максимум",
            new("the farthest pair", "самая далёкая пара"),
            new(
                "Two questions decide it, often one of them in another language or broken: read the pair before the number.",
                "Его решают два вопроса, нередко один из них на другом языке или испорчен: сначала прочтите пару."
            )
        );

    internal static MetricDefinition[] All { get; } =
    [
        TotalSamples,
        AverageNeighbourDistance,
        NeighbourDistanceDeviation,
        DensityScore,
        AverageSpread,
        MaximumSpread,
        SpreadDeviation,
        Dimensionality,
        AveragePairDistance,
        PairDistanceDeviation,
        MinimumPairDistance,
        MaximumPairDistance,
    ];
}
