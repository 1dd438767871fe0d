using System.Security.Cryptography;
using System.Text;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Sweeps.Tiers;

/// <summary>
/// What the tiers in which generators answer have in common: every generator answers every question from a context, as often as
/// consistency asks for; every benchmark judge scores the first answer on each rubric, one call a rubric; answers are compared by their
/// embeddings where there is an embedder. On unanswerable questions only abstention is observed: there is no right answer to score.
/// </summary>
/// <param name="tier">Which tier this is.</param>
/// <param name="consistencyRuns">Generations per question.</param>
/// <param name="rubrics">What judges score.</param>
/// <param name="embedder">The embedder's name; null without one.</param>
public abstract class AnsweringTier(Tier tier, int consistencyRuns, IReadOnlyList<Rubric> rubrics, string? embedder) : ITier
{
    /// <inheritdoc />
    public Tier Tier => tier;

    /// <inheritdoc />
    public IEnumerable<WorkUnit> Plan(SweepItems items, ModelLineup lineup) =>
        from item in items.Gold
        from generator in lineup.Generators
        where TakesPart(generator)
        select new WorkUnit(tier, WorkKind.Generate, item.Id, generator, null, Measures.Abstention, 0);

    /// <inheritdoc />
    /// <remarks>Repeats follow one another, so that each finds the first answer to be compared with.</remarks>
    public IEnumerable<WorkUnit> After(WorkUnit unit, SweepItems items, ModelLineup lineup)
    {
        if (unit.Kind != WorkKind.Generate)
            yield break;
        if (unit.Repeat + 1 < consistencyRuns)
            yield return unit with
            {
                Repeat = unit.Repeat + 1,
            };
        var answerable = items.GoldItem(unit.ItemId).Answerable;
        if (unit.Repeat > 0)
        {
            if (embedder is not null)
                yield return Compare(unit, Measures.RepeatSimilarity);
            yield break;
        }
        if (!answerable)
            yield break;
        if (embedder is not null && ComparesWithReference)
            yield return Compare(unit, Measures.SemanticSimilarity);
        foreach (var judge in lineup.Judges)
        foreach (var rubric in rubrics)
            yield return new WorkUnit(tier, WorkKind.Score, unit.ItemId, judge, unit.Model, Measures.Of(rubric), 0);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Observation>> ExecuteAsync(WorkUnit unit, ITierContext context, CancellationToken cancellationToken) =>
        unit.Kind switch
        {
            WorkKind.Generate => await GenerateAsync(unit, context, cancellationToken).ConfigureAwait(false),
            WorkKind.Compare => await CompareAsync(unit, context, cancellationToken).ConfigureAwait(false),
            _ => [await ScoreAsync(unit, context, cancellationToken).ConfigureAwait(false)],
        };

    /// <summary>Whether the first answer is compared with the reference answer by their embeddings.</summary>
    protected abstract bool ComparesWithReference { get; }

    /// <summary>Whether a generator can be asked as this tier asks.</summary>
    protected virtual bool TakesPart(string generator) => true;

    /// <summary>The text an answer must come from.</summary>
    protected abstract string ContextOf(GoldItem item);

    /// <summary>The text that a generator is given to answer from; empty for one that retrieves by itself.</summary>
    protected virtual string GivenTo(string generator, GoldItem item) => ContextOf(item);

    /// <summary>The text that a judge holds an answer against, which came with this evidence; null where that is not known.</summary>
    protected virtual string? JudgedBy(string generator, GoldItem item, string? evidence) => ContextOf(item);

    /// <summary>What more is to be noted of a first answer, with its evidence; each gives an observation of the generator.</summary>
    protected virtual IEnumerable<(string Measure, double? Value)> Remarks(GoldItem item, string generator, string? evidence) => [];

    private async Task<IReadOnlyList<Observation>> GenerateAsync(WorkUnit unit, ITierContext context, CancellationToken cancellationToken)
    {
        var item = context.Items.GoldItem(unit.ItemId);
        var request = new GenerationRequest(item.Id, item.Question, GivenTo(unit.Model, item), unit.Repeat);
        var reply = await context.Generator(unit.Model).GenerateAsync(request, cancellationToken).ConfigureAwait(false);
        if (reply.Value is { } answer)
            await context
                .KeepAnswerAsync(new AnswerRow(tier, item.Id, unit.Model, unit.Repeat, answer, reply.Evidence), cancellationToken)
                .ConfigureAwait(false);
        var first = new Observation
        {
            Tier = tier,
            ItemId = item.Id,
            Measure = Measures.Abstention,
            GenerationModel = unit.Model,
            Repeat = unit.Repeat,
            Outcome = reply.Outcome,
            Value =
                reply.Value is null ? null
                : Abstention.IsAbstention(reply.Value) ? 1
                : 0,
            Expected = item.Answerable ? 0 : 1,
            Error = reply.Error,
            Evidence = reply.Value is null ? null : Digest(reply.Value),
            Facts = reply.Facts,
        };
        if (reply.Value is null || unit.Repeat > 0 || !item.Answerable)
            return [first];
        return
        [
            first,
            .. TextMeasures(reply.Value, item.References)
                .Concat(Remarks(item, unit.Model, reply.Evidence))
                .Select(remark => new Observation
                {
                    Tier = tier,
                    ItemId = item.Id,
                    Measure = remark.Measure,
                    GenerationModel = unit.Model,
                    Outcome = Outcome.Scored,
                    Value = remark.Value,
                }),
        ];
    }

    // Against the accepted answers: the best of several counts for ROUGE, all of them together for BLEU.
    private static IEnumerable<(string Measure, double? Value)> TextMeasures(string answer, IReadOnlyList<string> references)
    {
        var compared = new TextComparison(answer, references);
        return TextMetrics.Measured.Select(m => (m.Measure, m.Of(compared)));
    }

    private async Task<Observation> ScoreAsync(WorkUnit unit, ITierContext context, CancellationToken cancellationToken)
    {
        var item = context.Items.GoldItem(unit.ItemId);
        var observation = new Observation
        {
            Tier = tier,
            ItemId = item.Id,
            Measure = unit.Measure,
            GenerationModel = unit.Subject,
            JudgeModel = unit.Model,
            Outcome = Outcome.NotRun,
            Error = NoAnswer,
        };
        if (context.Answer(tier, item.Id, unit.Subject!, 0) is not { } answer)
            return observation;
        var request = new ScoreRequest(
            item.Id,
            Measures.RubricOf(unit.Measure),
            item.Question,
            JudgedBy(unit.Subject!, item, context.Evidence(tier, item.Id, unit.Subject!)),
            answer,
            item.References
        );
        var reply = await context.Judge(unit.Model).ScoreAsync(request, cancellationToken).ConfigureAwait(false);
        return observation with
        {
            Outcome = reply.Outcome,
            Value = reply.Value,
            Error = reply.Error,
            Evidence = reply.Evidence,
            Facts = reply.Facts,
        };
    }

    private async Task<IReadOnlyList<Observation>> CompareAsync(WorkUnit unit, ITierContext context, CancellationToken cancellationToken)
    {
        var item = context.Items.GoldItem(unit.ItemId);
        var repeated = unit.Measure == Measures.RepeatSimilarity;
        var answer = context.Answer(tier, item.Id, unit.Subject!, unit.Repeat);
        var other = repeated ? context.Answer(tier, item.Id, unit.Subject!, 0) : item.References[0];
        return await EmbeddingComparison
            .ObserveAsync(unit, answer, other, repeated ? [Measures.RepeatSimilarity] : Measures.Similarities, context, cancellationToken)
            .ConfigureAwait(false);
    }

    internal const string NoAnswer = "there is no answer to score";

    private WorkUnit Compare(WorkUnit generated, string measure) =>
        new(tier, WorkKind.Compare, generated.ItemId, embedder!, generated.Model, measure, generated.Repeat);

    /// <summary>Equal for answers that differ only in case, punctuation and white space.</summary>
    private static string Digest(string answer) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', Words.Of(answer)))))[..16];
}
