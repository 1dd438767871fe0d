using Microsoft.Extensions.AI;

namespace ModelLab.Knowledge.Embedders;

/// <summary>How the kind of texts, and which repeat this is, travel through <see cref="EmbeddingGenerationOptions"/>.</summary>
public static class EmbeddingOptions
{
    private const string Kind = "modellab.text_kind";
    private const string Repeat = "modellab.repeat";

    /// <summary>Options that say what the texts are.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="repeat">0 for the first time; 1 … asks anew for vectors that are known, to see whether they stay the same.</param>
    public static EmbeddingGenerationOptions? Of(TextKind kind, int repeat = 0) =>
        kind == TextKind.Passage && repeat == 0
            ? null
            : new()
            {
                AdditionalProperties = new() { [Kind] = kind, [Repeat] = repeat },
            };

    /// <summary>What the options say the texts are; passages when they say nothing.</summary>
    public static TextKind KindOf(EmbeddingGenerationOptions? options) => Find<TextKind>(options, Kind);

    /// <summary>Which repeat the options say this is; the first when they say nothing.</summary>
    public static int RepeatOf(EmbeddingGenerationOptions? options) => Find<int>(options, Repeat);

    private static T Find<T>(EmbeddingGenerationOptions? options, string key)
        where T : struct => options?.AdditionalProperties?.TryGetValue(key, out var value) == true && value is T known ? known : default(T);
}
