namespace ModelLab.Llm.Protocol;

/// <summary>A reply, or a piece of one, that says of itself that it failed.</summary>
/// <param name="error">What it says, as the body of an error.</param>
internal sealed class FailedChoiceException(string error) : Exception(error)
{
    /// <summary>What it says, as the body of an error.</summary>
    public string Body => Message;
}
