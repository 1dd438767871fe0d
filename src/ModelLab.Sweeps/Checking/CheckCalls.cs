using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Protocol;

namespace ModelLab.Sweeps.Checking;

/// <summary>Makes calls that are attempts and nothing more: no journal, no limits, no retries.</summary>
internal sealed class CheckCalls(LabEnvironment environment, TimeProvider time, TimeSpan timeout) : IDisposable
{
    private readonly SecretScrubber _scrubber = environment.CreateScrubber([]);
    private readonly EndpointConnections _connections = new();

    /// <summary>Makes calls that come whole.</summary>
    public IModelCaller Caller => Attempts(new EndpointAdaptations(), stream: false);

    /// <summary>Makes attempts.</summary>
    /// <param name="adaptations">Where what endpoints refuse is kept.</param>
    /// <param name="stream">Whether replies are streamed.</param>
    public IModelCaller Attempts(EndpointAdaptations adaptations, bool stream) =>
        new AttemptCaller(new ModelClients(_connections.Of, time), adaptations, _scrubber, time, timeout, stream);

    /// <inheritdoc />
    public void Dispose() => _connections.Dispose();
}
