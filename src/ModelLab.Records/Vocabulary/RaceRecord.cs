using ModelLab.Core.Models;

namespace ModelLab.Records.Vocabulary;

/// <summary>How far a race is.</summary>
public enum RaceEnd
{
    /// <summary>It goes on, or its run was stopped.</summary>
    UnderWay,

    /// <summary>One model was left before the questions ended.</summary>
    OneLeft,

    /// <summary>The survivors answered every question.</summary>
    QuestionsEnded,
}

/// <summary>A model that was dropped, and the claim that it was dropped for.</summary>
/// <param name="Model">The model.</param>
/// <param name="Better">The model that is better by the most evidence.</param>
/// <param name="Wealth">The evidence that it is not the best: the sum of W over all others.</param>
/// <param name="Threshold">(K − 1) / α, which the evidence reached.</param>
/// <param name="EvidencePage">The page, counted from 1, with which the evidence reached it.</param>
/// <param name="Pages">The pages that the model was asked about: to the end of that page's batch.</param>
/// <param name="Questions">The questions of those pages.</param>
public sealed record RaceDrop(string Model, string Better, double Wealth, double Threshold, int EvidencePage, int Pages, int Questions)
{
    /// <summary>Why it was dropped, in a sentence.</summary>
    public string Reason(Language language) =>
        language.Say(
            string.Create(
                language.Culture,
                $"dropped after {Pages} pages ({Questions} questions): others are better, {Better} before all (evidence {Wealth:0.#} ≥ {Threshold:0.#})"
            ),
            string.Create(
                language.Culture,
                $"снята после {Pages} страниц ({Questions} вопросов): есть лучше, прежде всего {Better} (свидетельство {Wealth:0.#} ≥ {Threshold:0.#})"
            )
        );
}

/// <summary>
/// A race of a role's models: who was dropped, when, and on what evidence. It stands in the place of intervals and tests of a fixed sample,
/// which would be wrong where scores decided how many questions were asked.
/// </summary>
/// <param name="Role">Whose models raced.</param>
/// <param name="Tier">The tier of the scores.</param>
/// <param name="Metric">The metric that is their mean.</param>
/// <param name="Models">The K models that started, in flag order.</param>
/// <param name="Judges">The benchmark judges whose scores were averaged; empty where labels decide.</param>
/// <param name="Alpha">The probability with which the best model may have been dropped.</param>
/// <param name="Threshold">(K − 1) / α.</param>
/// <param name="BatchPages">Pages asked about between two decisions.</param>
/// <param name="LargestPage">The most questions with a score that a page has; nothing follows from it.</param>
/// <param name="PlannedPages">All pages.</param>
/// <param name="PlannedQuestions">All questions.</param>
/// <param name="PlannedCalls">Calls of the full sweep in the tiers that race, built-ins not counted.</param>
public sealed record RaceRecord(
    ModelRole Role,
    Tier Tier,
    string Metric,
    IReadOnlyList<string> Models,
    IReadOnlyList<string> Judges,
    double Alpha,
    double Threshold,
    int BatchPages,
    int LargestPage,
    int PlannedPages,
    int PlannedQuestions,
    long PlannedCalls
)
{
    /// <summary>Pages that the survivors were asked about.</summary>
    public int Pages { get; init; }

    /// <summary>The questions of those pages.</summary>
    public int Questions { get; init; }

    /// <summary>Calls of the full sweep that were not needed.</summary>
    public long CallsSaved { get; init; }

    /// <summary>Planned units that nobody will be asked for.</summary>
    public IReadOnlyList<PlannedCount> LeftOut { get; init; } = [];

    /// <summary>How far it is.</summary>
    public RaceEnd End { get; init; }

    /// <summary>The dropped models, first dropped first.</summary>
    public IReadOnlyList<RaceDrop> Drops { get; init; } = [];

    /// <summary>The models that were not dropped, in flag order.</summary>
    public IReadOnlyList<string> Survivors => [.. Models.Except(Drops.Select(d => d.Model), StringComparer.Ordinal)];

    /// <summary>The metric as flags and files name it.</summary>
    public string Address => $"{Tier.FileName()}.{Metric}";

    /// <summary>Whether a tier is asked page by page, in the order of the race.</summary>
    public bool Governs(Tier tier) => Governs(Role, tier);

    /// <summary>Whether a tier is asked page by page when this role races.</summary>
    public static bool Governs(ModelRole role, Tier tier) =>
        role == ModelRole.Generation
            ? tier is Tier.Generation or Tier.EndToEnd
            : role == ModelRole.ProductionJudge && tier == Tier.JudgePipeline;

    /// <summary>Whether a number is of a dropped model in a tier of the race: over fewer questions than the others', because of its scores.</summary>
    public bool HasDropped(Aggregate number) => Governs(number.Tier) && Drops.Any(d => d.Model == ModelOf(number));

    /// <summary>Whether a number is over what was planned, however scores fell.</summary>
    public bool HasFixedSample(Aggregate number) => !Governs(number.Tier) || ModelOf(number) is not { } model || HasFixedSample(model);

    private string? ModelOf(Aggregate number) => Role == ModelRole.Generation ? number.GenerationModel : number.ProductionJudgeModel;

    /// <summary>
    /// Whether intervals and tests of a fixed sample may be shown for a model in the tiers of the race: it was not dropped, and answered
    /// the whole sample that was planned, however scores fell.
    /// </summary>
    public bool HasFixedSample(string model) =>
        !Models.Contains(model, StringComparer.Ordinal) || (End == RaceEnd.QuestionsEnded && Drops.All(d => d.Model != model));
}
