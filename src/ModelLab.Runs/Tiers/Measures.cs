using ModelLab.Core.Judging;

namespace ModelLab.Runs.Tiers;

/// <summary>The names of what is observed.</summary>
public static class Measures
{
    /// <summary>1 when the generator said that there is no answer, 0 when it answered.</summary>
    public const string Abstention = "abstention";

    /// <summary>1 when the production judge would show the answer, 0 when not.</summary>
    public const string Show = "show";

    /// <summary>The rubrics of Tier 2, in the order they are shown.</summary>
    public static IReadOnlyList<Rubric> Tier2Rubrics { get; } = [Rubric.Faithfulness, Rubric.AnswerRelevance, Rubric.AnswerCorrectness];

    /// <summary>A rubric's name in files.</summary>
    public static string Of(Rubric rubric) => rubric switch
    {
        Rubric.Faithfulness => "faithfulness",
        Rubric.AnswerRelevance => "answer_relevance",
        Rubric.AnswerCorrectness => "answer_correctness",
        _ => "e2e_quality",
    };

    /// <summary>The rubric of a name in files.</summary>
    /// <exception cref="FormatException">No rubric has this name.</exception>
    public static Rubric RubricOf(string measure) =>
        Enum.GetValues<Rubric>().Where(r => Of(r) == measure).Cast<Rubric?>().FirstOrDefault()
        ?? throw new FormatException($"no rubric is called '{measure}'");
}
