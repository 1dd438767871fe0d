using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Calls;

/// <summary>Remembers, per endpoint and model, which request parameters it refused, so that each is tried once.</summary>
/// <param name="keepsTokenLimit">
/// Whether calls are sent with a token limit or not at all, because under a budget the most that a call can cost must be known.
/// </param>
public sealed partial class EndpointAdaptations(bool keepsTokenLimit = false)
{
    /// <summary>What is sent in place of 0 where only temperatures above 0 are accepted.</summary>
    public const double LeastTemperature = 0.01;

    private readonly ConcurrentDictionary<(string Endpoint, string Model), Adaptations> _known = new();
    private readonly ConcurrentDictionary<(string Endpoint, string Model), bool> _settled = new();

    /// <summary>What must be left out for this endpoint and model.</summary>
    public Adaptations For(ModelEndpoint endpoint) => _known.GetValueOrDefault(Key(endpoint));

    /// <summary>Learns from a refusal whose message says what of the request is not accepted.</summary>
    /// <returns>What to send instead, or null when the refusal is about something else.</returns>
    public Adaptations? Learn(ModelEndpoint endpoint, Adaptations sent, ModelCall call, string refusal)
    {
        if (call.Inputs is not null)
            return null; // a request for vectors has nothing to leave out
        var more = Recognise(sent, call, refusal);
        return more == Adaptations.None || WouldUnlimit(more) ? null : Keep(endpoint, sent | more);
    }

    /// <summary>Why a refusal is not adapted to, though it could be; null where that is not so.</summary>
    public string? NotAdapted(Adaptations sent, ModelCall call, string refusal) =>
        call.Inputs is null && WouldUnlimit(Recognise(sent, call, refusal))
            ? "it takes no token limit, without which --budget cannot be kept: leave --budget or this model out"
            : null;

    private bool WouldUnlimit(Adaptations more) => keepsTokenLimit && more.HasFlag(Adaptations.NoMaxTokens);

    /// <summary>
    /// What to try where a refusal does not say what it is about: a JSON schema is what most of them do not know. To be kept only if the
    /// endpoint then answers.
    /// </summary>
    public Adaptations? Guess(ModelEndpoint endpoint, Adaptations sent, ModelCall call, string refusal) =>
        call.Schema is null
        || sent.HasFlag(Adaptations.NoResponseFormat)
        || LimitValue().IsMatch(refusal)
        || _settled.ContainsKey(Key(endpoint))
            ? null
        : sent.HasFlag(Adaptations.JsonObject) ? Adaptations.NoResponseFormat
        : Adaptations.JsonObject;

    /// <summary>The endpoint answered a request for JSON, or no guess made it answer: its later refusals are about something else.</summary>
    public void Settle(ModelEndpoint endpoint) => _settled.TryAdd(Key(endpoint), true);

    /// <summary>Remembers what an endpoint answers to.</summary>
    public Adaptations Keep(ModelEndpoint endpoint, Adaptations adaptations) =>
        _known.AddOrUpdate(Key(endpoint), adaptations, (_, known) => known | adaptations);

    /// <summary>What was adapted to, by endpoint and model, for the run's notes.</summary>
    public IReadOnlyList<(string Model, string Endpoint, Adaptations Adaptations)> Known =>
        [
            .. _known
                .Where(k => k.Value != Adaptations.None)
                .OrderBy(k => k.Key.Endpoint, StringComparer.Ordinal)
                .ThenBy(k => k.Key.Model, StringComparer.Ordinal)
                .Select(k => (k.Key.Model, k.Key.Endpoint, k.Value)),
        ];

    /// <summary>A line for each of them.</summary>
    public IReadOnlyList<string> Describe() => [.. Known.Select(k => $"{k.Model} at {k.Endpoint}: {Describe(k.Adaptations)}")];

    /// <summary>What is done in place of what was refused, one by one: of two for the same the stronger.</summary>
    public static IReadOnlyList<Adaptations> Parts(Adaptations adaptations) =>
        [
            .. Order.Where(part =>
                adaptations.HasFlag(part)
                && !(part == Adaptations.LeastTemperature && adaptations.HasFlag(Adaptations.NoTemperature))
                && !(part == Adaptations.MaxCompletionTokens && adaptations.HasFlag(Adaptations.NoMaxTokens))
                && !(part == Adaptations.JsonObject && adaptations.HasFlag(Adaptations.NoResponseFormat))
            ),
        ];

    private static Adaptations Recognise(Adaptations sent, ModelCall call, string refusal)
    {
        bool Names(string parameter) => refusal.Contains(parameter, StringComparison.OrdinalIgnoreCase);
        bool Sent(Adaptations adaptation) => sent.HasFlag(adaptation);
        if (call.Schema is not null && !Sent(Adaptations.NoResponseFormat) && JsonRefused().IsMatch(refusal))
            return Sent(Adaptations.JsonObject) || !FormOfJson().IsMatch(refusal) ? Adaptations.NoResponseFormat : Adaptations.JsonObject;
        if (!Sent(Adaptations.SystemInUser) && call.Messages.Any(m => m.Role == PromptRole.System) && SystemRefused().IsMatch(refusal))
            return Adaptations.SystemInUser;
        // A limit that does not suit one request is no refusal of the parameter: dropping it would change how all later items are asked.
        // Anthropic's protocol has one name for the limit and wants it always.
        if (
            call.Endpoint.Protocol == EndpointProtocol.OpenAi
            && call.Sampling.MaxTokens is not null
            && !LimitValue().IsMatch(refusal)
            && !Sent(Adaptations.NoMaxTokens)
        )
        {
            if (Sent(Adaptations.MaxCompletionTokens) && Names("max_completion_tokens"))
                return Adaptations.NoMaxTokens;
            if (!Sent(Adaptations.MaxCompletionTokens) && Names("max_tokens"))
                return Adaptations.MaxCompletionTokens;
        }
        if (call.Sampling.Temperature is { } temperature && !Sent(Adaptations.NoTemperature) && Names("temperature"))
            return temperature == 0 && !Sent(Adaptations.LeastTemperature) && AboveZero().IsMatch(refusal)
                ? Adaptations.LeastTemperature
                : Adaptations.NoTemperature;
        if (!Sent(Adaptations.NoStreamOptions) && Names("stream_options"))
            return Adaptations.NoStreamOptions;
        if (!Sent(Adaptations.Streaming) && StreamingDemanded().IsMatch(refusal))
            return Adaptations.Streaming;
        if (!Sent(Adaptations.NoStreaming) && !Sent(Adaptations.Streaming) && StreamingRefused().IsMatch(refusal))
            return Adaptations.NoStreaming;
        return Adaptations.None;
    }

    /// <summary>What is done in place of what was refused, in words; empty for nothing.</summary>
    public static string Describe(Adaptations adaptations) =>
        string.Join(
            ", ",
            Parts(adaptations)
                .Select(part =>
                    part switch
                    {
                        Adaptations.SystemInUser => "asked with the system's text before the user's",
                        Adaptations.NoTemperature => "asked without temperature",
                        Adaptations.LeastTemperature => FormattableString.Invariant(
                            $"asked with temperature {LeastTemperature} in place of 0"
                        ),
                        Adaptations.NoMaxTokens => "asked without a token limit",
                        Adaptations.MaxCompletionTokens => "asked with max_completion_tokens",
                        Adaptations.NoResponseFormat => "asked without response_format",
                        Adaptations.JsonObject => "asked for JSON without a schema",
                        Adaptations.NoStreaming => "asked without streaming",
                        Adaptations.Streaming => "asked with streaming, without which it does not answer",
                        _ => "streamed without stream_options, so without the tokens that it used",
                    }
                )
        );

    private static readonly Adaptations[] Order =
    [
        Adaptations.SystemInUser,
        Adaptations.NoTemperature,
        Adaptations.LeastTemperature,
        Adaptations.NoMaxTokens,
        Adaptations.MaxCompletionTokens,
        Adaptations.NoResponseFormat,
        Adaptations.JsonObject,
        Adaptations.NoStreaming,
        Adaptations.Streaming,
        Adaptations.NoStreamOptions,
    ];

    private static (string, string) Key(ModelEndpoint endpoint) => (endpoint.EndpointId, endpoint.Model.Name);

    [GeneratedRegex(
        @"response_format|json_schema|json_object|json[ _-]?mode|structured outputs?|requested parameters|guided_json|response_schema|output_config|output_format",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex JsonRefused();

    // It is the form that is refused, not JSON as such.
    [GeneratedRegex(
        @"json_schema|structured outputs?|response_schema|response_format(?:\.| )type|type of response_format|requested parameters",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex FormOfJson();

    [GeneratedRegex(
        @"['""]?system['""]? (?:role|message|prompt|instruction)s?\b[^.]{0,60}(?:not|n't|un)\s?(?:supported|allowed|enabled|available|accept)|(?:not|n't)\s(?:support|allow|accept)[^.]{0,40}system|roles? must alternate|alternate user/assistant|developer instruction is not enabled|(?:role|input)[^.]{0,30}['""]system['""]",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex SystemRefused();

    [GeneratedRegex(
        @"\(0|greater than 0|above 0|> ?0|positive|strictly|larger than 0|open interval|not be 0|non-zero|cannot be (?:0|zero)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex AboveZero();

    [GeneratedRegex(
        @"non-?streaming|only (?:supports? )?stream|stream(?:ing)? (?:mode |is |must be )*(?:required|true|only)|must be streamed|set stream",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex StreamingDemanded();

    [GeneratedRegex(@"\bstream(?:ing)?\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex StreamingRefused();

    [GeneratedRegex(
        @"too (?:large|small|high|low)|context (?:length|window)|at (?:least|most)|(?:less|greater) than|exceed|limit was reached|(?:minimum|maximum) value",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex LimitValue();
}
