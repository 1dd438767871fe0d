using Microsoft.AspNetCore.Components;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Pages;

/// <summary>What all pages have in common: the view state, and the phrase of the reader's language.</summary>
public abstract class SitePage : ComponentBase
{
    /// <summary>The view state.</summary>
    [Parameter, EditorRequired]
    public required PageContext At { get; set; }

    /// <summary>The runs.</summary>
    [Inject]
    protected RunLibrary Library { get; set; } = null!;

    /// <summary>The phrase of the page's language.</summary>
    protected string Say(string english, string russian) => At.Say(english, russian);
}
