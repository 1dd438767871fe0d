using System.Globalization;
using ModelLab.Core.Datasets;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;

namespace ModelLab.Llm.Baselines;

/// <summary><c>builtin:always-yes</c>: shows everything, the floor of the majority class.</summary>
internal sealed class AlwaysYesDecider(TimeProvider time) : IShowDecider
{
    public ModelRef Model { get; } = ModelRef.BuiltIn("always-yes");

    public Task<Reply<bool?>> DecideAsync(ShowRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new Reply<bool?>(Outcome.Scored, true, "всегда да", null, Measured.Since(time.GetTimestamp(), time)));
    }
}

/// <summary><c>builtin:coin</c> as a production judge: a seeded coin.</summary>
internal sealed class CoinDecider(int seed, TimeProvider time) : IShowDecider
{
    public ModelRef Model { get; } = ModelRef.BuiltIn("coin");

    public Task<Reply<bool?>> DecideAsync(ShowRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = time.GetTimestamp();
        var show = SeededCoin.Toss(2, seed, request.ItemId, request.Repeat.ToString(CultureInfo.InvariantCulture), request.Answer) == 1;
        return Task.FromResult(new Reply<bool?>(Outcome.Scored, show, "монета", null, Measured.Since(start, time)));
    }
}
