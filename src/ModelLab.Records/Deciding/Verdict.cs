namespace ModelLab.Records.Deciding;

/// <summary>What came out for a role.</summary>
public enum Verdict
{
    /// <summary>One model is established better than all others, or won a race.</summary>
    Clear,

    /// <summary>One model is shown to be at most the margin worse than the best, whichever that is.</summary>
    Enough,

    /// <summary>The evidence does not tell the best models apart. One is named first, provisionally.</summary>
    Tie,

    /// <summary>The best model is not shown to beat the trivial rule of its role, or lies below its floor.</summary>
    BelowFloor,

    /// <summary>Too few source pages.</summary>
    Thin,

    /// <summary>One model alone has nothing to be compared with; an earlier run may have chosen it.</summary>
    Single,

    /// <summary>No model could be ranked.</summary>
    Nothing,
}

/// <summary>What a model must be shown to beat, and is not.</summary>
public enum FloorKind
{
    /// <summary>The faithfulness that a generator must not surely lie below.</summary>
    Faithfulness,

    /// <summary>The best built-in generator.</summary>
    BuiltIn,

    /// <summary>Always showing the answer.</summary>
    AlwaysShow,

    /// <summary>Never showing one.</summary>
    AlwaysHide,
}

/// <summary>A floor that a model is not shown to be above.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Model">The built-in model, where it is one.</param>
public sealed record Floor(FloorKind Kind, string? Model = null);
