namespace ModelLab.Runs.Planning;

/// <summary>What a unit of work asks of its model.</summary>
public enum WorkKind
{
    /// <summary>Answer a question.</summary>
    Generate,

    /// <summary>Score a generated answer on one rubric.</summary>
    Score,

    /// <summary>Score a fixed triple of the data set, to try the judge itself.</summary>
    Trial,

    /// <summary>Decide whether a labelled answer is shown.</summary>
    Decide,
}

/// <summary>
/// One unit of work as data: it can be counted, written down and done anywhere. Each gives exactly one observation.
/// It never depends on a role that does not take part in it, so combinations share it.
/// </summary>
/// <param name="Tier">The tier it belongs to.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="ItemId">The item it is about.</param>
/// <param name="Model">The model that is asked.</param>
/// <param name="Subject">For <see cref="WorkKind.Score"/>: the generator whose answer is scored; otherwise null.</param>
/// <param name="Measure">What is observed: <c>abstention</c>, a rubric, or <c>show</c>.</param>
/// <param name="Repeat">0 for the first time, 1 … for repeats.</param>
public readonly record struct WorkUnit(Tier Tier, WorkKind Kind, string ItemId, string Model, string? Subject, string Measure, int Repeat);
