using System.Globalization;
using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;

namespace ModelLab.Llm.Baselines;

/// <summary>
/// <c>builtin:overlap</c> and <c>builtin:strict</c>: a share of common stems s in [0, 1] mapped to 1 + 4s. The strict one takes s² and
/// gives at most 2 when a number or name of the answer is in neither context nor reference.
/// </summary>
internal sealed class OverlapJudge(bool strict, TimeProvider time) : IAnswerJudge
{
    public ModelRef Model { get; } = ModelRef.BuiltIn(strict ? "strict" : "overlap");

    public Task<Reply<double?>> ScoreAsync(ScoreRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = time.GetTimestamp();
        if (request.Rubric is Rubric.AnswerCorrectness or Rubric.E2eQuality && request.References.Count == 0)
            return Task.FromResult(new Reply<double?>(Outcome.NotRun, null, null, "there is no reference answer", CallFacts.None));
        var share = Share(request);
        var score = 1 + 4 * (strict ? share * share : share);
        var evidence = string.Create(CultureInfo.InvariantCulture, $"доля общих основ: {share:0.00}");
        if (strict && Foreign(request) is { } foreign)
        {
            score = Math.Min(score, 2);
            evidence += $"; нет в источнике: {foreign}";
        }
        return Task.FromResult(new Reply<double?>(Outcome.Scored, Math.Round(score, 2), evidence, null, Measured.Since(start, time)));
    }

    private static double Share(ScoreRequest request) =>
        request.Rubric switch
        {
            Rubric.Faithfulness => Abstention.IsAbstention(request.Answer) ? 1 : Overlap.Covered(request.Answer, request.Context ?? ""),
            Rubric.AnswerRelevance => Abstention.IsAbstention(request.Answer) ? 0 : Relevance(request),
            _ => request.References.Max(reference => Overlap.F1(request.Answer, reference)),
        };

    // Answers seldom repeat the question, so what the context says nearest to the question counts as on topic too.
    private static double Relevance(ScoreRequest request) =>
        Overlap.Covered(request.Answer, request.Question + " " + ExtractiveText.Answer(request.Question, request.Context ?? ""));

    private static string? Foreign(ScoreRequest request)
    {
        var source = string.Join('\n', request.References.Append(request.Context).Append(request.Question));
        var words = Words.Of(source).ToHashSet(StringComparer.Ordinal);
        var stems = Stems.Of(source).ToHashSet(StringComparer.Ordinal);
        return Overlap.Numbers(request.Answer).FirstOrDefault(n => !words.Contains(n))
            ?? Overlap.Names(request.Answer).FirstOrDefault(n => !stems.Contains(n));
    }
}
