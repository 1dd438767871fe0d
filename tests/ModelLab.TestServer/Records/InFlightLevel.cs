namespace ModelLab.Testing;

/// <summary>The moment when so many requests were under way for the first time.</summary>
/// <param name="InFlight">How many.</param>
/// <param name="At">When, since the server's start.</param>
/// <param name="Busy">The time that requests had been under way by then, added up over all of them (<see cref="TestServer.Busy"/>).</param>
public sealed record InFlightLevel(int InFlight, TimeSpan At, TimeSpan Busy);
