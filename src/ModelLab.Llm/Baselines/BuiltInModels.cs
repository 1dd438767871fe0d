using ModelLab.Core.Roles;
using ModelLab.Core.Text;

namespace ModelLab.Llm.Baselines;

/// <summary>
/// The built-in baselines by role. They are simple rules, not language models: whatever is worth paying for should beat them.
/// </summary>
public static class BuiltInModels
{
    /// <summary>The generators' names.</summary>
    public static IReadOnlyList<string> Generators { get; } = ["extractive", "lead", "echo", "refuse"];

    /// <summary>The benchmark judges' names.</summary>
    public static IReadOnlyList<string> Judges { get; } = ["overlap", "strict", "coin"];

    /// <summary>The production judges' names.</summary>
    public static IReadOnlyList<string> Deciders { get; } = ["support", "always-yes", "coin"];

    /// <summary>The generator of that name, or null.</summary>
    public static IAnswerGenerator? CreateGenerator(string name, int seed, TimeProvider time) =>
        name switch
        {
            "extractive" => new TextGenerator(name, time, ExtractiveText.Answer),
            "lead" => new TextGenerator(name, time, (_, context) => string.Join(' ', Core.Text.Sentences.Of(context).Take(2))),
            "echo" => new TextGenerator(name, time, (_, context) => context.Trim()),
            "refuse" => new TextGenerator(name, time, (_, _) => ""),
            _ => null,
        };

    /// <summary>The benchmark judge of that name, or null.</summary>
    public static IAnswerJudge? CreateJudge(string name, int seed, TimeProvider time) =>
        name switch
        {
            "overlap" => new OverlapJudge(strict: false, time),
            "strict" => new OverlapJudge(strict: true, time),
            "coin" => new CoinJudge(seed, time),
            _ => null,
        };

    /// <summary>The production judge of that name, or null.</summary>
    public static IShowDecider? CreateDecider(string name, int seed, TimeProvider time) =>
        name switch
        {
            "support" => new SupportDecider(time),
            "always-yes" => new AlwaysYesDecider(time),
            "coin" => new CoinDecider(seed, time),
            _ => null,
        };
}
