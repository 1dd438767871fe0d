namespace ModelLab.Knowledge;

/// <summary>A question that a user asked the production assistant.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Question">The user's words.</param>
/// <param name="Answer">What was answered, or null when nothing was.</param>
/// <param name="ConfluenceUrl">The page the answer came from, or null.</param>
/// <param name="Score">The user's score of the answer, 1–5, or null.</param>
/// <param name="CreatedAt">When it was asked, in the help desk's own time (UTC from a column with a time zone), or null.</param>
public sealed record PastQuestion(
    long Id,
    string Question,
    string? Answer = null,
    string? ConfluenceUrl = null,
    double? Score = null,
    DateTime? CreatedAt = null
);
