using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ModelLab.Core.Roles;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Calls;

/// <summary>
/// Gives up on a model at an endpoint that keeps failing: after some calls in a row that failed for good, the rest of its calls is not
/// sent. Other models at the endpoint are not concerned.
/// </summary>
/// <param name="log">Told when a model is given up.</param>
public sealed class CircuitBoard(ILogger? log = null)
{
    /// <summary>How many calls in a row must fail for good.</summary>
    public const int Threshold = 8;

    private readonly ConcurrentDictionary<(string Endpoint, string Model), Circuit> _circuits = new();

    /// <summary>Whether calls to this model are no longer sent.</summary>
    public bool IsOpen(ModelEndpoint endpoint) => _circuits.TryGetValue(Key(endpoint), out var circuit) && circuit.OpenedBy is not null;

    /// <summary>The error that opened the circuit, or null while it is closed.</summary>
    public string? Reason(ModelEndpoint endpoint) => _circuits.TryGetValue(Key(endpoint), out var circuit) ? circuit.OpenedBy : null;

    /// <summary>The models that were given up, with the error that decided it.</summary>
    public IReadOnlyList<(string Model, string Endpoint, string Reason)> Open =>
        [.. _circuits.Where(c => c.Value.OpenedBy is not null).Select(c => (c.Key.Model, c.Key.Endpoint, c.Value.OpenedBy!)).Order()];

    /// <summary>Takes notice of a call's final result.</summary>
    public void Record(ModelEndpoint endpoint, CallResult result)
    {
        var circuit = _circuits.GetOrAdd(Key(endpoint), _ => new Circuit());
        lock (circuit)
        {
            // What the request itself is to blame for says nothing about the endpoint.
            if (result.ErrorClass is CallErrorClass.BadRequest or CallErrorClass.Malformed or CallErrorClass.CircuitOpen) return;
            circuit.Failures = result.Succeeded ? 0 : circuit.Failures + 1;
            if (circuit.Failures != Threshold) return;
            circuit.OpenedBy = result.Error;
            log?.LogWarning("{Model} at {Endpoint} is given up after {Failures} calls in a row that failed: {Error}", endpoint.Model.Name, endpoint.EndpointId, Threshold, result.Error);
        }
    }

    private static (string, string) Key(ModelEndpoint endpoint) => (endpoint.EndpointId, endpoint.Model.Name);

    private sealed class Circuit
    {
        private volatile string? _openedBy;

        public int Failures { get; set; }

        public string? OpenedBy { get => _openedBy; set => _openedBy = value; }
    }
}
