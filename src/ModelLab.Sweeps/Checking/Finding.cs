namespace ModelLab.Sweeps.Checking;

/// <summary>How bad a finding is.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Runs go on, but not as one would wish, or some of them would not.</summary>
    Warning,

    /// <summary>Runs that need it cannot go on.</summary>
    Error,
}

/// <summary>Something that was looked at.</summary>
/// <param name="Level">How it is.</param>
/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="Text">What was found, in one line without secrets.</param>
/// <param name="Fix">What mends it, a command where there is one; null where nothing is to be mended.</param>
public sealed record Finding(FindingLevel Level, string Subject, string Text, string? Fix = null)
{
    internal static Finding Ok(string subject, string text) => new(FindingLevel.Ok, subject, text);

    internal static Finding Warning(string subject, string text, string fix) => new(FindingLevel.Warning, subject, text, fix);

    internal static Finding Error(string subject, string text, string fix) => new(FindingLevel.Error, subject, text, fix);
}
