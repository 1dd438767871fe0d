namespace ModelLab.Dashboard.Tests.Support;

/// <summary>A clock that stands still; timers end as usual.</summary>
/// <param name="now">What it shows.</param>
internal sealed class StoppedTime(DateTimeOffset now = default) : TimeProvider
{
    public override long GetTimestamp() => 0;

    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
}
