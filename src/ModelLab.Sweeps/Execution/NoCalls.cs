using ModelLab.Llm.Calls;

namespace ModelLab.Sweeps.Execution;

/// <summary>Where nothing may be called.</summary>
internal sealed class NoCalls : IModelCaller
{
    public static NoCalls Instance { get; } = new();

    public Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("nothing may be called here");
}
