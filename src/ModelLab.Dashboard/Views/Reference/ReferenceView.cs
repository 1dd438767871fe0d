using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Reference;

/// <summary>
/// The metrics that an address asks for: all, or those with <c>q</c> in their name, formula or caution, in either language.
/// </summary>
public static class ReferenceView
{
    /// <summary>Reads what an address asks for; empty when no metric matches.</summary>
    public static IReadOnlyList<MetricDefinition> Of(PageContext at) =>
        at.Value("q") is { } wanted
            ?
            [
                .. MetricCatalog.All.Where(m =>
                    new[] { m.Address, m.English, m.Russian, m.Formula, m.RussianFormula, m.Caution, m.RussianCaution }.Any(text =>
                        text.Contains(wanted, StringComparison.CurrentCultureIgnoreCase)
                    )
                ),
            ]
            : MetricCatalog.All;
}
