namespace ModelLab.Core.Roles;

/// <summary>What a benchmark judge scores, 1 (worst) to 5 (best). One call scores one rubric.</summary>
public enum Rubric
{
    /// <summary>Is every statement of the answer supported by the context?</summary>
    Faithfulness,

    /// <summary>Does the answer address the question that was asked?</summary>
    AnswerRelevance,

    /// <summary>Does the answer say what the reference answer says?</summary>
    AnswerCorrectness,

    /// <summary>Would this answer, as a whole, have helped the person who asked? (Tier 3)</summary>
    E2eQuality,
}
