namespace ModelLab.Core.Models;

/// <summary>The three roles a model can be chosen for.</summary>
public enum ModelRole
{
    /// <summary>Answers a question from a context.</summary>
    Generation,

    /// <summary>Scores answers 1–5 for the benchmark (LLM-as-a-judge).</summary>
    BenchmarkJudge,

    /// <summary>Says Yes/No in production: show this answer to the user?</summary>
    ProductionJudge,
}
