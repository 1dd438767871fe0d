namespace ModelLab.Records.Vocabulary;

/// <summary>Whether a combination can be used for a choice.</summary>
public enum ModelRunStatus
{
    /// <summary>Every model of it took part and gave usable replies.</summary>
    Ok,

    /// <summary>A model of it took part but too little came back to judge by.</summary>
    Partial,

    /// <summary>A model of it lost a race: its numbers are over what it answered until then.</summary>
    Dropped,

    /// <summary>A model of it could not be called at all.</summary>
    Excluded,
}

/// <summary>Whether a combination of models can be used, as a run's file has it.</summary>
/// <param name="Models">Its models; null in a role that no chosen tier needs.</param>
/// <param name="Status">Whether it can be used; null when the file does not say, or says what this version does not know.</param>
/// <param name="Reason">Why it is not ok.</param>
public sealed record CombinationStatus(ModelNames Models, ModelRunStatus? Status, string? Reason)
{
    /// <summary>The same model by model; empty where the file does not say.</summary>
    public IReadOnlyList<ModelRemark> Reasons { get; init; } = [];
}
