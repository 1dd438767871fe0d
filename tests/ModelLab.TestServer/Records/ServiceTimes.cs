namespace ModelLab.Testing;

/// <summary>
/// How long replies took as the server saw it, from the request's headers to the moment before the reply's last bytes were sent.
/// </summary>
/// <param name="FirstArrival">When the first request came, since the server's start; null if none did.</param>
/// <param name="LastReply">When the last reply was sent, since the server's start; null if none was.</param>
/// <param name="Sum">The service times of all replies added up. Hung and cut replies are not in it.</param>
/// <param name="Count">How many replies that is.</param>
public sealed record ServiceTimes(TimeSpan? FirstArrival, TimeSpan? LastReply, TimeSpan Sum, int Count);
