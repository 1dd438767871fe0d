namespace ModelLab.Core.Judging;

/// <summary>Who speaks a message.</summary>
public enum PromptRole
{
    /// <summary>Instructions.</summary>
    System,

    /// <summary>The user's turn.</summary>
    User,

    /// <summary>The model's turn.</summary>
    Assistant,
}

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Text">What is said.</param>
public sealed record PromptMessage(PromptRole Role, string Text);

/// <summary>Whether a benchmark judge reasons before it scores.</summary>
public enum JudgeEvalMode
{
    /// <summary>The score only.</summary>
    Direct,

    /// <summary>Evidence first, then the score.</summary>
    Reasoned,
}
