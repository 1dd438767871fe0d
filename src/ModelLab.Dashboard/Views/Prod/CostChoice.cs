using System.Globalization;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Deciding;

namespace ModelLab.Dashboard.Views.Prod;

/// <summary>What wrong decisions cost, as an address says it.</summary>
public static class CostChoice
{
    /// <summary>The greatest cost that the slider reaches; an address may name a greater one.</summary>
    public const double SliderMost = 20;

    private const double Most = 1e6;

    /// <summary>
    /// The costs of <c>show</c> and <c>hide</c>; 1 for what is missing or no number from 0 on, so that both wrong decisions weigh alike.
    /// </summary>
    public static DecisionCosts Of(PageContext at) => new(Number(at.Value("show")), Number(at.Value("hide")));

    /// <summary>A cost as addresses and inputs have it.</summary>
    public static string Text(double cost) => cost.ToString("0.###", CultureInfo.InvariantCulture);

    private static double Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cost) && cost <= Most ? cost : 1;
}
