namespace ModelLab.Testing.Records;

/// <summary>A request between its arrival and its end.</summary>
internal sealed class Call(Ledger ledger, TimeSpan at)
{
    public TimeSpan At => at;

    /// <summary>How long it has been under way.</summary>
    public TimeSpan Elapsed => ledger.Now - at;

    public ModelTally? Model { get; set; }

    public bool Ended { get; set; }

    /// <summary>
    /// Ends the call. Comes before the reply's last bytes, so that a client's next request never finds this one still in flight.
    /// </summary>
    public void End(bool replied) => ledger.End(this, replied);
}
