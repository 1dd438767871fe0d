using System.Collections.Concurrent;
using System.Text.Json;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Scoring;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests;

// Conversations and the cache.
public sealed partial class TierTests
{
    [Fact]
    public async Task Sessions_past_questions_and_rephrased_turns_are_measured_and_null_without_them()
    {
        Write(
            "past_questions.csv",
            "question,answer,confluence_url,score,created_at\nКогда выплачивают стипендию?,25 числа,https://wiki/0,5,\nКто выдаёт пропуск в бассейн?,Врач,https://wiki/2,4,\n"
        );
        var ux = (await RunTiersAsync("2,ux", "--sessions", Sessions())).GetProperty("tier_ux_metrics");
        // One of three questions has a past twin with score 5; the twin with score 4 serves nobody.
        Assert.Equal(1 / 3.0, Number(ux, "cache_hit_rate"));
        Assert.Equal((1, 1), (Number(ux, "total_sessions"), Number(ux, "context_preservation")));
        Assert.Equal(1, Number(ux, "multi_turn_consistency")!.Value, 6); // both turns get the same sentence

        var without = (await RunTiersAsync("2,ux")).GetProperty("tier_ux_metrics");
        Assert.Equal(0, Number(without, "total_sessions"));
        Assert.Null(Number(without, "context_preservation"));
        Assert.False(
            without.TryGetProperty("multi_turn_consistency", out var consistency) && consistency.ValueKind == JsonValueKind.Number
        );
    }

    [Fact]
    public async Task Without_past_questions_a_cache_hit_rate_is_undefined()
    {
        var ux = (await RunTiersAsync("ux")).GetProperty("tier_ux_metrics");
        Assert.Null(Number(ux, "cache_hit_rate"));
    }
}
