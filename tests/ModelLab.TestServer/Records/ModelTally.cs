namespace ModelLab.Testing.Records;

/// <summary>The counts of one model.</summary>
internal sealed class ModelTally
{
    public int Calls { get; set; }

    public int InFlight { get; set; }

    public int MaxInFlight { get; set; }
}
