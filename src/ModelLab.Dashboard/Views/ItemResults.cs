using ModelLab.Core.Text;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views;

/// <summary>An answer and what was thought of it.</summary>
/// <param name="Tier">The tier's name in files.</param>
/// <param name="Model">Who answered.</param>
/// <param name="Repeat">0 for the first answer.</param>
/// <param name="Text">The answer; null when none was given.</param>
/// <param name="Reasoning">Reasoning that came apart from it, or null.</param>
/// <param name="Generation">How the asking went, or null.</param>
/// <param name="Judged">Judges' scores, in the order of measures.</param>
/// <param name="Measured">What was computed.</param>
public sealed record AnswerResult(
    string Tier,
    string Model,
    int Repeat,
    string? Text,
    string? Reasoning,
    ItemObservation? Generation,
    IReadOnlyList<ItemObservation> Judged,
    IReadOnlyList<ItemObservation> Measured
);

/// <summary>Everything observed of an item, put together by what it is about.</summary>
/// <param name="Answers">Answers, tier by tier.</param>
/// <param name="Verdicts">Production judges' verdicts.</param>
/// <param name="Others">Retrieval, judges' trials, conversations.</param>
public sealed record ItemResults(
    IReadOnlyList<AnswerResult> Answers,
    IReadOnlyList<ItemObservation> Verdicts,
    IReadOnlyList<ItemObservation> Others
)
{
    private static readonly string[] AnsweringTiers = ["tier_2", "tier_3"];

    /// <summary>Puts rows together.</summary>
    public static ItemResults Of(IReadOnlyList<AnswerRow> answers, IReadOnlyList<ItemObservation> observations)
    {
        var texts = answers
            .GroupBy(a => (Tier: "tier_" + TierNames.Flag(a.Tier), a.GenerationModel, a.Repeat))
            .ToDictionary(g => g.Key, g => g.First());
        var answering = observations.Where(o => AnsweringTiers.Contains(o.Tier) && o.GenerationModel is not null).ToList();
        var results = answering
            .GroupBy(o => (o.Tier, Model: o.GenerationModel!, o.Repeat))
            .Select(g =>
            {
                texts.TryGetValue((g.Key.Tier, g.Key.Model, g.Key.Repeat), out var text);
                return new AnswerResult(
                    g.Key.Tier,
                    g.Key.Model,
                    g.Key.Repeat,
                    text?.Text,
                    text?.Reasoning,
                    g.FirstOrDefault(o => o.Measure == Measures.Abstention),
                    [.. g.Where(o => o.JudgeModel is not null)],
                    [.. g.Where(o => o.JudgeModel is null && o.Measure != Measures.Abstention)]
                );
            });
        return new(
            [.. results.OrderBy(r => r.Tier, StringComparer.Ordinal).ThenBy(r => r.Repeat)],
            [.. observations.Where(o => o.ProductionJudgeModel is not null)],
            [.. observations.Where(o => o.ProductionJudgeModel is null && !answering.Contains(o))]
        );
    }
}
