using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Calls;

/// <summary>Remembers, per endpoint and model, which request parameters it refused, so that each is tried once.</summary>
public sealed partial class EndpointAdaptations
{
    private readonly ConcurrentDictionary<(string Endpoint, string Model), Adaptations> _known = new();

    /// <summary>What must be left out for this endpoint and model.</summary>
    public Adaptations For(ModelEndpoint endpoint) => _known.GetValueOrDefault(Key(endpoint));

    /// <summary>
    /// Learns from a refusal (HTTP 400 or 422) whose message names a parameter of the request.
    /// </summary>
    /// <returns>What to send instead, or null when the refusal is about something else.</returns>
    public Adaptations? Learn(ModelEndpoint endpoint, Adaptations sent, ModelCall call, string refusal)
    {
        if (call.Inputs is not null)
            return null; // a request for vectors has nothing to leave out
        var more = Recognise(sent, call, refusal);
        if (more == Adaptations.None)
            return null;
        return _known.AddOrUpdate(Key(endpoint), sent | more, (_, known) => known | sent | more);
    }

    /// <summary>A line per endpoint and model that was adapted to, for the run's notes.</summary>
    public IReadOnlyList<string> Describe() =>
        [
            .. _known
                .Where(k => k.Value != Adaptations.None)
                .OrderBy(k => k.Key.Endpoint, StringComparer.Ordinal)
                .ThenBy(k => k.Key.Model, StringComparer.Ordinal)
                .Select(k => $"{k.Key.Model} at {k.Key.Endpoint}: {Describe(k.Value)}"),
        ];

    private static Adaptations Recognise(Adaptations sent, ModelCall call, string refusal)
    {
        bool Names(string parameter) => refusal.Contains(parameter, StringComparison.OrdinalIgnoreCase);
        // A limit that does not suit one request is no refusal of the parameter: dropping it would change how all later items are asked.
        var aboutValue = LimitValue().IsMatch(refusal);
        if (call.Schema is not null && !sent.HasFlag(Adaptations.NoResponseFormat) && (Names("response_format") || Names("json_schema")))
            return Adaptations.NoResponseFormat;
        if (call.Sampling.MaxTokens is not null && !aboutValue && !sent.HasFlag(Adaptations.NoMaxTokens))
        {
            if (sent.HasFlag(Adaptations.MaxCompletionTokens) && Names("max_completion_tokens"))
                return Adaptations.NoMaxTokens;
            if (!sent.HasFlag(Adaptations.MaxCompletionTokens) && Names("max_tokens"))
                return Adaptations.MaxCompletionTokens;
        }
        if (call.Sampling.Temperature is not null && !sent.HasFlag(Adaptations.NoTemperature) && Names("temperature"))
            return Adaptations.NoTemperature;
        if (!sent.HasFlag(Adaptations.NoStreaming) && Names("stream"))
            return Adaptations.NoStreaming;
        return Adaptations.None;
    }

    private static string Describe(Adaptations adaptations)
    {
        var parts = new List<string>();
        if (adaptations.HasFlag(Adaptations.NoTemperature))
            parts.Add("asked without temperature");
        if (adaptations.HasFlag(Adaptations.NoMaxTokens))
            parts.Add("asked without a token limit");
        else if (adaptations.HasFlag(Adaptations.MaxCompletionTokens))
            parts.Add("asked with max_completion_tokens");
        if (adaptations.HasFlag(Adaptations.NoResponseFormat))
            parts.Add("asked without response_format");
        if (adaptations.HasFlag(Adaptations.NoStreaming))
            parts.Add("asked without streaming");
        return string.Join(", ", parts);
    }

    private static (string, string) Key(ModelEndpoint endpoint) => (endpoint.EndpointId, endpoint.Model.Name);

    [GeneratedRegex(
        @"too (?:large|small|high|low)|context (?:length|window)|at (?:least|most)|(?:less|greater) than|exceed|limit was reached|(?:minimum|maximum) value",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex LimitValue();
}
