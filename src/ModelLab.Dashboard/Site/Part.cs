using Microsoft.AspNetCore.Components;
using ModelLab.Dashboard.Hosting;

namespace ModelLab.Dashboard.Site;

/// <summary>What all shared components have in common: the view state of the page they stand on, and the phrase of its language.</summary>
public abstract class Part : ComponentBase
{
    /// <summary>The view state.</summary>
    [CascadingParameter]
    public required PageContext At { get; set; }

    /// <summary>The phrase of the page's language.</summary>
    protected string Say(string english, string russian) => At.Say(english, russian);
}
