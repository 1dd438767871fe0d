using System.Globalization;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;

namespace ModelLab.Llm.Baselines;

/// <summary><c>builtin:coin</c> as a benchmark judge: a seeded random score of 1 to 5, the floor that any judge should beat.</summary>
internal sealed class CoinJudge(int seed, TimeProvider time) : IAnswerJudge
{
    public ModelRef Model { get; } = ModelRef.BuiltIn("coin");

    public Task<Reply<double?>> ScoreAsync(ScoreRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = time.GetTimestamp();
        var score =
            1
            + SeededCoin.Toss(
                5,
                seed,
                request.ItemId,
                request.Rubric.ToString(),
                request.Repeat.ToString(CultureInfo.InvariantCulture),
                request.Answer
            );
        return Task.FromResult(new Reply<double?>(Outcome.Scored, score, "случайная оценка", null, Measured.Since(start, time)));
    }
}
