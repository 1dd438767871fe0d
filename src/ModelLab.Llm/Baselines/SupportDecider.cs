using System.Globalization;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;

namespace ModelLab.Llm.Baselines;

/// <summary>
/// <c>builtin:support</c>: shows an answer when the context supports it: it is no abstention, every number in it occurs in the context
/// or the question, at least 45 % of its content stems occur in the context, and it shares something with the question or with the
/// sentences of the context that match the question.
/// </summary>
internal sealed class SupportDecider(TimeProvider time) : IShowDecider
{
    /// <summary>The least share of content stems that the context must hold.</summary>
    private const double LeastSupport = 0.45;

    public ModelRef Model { get; } = ModelRef.BuiltIn("support");

    public Task<Reply<bool?>> DecideAsync(ShowRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = time.GetTimestamp();
        var (show, why) = Decide(request);
        return Task.FromResult(new Reply<bool?>(Outcome.Scored, show, why, null, Measured.Since(start, time)));
    }

    private static (bool, string) Decide(ShowRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Context))
            return (false, "контекст пуст");
        if (string.IsNullOrWhiteSpace(request.Answer) || Abstention.IsAbstention(request.Answer))
            return (false, "ответа нет");
        var known = Words.Of(request.Context + "\n" + request.Question).ToHashSet(StringComparer.Ordinal);
        if (Overlap.Numbers(request.Answer).FirstOrDefault(n => !known.Contains(n)) is { } number)
            return (false, $"числа {number} нет в контексте");
        var support = Overlap.Covered(request.Answer, request.Context);
        var shown = string.Create(CultureInfo.InvariantCulture, $"доля подтверждённых основ: {support:0.00}");
        if (support < LeastSupport)
            return (false, shown);
        var topic = request.Question + " " + ExtractiveText.Answer(request.Question, request.Context);
        return Overlap.Covered(request.Answer, topic) > 0 ? (true, shown) : (false, "не связан с вопросом");
    }
}
