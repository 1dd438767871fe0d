namespace ModelLab.Records.Vocabulary;

/// <summary>Who made a run, and on which code.</summary>
/// <param name="GitBranch">The branch of the working directory, or null outside a repository.</param>
/// <param name="GitCommitHash">Its commit, or null.</param>
/// <param name="RunAuthor">The user's name, or null when unknown.</param>
public sealed record Provenance(string? GitBranch, string? GitCommitHash, string? RunAuthor);
