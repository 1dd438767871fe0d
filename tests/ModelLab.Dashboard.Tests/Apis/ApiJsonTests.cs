using System.Text.Json;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Dashboard.Apis;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Dashboard.Tests.Apis;

public sealed class ApiJsonTests
{
    [Fact]
    public void Every_value_that_has_a_name_is_sent_by_it() =>
        Assert.Empty(JsonTypes.WrittenAsNumbers(typeof(ApiJson), ApiJson.Answers.Options));

    [Fact]
    public void The_tokens_of_a_run_stand_beside_its_other_counts()
    {
        var usage = new ModelUsage
        {
            Role = ModelRole.Generation,
            Model = "m",
            Outcomes = new Dictionary<string, long>(),
            Tokens = new TokenUsage { Input = 5, Reasoning = 2 },
        };

        var sent = JsonSerializer.SerializeToElement(usage, ApiJson.Of<ModelUsage>());

        Assert.Equal(
            [
                ("input_tokens", "5"),
                ("cached_input_tokens", "null"),
                ("output_tokens", "null"),
                ("reasoning_tokens", "2"),
                ("tokens_estimated", "false"),
            ],
            sent.EnumerateObject()
                .Where(p => p.Name.Contains("token", StringComparison.Ordinal))
                .Select(p => (p.Name, p.Value.GetRawText()))
        );
    }
}
