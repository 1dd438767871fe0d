using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Analyses;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Pages;

/// <summary>What pages of an analysis beside the tiers have in common: they show one run that made it.</summary>
public abstract class AnalysisPage : SitePage
{
    /// <summary>The analysis, as its field in files.</summary>
    protected abstract string Field { get; }

    /// <summary>The runs that made it, and the one shown.</summary>
    protected RunChoice Choice { get; private set; } = new([], null);

    /// <summary>The run shown; null when there is none.</summary>
    protected Run? Run { get; private set; }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        (Choice, Run) = AnalysisChoice.Of(At, Library, Field);
        At.Shows(Run is not null, "run");
    }
}
