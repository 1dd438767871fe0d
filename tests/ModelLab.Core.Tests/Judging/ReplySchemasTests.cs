using System.Text.Json;
using ModelLab.Core.Judging;

namespace ModelLab.Core.Tests.Judging;

public sealed class ReplySchemasTests
{
    public static TheoryData<ReplySchema, string, string[]> All =>
        new()
        {
            { ReplySchemas.Score(JudgeEvalMode.Direct), "score", ["score"] },
            { ReplySchemas.Score(JudgeEvalMode.Reasoned), "evidence_and_score", ["evidence", "score"] },
            { ReplySchemas.Verdict, "verdict", ["evidence", "verdict"] },
        };

    // Strict mode of OpenAI-compatible endpoints: every property required, none additional, no bounds; evidence first, so that it is
    // written first.
    [Theory, MemberData(nameof(All))]
    public void A_schema_is_one_that_strict_endpoints_accept(ReplySchema schema, string name, string[] fields)
    {
        Assert.Equal(name, schema.Name);
        Assert.Equal("object", schema.Schema.GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.False, schema.Schema.GetProperty("additionalProperties").ValueKind);
        Assert.Equal(fields, schema.Schema.GetProperty("properties").EnumerateObject().Select(p => p.Name));
        Assert.Equal(fields, schema.Schema.GetProperty("required").EnumerateArray().Select(e => e.GetString()));
        Assert.DoesNotContain("minimum", schema.Schema.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("maximum", schema.Schema.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_verdict_that_the_schema_allows_is_understood()
    {
        var words = ReplySchemas
            .Verdict.Schema.GetProperty("properties")
            .GetProperty("verdict")
            .GetProperty("enum")
            .EnumerateArray()
            .Select(e => e.GetString()!)
            .ToList();
        Assert.Equal(
            [true, false],
            words.Select(w => VerdictParser.Parse(JsonSerializer.Serialize(new { evidence = "x", verdict = w })).Show!.Value)
        );
    }
}
