using ModelLab.Core.Roles;

namespace ModelLab.Sweeps.Retrieval;

/// <summary>An endpoint did not give the vectors of texts. What came before is journalled; the same command goes on from there.</summary>
/// <param name="message">One line without secrets: which model, what went wrong, what to do.</param>
/// <param name="errorClass">The class of the last error.</param>
public sealed class EmbeddingFailedException(string message, CallErrorClass errorClass) : Exception(message)
{
    /// <summary>The class of the last error.</summary>
    public CallErrorClass ErrorClass => errorClass;
}
