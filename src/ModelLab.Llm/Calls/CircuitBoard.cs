using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ModelLab.Core.Roles;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Calls;

/// <summary>
/// Gives up on a model at an endpoint that keeps failing: after some calls in a row that failed for good, or when it answered nothing
/// for as long as a call may take. The rest of its calls is not sent. Other models at the endpoint are not concerned.
/// </summary>
/// <param name="patience">How long a model may fail without any answer, counted from the first failed attempt.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when a model is given up.</param>
public sealed class CircuitBoard(TimeSpan patience, TimeProvider time, ILogger? log = null)
{
    /// <summary>How many calls in a row must fail for good, or how many attempts over <c>patience</c>.</summary>
    public const int Threshold = 8;

    private readonly ConcurrentDictionary<(string Endpoint, string Model), Circuit> _circuits = new();

    /// <summary>The result of a call that is not sent because its model was given up; null while it is not.</summary>
    public CallResult? NotSent(ModelEndpoint endpoint) =>
        !_circuits.TryGetValue(Key(endpoint), out var circuit) || circuit.OpenedBy is not { } reason
            ? null
            : new CallResult
            {
                ErrorClass = CallErrorClass.CircuitOpen,
                Error = $"not sent: the endpoint kept failing ({reason})",
                Attempts = 0,
            };

    /// <summary>Cancelled once the model is given up, so that its calls need not wait any longer.</summary>
    public CancellationToken WhenGivenUp(ModelEndpoint endpoint) => Of(endpoint).GivenUp.Token;

    /// <summary>The models that were given up, with the error that decided it.</summary>
    public IReadOnlyList<(string Model, string Endpoint, string Reason)> GivenUp =>
        [.. _circuits.Where(c => c.Value.OpenedBy is not null).Select(c => (c.Key.Model, c.Key.Endpoint, c.Value.OpenedBy!)).Order()];

    /// <summary>
    /// Takes notice of one attempt that was sent. Calls that wait their turn behind others could otherwise fail one by one for hours.
    /// </summary>
    public void RecordAttempt(ModelEndpoint endpoint, CallResult result)
    {
        if (result.Attempts == 0 || IsNobodysFault(result))
            return;
        var circuit = Of(endpoint);
        lock (circuit)
        {
            if (result.Succeeded)
                (circuit.FailedAttempts, circuit.FailingSince) = (0, null);
            else
            {
                circuit.FailingSince ??= result.SentAt == 0 ? time.GetTimestamp() : result.SentAt;
                if (++circuit.FailedAttempts >= Threshold && time.GetElapsedTime(circuit.FailingSince.Value) >= patience)
                    Open(circuit, endpoint, result);
            }
        }
    }

    /// <summary>Takes notice of a call's final result.</summary>
    public void Record(ModelEndpoint endpoint, CallResult result)
    {
        if (IsNobodysFault(result))
            return;
        var circuit = Of(endpoint);
        lock (circuit)
        {
            if (result.ErrorClass is CallErrorClass.NoFunds or CallErrorClass.QuotaOfTheDay)
                Open(circuit, endpoint, result);
            circuit.Answered |= result.Succeeded;
            circuit.Failures = result.Succeeded ? 0 : circuit.Failures + 1;
            // Who has answered may be refused a while; who never did, by an address or a key that is wrong, will not.
            if (circuit.Failures >= Threshold && !(circuit.Answered && result.ErrorClass == CallErrorClass.RateLimited))
                Open(circuit, endpoint, result);
        }
    }

    // What the request itself is to blame for says nothing about the endpoint.
    private static bool IsNobodysFault(CallResult result) =>
        result.ErrorClass is CallErrorClass.BadRequest or CallErrorClass.TooLarge or CallErrorClass.CircuitOpen;

    private void Open(Circuit circuit, ModelEndpoint endpoint, CallResult result)
    {
        if (circuit.OpenedBy is not null)
            return;
        circuit.OpenedBy = result.Error;
        _ = circuit.GivenUp.CancelAsync(); // those who wait go on elsewhere than in this lock
        log?.LogWarning(
            "{Model} at {Endpoint} is given up: it kept failing: {Error}",
            endpoint.Model.Name,
            endpoint.EndpointId,
            result.Error
        );
    }

    private Circuit Of(ModelEndpoint endpoint) => _circuits.GetOrAdd(Key(endpoint), _ => new Circuit());

    private static (string, string) Key(ModelEndpoint endpoint) => (endpoint.EndpointId, endpoint.Model.Name);

    private sealed class Circuit
    {
        private volatile string? _openedBy;

        public CancellationTokenSource GivenUp { get; } = new();

        public bool Answered { get; set; }

        public int Failures { get; set; }

        public int FailedAttempts { get; set; }

        public long? FailingSince { get; set; }

        public string? OpenedBy
        {
            get => _openedBy;
            set => _openedBy = value;
        }
    }
}
