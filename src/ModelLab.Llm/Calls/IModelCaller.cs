namespace ModelLab.Llm.Calls;

/// <summary>Makes calls. Whatever stands between a role and the wire (retry, journal, limits) is one of these around another.</summary>
public interface IModelCaller
{
    /// <summary>Makes one call. Failures are results with an error class, not exceptions.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken);
}
