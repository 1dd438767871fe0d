namespace ModelLab.Dashboard.Site;

/// <summary>A group of pages in the navigation.</summary>
public enum SiteGroup
{
    /// <summary>Comparisons of models.</summary>
    Comparisons,

    /// <summary>Runs.</summary>
    Runs,

    /// <summary>Data and knowledge base.</summary>
    Data,

    /// <summary>Help.</summary>
    Help,
}

/// <summary>A page of the navigation.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Group">Its group.</param>
/// <param name="English">Its name in English.</param>
/// <param name="Russian">Its name in Russian.</param>
public sealed record SiteEntry(string Path, SiteGroup Group, string English, string Russian);

/// <summary>
/// All pages of the navigation, in its order. A new page is a component in <c>Pages/</c>, which names its path, and a line here.
/// </summary>
public static class SiteMap
{
    /// <summary>Where the views are as JSON.</summary>
    public const string Api = "/api/v1";

    /// <summary>Where runs that go on are watched.</summary>
    public const string Live = "/live";

    /// <summary>The address of a page's view as JSON; null for a page that has none.</summary>
    /// <param name="path">The page's path.</param>
    public static string? ApiOf(string path)
    {
        if (path.Split('/') is ["", "runs", { Length: > 0 } id])
            return $"{Api}/runs/{Uri.EscapeDataString(id)}";
        return path == "/reference" ? Api + "/metrics"
            : All.Any(e => e.Path == path) ? Api + path
            : null;
    }

    /// <summary>The pages.</summary>
    public static IReadOnlyList<SiteEntry> All { get; } =
    [
        new("/overview", SiteGroup.Comparisons, "Overview", "Обзор"),
        new("/llm", SiteGroup.Comparisons, "LLM comparison", "Сравнение LLM"),
        new("/judges", SiteGroup.Comparisons, "Judge comparison", "Сравнение судей"),
        new("/prod", SiteGroup.Comparisons, "Production judge comparison", "Сравнение продакшн-судей"),
        new("/tiers", SiteGroup.Comparisons, "Tier comparison", "Сравнение уровней"),
        new("/runs", SiteGroup.Runs, "Runs", "Запуски"),
        new("/compare", SiteGroup.Runs, "Compare runs", "Сравнение запусков"),
        new("/history", SiteGroup.Runs, "Metric history", "История метрики"),
        new(Live, SiteGroup.Runs, "Live", "Сейчас"),
        new("/dataset", SiteGroup.Data, "Run data set", "Датасет запуска"),
        new("/utilization", SiteGroup.Data, "Chunk utilization", "Использование чанков"),
        new("/topics", SiteGroup.Data, "Topic coverage", "Покрытие тем"),
        new("/domain", SiteGroup.Data, "Domain insights", "Портрет домена"),
        new("/reference", SiteGroup.Help, "Reference", "Справка"),
    ];
}
