using ModelLab.Core.Models;
using ModelLab.Core.Roles;

namespace ModelLab.Llm.Baselines;

/// <summary>
/// A baseline generator that makes its answer from question and context by a rule; an empty result becomes «ответ не найден».
/// </summary>
internal sealed class TextGenerator(string name, TimeProvider time, Func<string, string, string> rule) : IAnswerGenerator
{
    public const string NoAnswer = "ответ не найден";

    public ModelRef Model { get; } = ModelRef.BuiltIn(name);

    public Task<Reply<string>> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = time.GetTimestamp();
        var answer = rule(request.Question, request.Context);
        return Task.FromResult(
            new Reply<string>(Outcome.Scored, answer.Length == 0 ? NoAnswer : answer, null, null, Measured.Since(start, time))
        );
    }
}
