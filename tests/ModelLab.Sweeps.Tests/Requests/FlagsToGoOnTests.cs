using ModelLab.Core.Models;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Sweeps.Tests.Requests;

/// <summary>A run goes on under the limits that it began with.</summary>
public sealed class FlagsToGoOnTests
{
    [Fact]
    public void What_has_its_preset_is_not_said_again() => Assert.Empty(new SweepRequest { Tiers = [], OutputDirectory = "r" }.FlagsToGoOn);

    [Fact]
    public void Limits_of_money_calls_and_time_are_said_as_they_are_typed()
    {
        var request = new SweepRequest
        {
            Tiers = [],
            OutputDirectory = "r",
            Budget = 1.5m,
            MaxConcurrency = 4,
            Timeout = TimeSpan.FromSeconds(2.5),
            SkipChecks = true,
            Refresh = Enum.GetValues<ModelRole>(), // would begin a new run
            StartNew = true,
        };
        Assert.Equal("--skip-checks --max-concurrency 4 --timeout 2.5 --budget 1.5", string.Join(' ', request.FlagsToGoOn));
    }
}
