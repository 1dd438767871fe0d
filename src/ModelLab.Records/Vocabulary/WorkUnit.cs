using ModelLab.Core.Datasets;

namespace ModelLab.Records.Vocabulary;

/// <summary>What a unit of work asks of its model.</summary>
public enum WorkKind
{
    /// <summary>Answer a question.</summary>
    Generate,

    /// <summary>Score a generated answer on one rubric.</summary>
    Score,

    /// <summary>Score a fixed triple of the data set, to try the judge itself.</summary>
    Trial,

    /// <summary>
    /// Hold what was retrieved for a question against what is relevant. Nobody is asked: retrieval is done for all questions at once.
    /// </summary>
    Retrieve,

    /// <summary>Compare a generated answer with another text by their embeddings.</summary>
    Compare,

    /// <summary>Decide whether a labelled answer is shown.</summary>
    Decide,
}

/// <summary>
/// One unit of work as data: it can be counted, written down and done anywhere. Each gives one observation or several that belong together.
/// It never depends on a role that does not take part in it, so combinations share it.
/// </summary>
/// <param name="Tier">The tier it belongs to.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="ItemId">The item it is about.</param>
/// <param name="Model">The model that is asked; an embedder for <see cref="WorkKind.Retrieve"/> and <see cref="WorkKind.Compare"/>.</param>
/// <param name="Subject">For <see cref="WorkKind.Score"/> and <see cref="WorkKind.Compare"/>: the generator whose answer is scored;
/// otherwise null.</param>
/// <param name="Measure">What is observed, first: <c>abstention</c>, a rubric, <c>show</c>, … (<see cref="Measures"/>).</param>
/// <param name="Repeat">0 for the first time, 1 … for repeats.</param>
public readonly record struct WorkUnit(Tier Tier, WorkKind Kind, string ItemId, string Model, string? Subject, string Measure, int Repeat);
