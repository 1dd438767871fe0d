using System.Text.Json;

namespace ModelLab.Core.Judging;

/// <summary>A JSON schema that a reply is asked to follow, where the endpoint can enforce one.</summary>
/// <param name="Name">The schema's name.</param>
/// <param name="Schema">The schema.</param>
public sealed record ReplySchema(string Name, JsonElement Schema);

/// <summary>The schemas of the judges' replies. Bounds are left to the parser: strict endpoints refuse minimum and maximum.</summary>
public static class ReplySchemas
{
    private static readonly ReplySchema Direct = new(
        "score",
        Parse("""{"type":"object","properties":{"score":{"type":"number"}},"required":["score"],"additionalProperties":false}""")
    );

    private static readonly ReplySchema Reasoned = new(
        "evidence_and_score",
        Parse(
            """{"type":"object","properties":{"evidence":{"type":"string"},"score":{"type":"number"}},"required":["evidence","score"],"additionalProperties":false}"""
        )
    );

    /// <summary>A verdict with its evidence.</summary>
    public static ReplySchema Verdict { get; } =
        new(
            "verdict",
            Parse(
                """{"type":"object","properties":{"evidence":{"type":"string"},"verdict":{"type":"string","enum":["Да","Нет"]}},"required":["evidence","verdict"],"additionalProperties":false}"""
            )
        );

    /// <summary>A score, with evidence before it in reasoned mode.</summary>
    public static ReplySchema Score(JudgeEvalMode mode) => mode == JudgeEvalMode.Direct ? Direct : Reasoned;

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
