using ModelLab.Core.Models;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Text;

/// <summary>What roles are called on pages.</summary>
public static class RoleText
{
    /// <summary>One model of the role.</summary>
    public static string One(ModelRole role, Language language) =>
        role switch
        {
            ModelRole.Generation => language.Say("Generation model", "Модель генерации"),
            ModelRole.BenchmarkJudge => language.Say("Benchmark judge", "Судья бенчмарка"),
            _ => language.Say("Production judge", "Продакшн-судья"),
        };
}
