using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using Xunit;

namespace ModelLab.Records.Tests.Vocabulary;

public sealed class TierNamesTests
{
    [Theory]
    [InlineData(Tier.Generation, "2", "tier_2")]
    [InlineData(Tier.JudgeTrial, "judge", "tier_judge")]
    [InlineData(Tier.JudgePipeline, "judge_pipeline", "tier_judge_pipeline")]
    public void Tiers_have_their_names_in_flags_and_files(Tier tier, string flag, string file)
    {
        Assert.Equal((flag, file), (tier.Flag(), tier.FileName()));
        Assert.Equal(tier, TierNames.FromFileName(file));
    }

    [Fact]
    public void All_tiers_are_listed_once() => Assert.Equal(Enum.GetValues<Tier>().Order(), TierNames.All.Order());

    [Fact]
    public void An_unknown_tier_is_no_tier() => Assert.Throws<FormatException>(() => TierNames.FromFileName("tier_9"));

    [Theory]
    [InlineData(Tier.Generation, ModelRole.Generation, ModelRole.BenchmarkJudge)]
    [InlineData(Tier.JudgeTrial, ModelRole.BenchmarkJudge)]
    [InlineData(Tier.JudgePipeline, ModelRole.ProductionJudge)]
    public void A_tier_needs_the_roles_it_calls(Tier tier, params ModelRole[] roles) => Assert.Equal(roles, tier.Roles());

    [Fact]
    public void Every_outcome_and_error_class_has_a_name_in_files_that_reads_back()
    {
        foreach (var outcome in Enum.GetValues<Outcome>())
            Assert.Equal(outcome, Names.Parse<Outcome>(Names.Of(outcome)));
        foreach (var error in Enum.GetValues<CallErrorClass>())
            Assert.Equal(error, Names.Parse<CallErrorClass>(Names.Of(error)));
        Assert.Equal("transport_error", Names.Of(Outcome.TransportError));
        Assert.Throws<FormatException>(() => Names.Parse<Outcome>("TransportError"));
    }
}
