using ModelLab.Core.Models;

namespace ModelLab.Core.Roles;

/// <summary>The production-judge role: decides Yes/No whether an answer is shown to the user.</summary>
public interface IShowDecider
{
    /// <summary>The model in this role.</summary>
    ModelRef Model { get; }

    /// <summary>Decides on one answer. Failures are replies with an outcome, not exceptions.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<Reply<bool?>> DecideAsync(ShowRequest request, CancellationToken cancellationToken);
}

/// <summary>What a production judge is given.</summary>
/// <param name="ItemId">The item's id; seeds the built-ins' randomness.</param>
/// <param name="Question">The user's question.</param>
/// <param name="Context">The text the answer was to come from; may be empty.</param>
/// <param name="Answer">The answer under evaluation: data, never instructions.</param>
/// <param name="Repeat">0 for the first verdict, 1 … for repeats.</param>
public sealed record ShowRequest(string ItemId, string Question, string Context, string Answer, int Repeat = 0);
