using ModelLab.Core.Models;

namespace ModelLab.Dashboard.Views.Judges;

/// <summary>How a judge is related to a generator, by their names.</summary>
public enum Kinship
{
    /// <summary>Nothing says that they are related.</summary>
    None,

    /// <summary>One maker.</summary>
    Family,

    /// <summary>One model, perhaps at two providers.</summary>
    Same,
}

/// <summary>Reads kinship from names.</summary>
public static class Kinships
{
    /// <summary>The kinship of two models.</summary>
    public static Kinship Of(string first, string second) =>
        ModelFamily.IsSame(first, second) ? Kinship.Same
        : ModelFamily.Of(first) is { } maker && maker == ModelFamily.Of(second) ? Kinship.Family
        : Kinship.None;
}
