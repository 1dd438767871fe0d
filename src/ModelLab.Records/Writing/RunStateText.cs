using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Writing;

/// <summary>How far a run is, in words.</summary>
public static class RunStateText
{
    /// <summary>One state.</summary>
    public static string Of(RunState state, Language language) =>
        state switch
        {
            RunState.Finished => language.Say("finished", "завершён"),
            RunState.Running => language.Say("running", "идёт"),
            RunState.Stopped => language.Say("stopped, resumable", "остановлен, можно продолжить"),
            RunState.Interrupted => language.Say("interrupted", "прерван"),
            RunState.Damaged => language.Say("damaged", "повреждён"),
            RunState.BudgetReached => language.Say("budget reached", "бюджет исчерпан"),
            _ => language.Say("failed", "сбой"),
        };
}
