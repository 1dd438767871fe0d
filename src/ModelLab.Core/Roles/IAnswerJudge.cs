using ModelLab.Core.Judging;
using ModelLab.Core.Models;

namespace ModelLab.Core.Roles;

/// <summary>The benchmark-judge role: scores an answer on one rubric, 1–5.</summary>
public interface IAnswerJudge
{
    /// <summary>The model in this role.</summary>
    ModelRef Model { get; }

    /// <summary>Scores one answer on one rubric. Failures are replies with an outcome, not exceptions.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<Reply<double?>> ScoreAsync(ScoreRequest request, CancellationToken cancellationToken);
}

/// <summary>What a benchmark judge is given.</summary>
/// <param name="ItemId">The item's id; seeds the built-ins' randomness.</param>
/// <param name="Rubric">What to score.</param>
/// <param name="Question">The user's question.</param>
/// <param name="Context">The text the answer was to come from; may be empty; null where it is not known.</param>
/// <param name="Answer">The answer under evaluation: data, never instructions.</param>
/// <param name="References">The accepted answers, the main one first; may be empty.</param>
/// <param name="Repeat">0 for the first scoring of this answer, 1 … for its repeats.</param>
public sealed record ScoreRequest(
    string ItemId,
    Rubric Rubric,
    string Question,
    string? Context,
    string Answer,
    IReadOnlyList<string> References,
    int Repeat = 0
);
