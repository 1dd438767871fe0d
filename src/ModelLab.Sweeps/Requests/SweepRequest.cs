using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Requests;

/// <summary>
/// What a user asks for: the flags of <c>run</c>, before files are read and models are looked up. What becomes part of the spec is in
/// <see cref="RunChoices"/>; each other group stands with its flags in a file of its own.
/// </summary>
public sealed partial record SweepRequest : RunChoices
{
    /// <summary>The language of the report.</summary>
    public Language Language { get; init; } = Language.English;
}

/// <summary>All flags that a request is read from.</summary>
public static class RequestFlags
{
    /// <summary>In the order in which they are read and helped with.</summary>
    public static IReadOnlyList<Flag<SweepRequest>> All { get; } =
    [
        .. RunFlags.Data.Select(f => f.For<SweepRequest>()),
        .. SweepRequest.ModelFlags,
        .. RunFlags.Others.Select(f => f.For<SweepRequest>()),
        .. SweepRequest.AnalysisFlags,
        .. SweepRequest.CallFlags,
        .. SweepRequest.JournalFlags,
        .. SweepRequest.FileFlags,
    ];
}
