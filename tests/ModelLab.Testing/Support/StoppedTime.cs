namespace ModelLab.Testing.Support;

/// <summary>A clock of UTC that stands still, so that what it measures is always 0; timers end as usual.</summary>
/// <param name="now">What it shows.</param>
public sealed class StoppedTime(DateTimeOffset now = default) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => 0;

    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
}
