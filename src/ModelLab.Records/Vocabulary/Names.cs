using System.Text.Json;
using ModelLab.Core.Models;

namespace ModelLab.Records.Vocabulary;

/// <summary>Names of enum values in files: snake_case.</summary>
public static class Names
{
    /// <summary>An enum value as files name it: <c>transport_error</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The enum value of a name in a file.</summary>
    /// <exception cref="FormatException">No value has this name.</exception>
    public static T Parse<T>(string name)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Of(value) == name)
                return value;
        throw new FormatException($"'{name}' is no {typeof(T).Name}");
    }

    /// <summary>A role as files name it.</summary>
    public static string Of(ModelRole role) =>
        role switch
        {
            ModelRole.Generation => "generation",
            ModelRole.BenchmarkJudge => "judge",
            _ => "production_judge",
        };

    /// <summary>The role of a name in a file.</summary>
    /// <exception cref="FormatException">No role has this name.</exception>
    public static ModelRole RoleOf(string name) =>
        Enum.GetValues<ModelRole>().Where(r => Of(r) == name).Cast<ModelRole?>().FirstOrDefault()
        ?? throw new FormatException($"'{name}' is no role");

    /// <summary>The heading of a role's table.</summary>
    public static string Title(ModelRole role, Language language) =>
        role switch
        {
            ModelRole.Generation => language.Say("Generation models", "Модели генерации"),
            ModelRole.BenchmarkJudge => language.Say("Benchmark judges", "Судьи бенчмарка"),
            _ => language.Say("Production judges", "Продакшн-судьи"),
        };
}
