using ModelLab.Core.Roles;
using Xunit;

namespace ModelLab.Core.Tests.Roles;

public sealed class ReplyTests
{
    [Fact]
    public void Only_a_scored_reply_has_a_value_and_it_always_has_one()
    {
        Assert.False(new Reply<bool?>(Outcome.Scored, false, null, null, CallFacts.None).Value);
        foreach (var outcome in Enum.GetValues<Outcome>())
        {
            var scored = outcome == Outcome.Scored;
            Assert.Equal(scored, Made(outcome, 0));
            Assert.Equal(!scored, Made(outcome, null));
        }
        // A type that cannot be null would give a failure the score 0.
        Assert.Throws<ArgumentException>(() => new Reply<double>(Outcome.Refused, default, null, "no", CallFacts.None));
    }

    private static bool Made(Outcome outcome, double? value)
    {
        try
        {
            return new Reply<double?>(outcome, value, null, null, CallFacts.None).Value == value;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
