using System.Collections.Concurrent;

namespace ModelLab.Llm.Calls;

/// <summary>Hands calls on, and remembers which providers behind an endpoint answered for a model.</summary>
/// <param name="inner">Makes the calls.</param>
/// <param name="seen">What is remembered.</param>
public sealed class UpstreamCaller(IModelCaller inner, Upstreams seen) : IModelCaller
{
    /// <inheritdoc />
    public async Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var result = await inner.CallAsync(call, cancellationToken).ConfigureAwait(false);
        seen.Add(call, result);
        return result;
    }
}

/// <summary>
/// Which providers behind an endpoint answered for a model. Two of them may run it differently, so that its numbers are those of neither.
/// </summary>
public sealed class Upstreams
{
    private readonly ConcurrentDictionary<(string Endpoint, string Model), ConcurrentDictionary<string, int>> _seen = new();

    /// <summary>Remembers who gave a result, where it says so.</summary>
    public void Add(ModelCall call, CallResult result)
    {
        if (result.ServedBy is { Length: > 0 } provider)
            _seen
                .GetOrAdd((call.Endpoint.EndpointId, call.Endpoint.Model.Name), _ => new(StringComparer.Ordinal))
                .AddOrUpdate(provider, 1, (_, n) => n + 1);
    }

    /// <summary>The models that more than one provider answered for, each provider with its calls, for the run's notes.</summary>
    public IReadOnlyList<(string Model, string Endpoint, IReadOnlyList<(string Provider, int Calls)> Providers)> Mixed =>
        [
            .. _seen
                .Where(s => s.Value.Count > 1)
                .OrderBy(s => s.Key.Endpoint, StringComparer.Ordinal)
                .ThenBy(s => s.Key.Model, StringComparer.Ordinal)
                .Select(s =>
                    (
                        s.Key.Model,
                        s.Key.Endpoint,
                        (IReadOnlyList<(string, int)>)[.. s.Value.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value))]
                    )
                ),
        ];
}
