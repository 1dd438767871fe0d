namespace ModelLab.Records.Vocabulary;

/// <summary>
/// What a user chooses for a run. A request holds it as it was asked for, a spec as it was found: files, embedder and knowledge base by
/// what they turned out to be. Each group of choices stands with its flags in a file of its own.
/// </summary>
public abstract partial record RunChoices;

/// <summary>The flags of what a run's spec holds.</summary>
public static class RunFlags
{
    /// <summary>Which parts are run, on which data.</summary>
    public static IReadOnlyList<Flag<RunChoices>> Data { get; } = [.. RunChoices.DataFlags];

    /// <summary>Everything else: how models are asked, what they are given, and who of them goes on.</summary>
    public static IReadOnlyList<Flag<RunChoices>> Others { get; } =
    [.. RunChoices.AskingFlags, .. RunChoices.RetrievalFlags, .. RunChoices.ShortlistFlags, .. RunChoices.RaceFlags, RunChoices.SeedFlag];

    /// <summary>All of them, in the order in which they are read.</summary>
    public static IReadOnlyList<Flag<RunChoices>> All { get; } = [.. Data, .. Others];

    /// <summary>Their parts of the fingerprint.</summary>
    public static IReadOnlyList<FingerprintPart> Parts { get; } = [.. All.Select(f => f.Part).OfType<FingerprintPart>()];
}
