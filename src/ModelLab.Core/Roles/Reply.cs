namespace ModelLab.Core.Roles;

/// <summary>What came of asking a role. It has a value exactly when it is scored.</summary>
/// <typeparam name="T">
/// What was asked for, as a type that can be null: an answer's text, a score of 1 to 5 (decimals allowed), a verdict (true shows the
/// answer, false hides it).
/// </typeparam>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">What was asked for; null unless scored.</param>
/// <param name="Evidence">The model's evidence, reason or reasoning, where it came apart from the value; null unless scored.</param>
/// <param name="Error">What went wrong, in one line without secrets; null when scored.</param>
/// <param name="Facts">What was measured; holds the error's class.</param>
/// <exception cref="ArgumentException">A value without <see cref="Outcome.Scored"/>, or the other way round.</exception>
public sealed record Reply<T>(Outcome Outcome, T? Value, string? Evidence, string? Error, CallFacts Facts)
{
    /// <summary>What was asked for; null unless scored.</summary>
    public T? Value { get; } =
        Value is not null == (Outcome == Outcome.Scored)
            ? Value
            : throw new ArgumentException("a reply has a value exactly when it is scored", nameof(Value));
}
