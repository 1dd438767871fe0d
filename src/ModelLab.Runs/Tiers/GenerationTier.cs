using System.Security.Cryptography;
using System.Text;
using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Results;

namespace ModelLab.Runs.Tiers;

/// <summary>
/// Tier 2: generators answer from the ideal context; every benchmark judge scores the first answer of each on the chosen rubrics, one call a rubric.
/// On unanswerable questions only abstention is observed: there is no right answer to score.
/// </summary>
/// <param name="consistencyRuns">Generations per question.</param>
/// <param name="rubrics">What judges score.</param>
public sealed class GenerationTier(int consistencyRuns, IReadOnlyList<Rubric> rubrics) : ITier
{
    /// <inheritdoc />
    public Tier Tier => Tier.Generation;

    /// <inheritdoc />
    public IEnumerable<WorkUnit> Plan(SweepInput input, ModelLineup lineup) =>
        from item in input.Gold
        from generator in lineup.Generators
        from repeat in Enumerable.Range(0, consistencyRuns)
        select new WorkUnit(Tier, WorkKind.Generate, item.Id, generator, null, Measures.Abstention, repeat);

    /// <inheritdoc />
    public IEnumerable<WorkUnit> After(WorkUnit unit, SweepInput input, ModelLineup lineup) =>
        unit is { Kind: WorkKind.Generate, Repeat: 0 } && input.GoldItem(unit.ItemId).Answerable
            ? from judge in lineup.Judges
              from rubric in rubrics
              select new WorkUnit(Tier, WorkKind.Score, unit.ItemId, judge, unit.Model, Measures.Of(rubric), 0)
            : [];

    /// <inheritdoc />
    public Task<Observation> ExecuteAsync(WorkUnit unit, IWorkbench workbench, CancellationToken cancellationToken) =>
        unit.Kind == WorkKind.Generate ? GenerateAsync(unit, workbench, cancellationToken) : ScoreAsync(unit, workbench, cancellationToken);

    private static async Task<Observation> GenerateAsync(WorkUnit unit, IWorkbench workbench, CancellationToken cancellationToken)
    {
        var item = workbench.Input.GoldItem(unit.ItemId);
        var request = new GenerationRequest(item.Id, item.Question, item.ChunkText ?? "", unit.Repeat);
        var reply = await workbench.Generator(unit.Model).GenerateAsync(request, cancellationToken).ConfigureAwait(false);
        if (reply.Answer is { } answer)
            await workbench.KeepAnswerAsync(new AnswerRow(unit.Tier, item.Id, unit.Model, unit.Repeat, answer, reply.Reasoning), cancellationToken).ConfigureAwait(false);
        return new Observation
        {
            Tier = unit.Tier,
            ItemId = item.Id,
            Measure = Measures.Abstention,
            GenerationModel = unit.Model,
            Repeat = unit.Repeat,
            Outcome = reply.Outcome,
            Value = reply.Answer is null ? null : Abstention.IsAbstention(reply.Answer) ? 1 : 0,
            Expected = item.Answerable ? 0 : 1,
            Error = reply.Error,
            Evidence = reply.Answer is null ? null : Digest(reply.Answer),
            Facts = reply.Facts,
        };
    }

    private static async Task<Observation> ScoreAsync(WorkUnit unit, IWorkbench workbench, CancellationToken cancellationToken)
    {
        var item = workbench.Input.GoldItem(unit.ItemId);
        var observation = new Observation
        {
            Tier = unit.Tier,
            ItemId = item.Id,
            Measure = unit.Measure,
            GenerationModel = unit.Subject,
            JudgeModel = unit.Model,
            Outcome = Outcome.NotRun,
            Error = "there is no answer to score",
        };
        if (workbench.FirstAnswer(unit.Tier, item.Id, unit.Subject!) is not { } answer) return observation;
        var request = new ScoreRequest(item.Id, Measures.RubricOf(unit.Measure), item.Question, item.ChunkText ?? "", answer, item.References);
        var reply = await workbench.Judge(unit.Model).ScoreAsync(request, cancellationToken).ConfigureAwait(false);
        return observation with { Outcome = reply.Outcome, Value = reply.Score, Error = reply.Error, Evidence = reply.Evidence, Facts = reply.Facts };
    }

    /// <summary>Equal for answers that differ only in case, punctuation and white space.</summary>
    private static string Digest(string answer) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', Words.Of(answer)))))[..16];
}
