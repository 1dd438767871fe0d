namespace ModelLab.Core.Roles;

/// <summary>What all outcomes can tell.</summary>
public static class Outcomes
{
    /// <summary>Whether the model was really asked, so that the outcome counts in rates and costs.</summary>
    public static bool WasAsked(this Outcome outcome) => outcome is not (Outcome.NotRun or Outcome.NotAsked);
}
