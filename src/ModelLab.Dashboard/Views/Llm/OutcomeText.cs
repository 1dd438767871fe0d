using ModelLab.Dashboard.Views;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Views.Llm;

/// <summary>What outcomes of questions are called on pages.</summary>
public static class OutcomeText
{
    /// <summary>One outcome.</summary>
    public static string Of(QuestionOutcomes outcome, Language language) =>
        outcome switch
        {
            QuestionOutcomes.Good => language.Say("good (4 or more)", "хорошо (4 и выше)"),
            QuestionOutcomes.RetrievalMissed => language.Say("retrieval missed", "промах поиска"),
            QuestionOutcomes.GenerationWrong => language.Say("generation wrong", "ошибка генерации"),
            QuestionOutcomes.JudgeFailed => language.Say("a judge failed", "сбой судьи"),
            QuestionOutcomes.NoAnswer => language.Say("no answer", "нет ответа модели"),
            QuestionOutcomes.FalseRefusal => language.Say("false refusal", "ложный отказ"),
            QuestionOutcomes.AnsweredUnanswerable => language.Say("answered the unanswerable", "ответ, где его нет"),
            _ => MetricText.Undefined,
        };

    /// <summary>All that hold, in words; «—» when none does.</summary>
    public static string All(QuestionOutcomes outcomes, Language language) =>
        string.Join(
            ", ",
            Enum.GetValues<QuestionOutcomes>().Where(o => o != QuestionOutcomes.None && outcomes.HasFlag(o)).Select(o => Of(o, language))
        )
            is { Length: > 0 } words
            ? words
            : MetricText.Undefined;
}
