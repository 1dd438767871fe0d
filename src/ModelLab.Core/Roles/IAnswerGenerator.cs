using ModelLab.Core.Models;

namespace ModelLab.Core.Roles;

/// <summary>The generation role: answers a question from a context.</summary>
public interface IAnswerGenerator
{
    /// <summary>The model in this role.</summary>
    ModelRef Model { get; }

    /// <summary>Answers one question. Failures are replies with an outcome, not exceptions.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<Reply<string>> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken);
}

/// <summary>What a generator is given.</summary>
/// <param name="ItemId">The item's id; seeds the built-ins' randomness.</param>
/// <param name="Question">The user's question.</param>
/// <param name="Context">The text the answer must come from; may be empty.</param>
/// <param name="Repeat">0 for the first generation of this question, 1 … for its repeats.</param>
public sealed record GenerationRequest(string ItemId, string Question, string Context, int Repeat = 0);
