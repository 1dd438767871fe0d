using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelLab.Llm.Protocol;

/// <summary>What an error is about, where its status alone does not say.</summary>
internal enum ErrorKind
{
    /// <summary>What the status says.</summary>
    AsStatus,

    /// <summary>The provider's filter, or its moderation, declined this one request.</summary>
    Filtered,

    /// <summary>The account is empty, or a spending limit was reached.</summary>
    NoFunds,

    /// <summary>A quota of the day or month is used up.</summary>
    QuotaOfTheDay,

    /// <summary>The request is longer than the model's context.</summary>
    TooLarge,

    /// <summary>The country, or the network's address, is not served.</summary>
    Region,

    /// <summary>The model's text was not the JSON that was asked for; the text is with the error.</summary>
    InvalidJson,
}

/// <summary>
/// What an error says, whatever its form: OpenAI's object, Google's list, FastAPI's details, OpenRouter's and others' error under status
/// 200 with the real one inside.
/// </summary>
/// <param name="Status">The status that counts: that of the response, or where that is 200 the one named within, else 502.</param>
/// <param name="Name">The status as it is told: <c>HTTP 429</c>, or <c>HTTP 200, error 429</c>.</param>
/// <param name="Message">What it says, with what a provider behind the provider said.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Wait">The wait that its text names; null without one.</param>
/// <param name="FailedGeneration">The model's own text, where it was not the JSON that was asked for.</param>
internal sealed partial record EndpointError(
    int Status,
    string Name,
    string Message,
    ErrorKind Kind,
    TimeSpan? Wait,
    string? FailedGeneration
)
{
    private const int BadGateway = 502;

    private static readonly string[] MarkNames = ["code", "type", "status", "reason", "quotaId", "quotaMetric"];

    // A wait of more than a day is none that a run waits for.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Reads an error.</summary>
    /// <param name="status">The status of the response.</param>
    /// <param name="body">Its body.</param>
    /// <param name="now">For waits that are moments.</param>
    public static EndpointError Read(int status, string body, DateTimeOffset now)
    {
        var (name, message) = (FormattableString.Invariant($"HTTP {status}"), ErrorBody.MessageOf(body));
        if (Parse(body) is not { } document)
            return new EndpointError(status, name, message, KindOf(status, message), WaitIn(message), null);
        using (document)
        {
            var error = Inner(document.RootElement);
            var upstream = Member(error, "metadata");
            if (Text(upstream, "raw") is { Length: > 0 } raw)
                message =
                    $"{message}: {(Text(upstream, "provider_name") is { } provider ? provider + ": " : "")}{ErrorBody.MessageOf(raw)}";
            var code = status == 200 ? Code(error) : null;
            var counts = status == 200 ? code ?? BadGateway : status;
            return new EndpointError(
                counts,
                code is null ? name : FormattableString.Invariant($"{name}, error {code}"),
                message,
                KindOf(counts, string.Join('\n', Marks(error).Prepend(message))),
                Delay(error) ?? WaitIn(message) ?? ResetOf(upstream, now),
                Text(error, "failed_generation")
            );
        }
    }

    // A page is a proxy's, whatever words stand in it.
    private static ErrorKind KindOf(int status, string said) =>
        status == 402 ? ErrorKind.NoFunds
        : status == 413 ? ErrorKind.TooLarge
        : said.StartsWith('<') ? ErrorKind.AsStatus
        : Unfunded().IsMatch(said) ? ErrorKind.NoFunds
        : RegionRefused().IsMatch(said) ? ErrorKind.Region
        : status is 400 or 403 or 422 or 451 or >= 500 && Filter().IsMatch(said) ? ErrorKind.Filtered
        : status is 400 or 422 or 500 && Overflow().IsMatch(said) ? ErrorKind.TooLarge
        : status is 400 or 422 && said.Contains("json_validate_failed", StringComparison.Ordinal) ? ErrorKind.InvalidJson
        : status is 429 or 403 && OfTheDay().IsMatch(said) ? ErrorKind.QuotaOfTheDay
        : ErrorKind.AsStatus;

    // The names by which an error says what it is about, at whatever depth. What it quotes of the request is none of them: a question
    // about moderation is not moderated.
    private static IEnumerable<string> Marks(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject()
                .SelectMany(p =>
                    p.Value.ValueKind == JsonValueKind.String ? (MarkNames.Contains(p.Name) ? [p.Value.GetString()!] : [])
                    : p.Name is "input" or "flagged_input" ? []
                    : Marks(p.Value)
                ),
            JsonValueKind.Array => json.EnumerateArray().SelectMany(Marks),
            _ => [],
        };

    // Google sends a list of one error; most put it under "error", some leave it bare.
    private static JsonElement Inner(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0)
            json = json[0];
        return Member(json, "error") is { ValueKind: JsonValueKind.Object } error ? error : json;
    }

    private static int? Code(JsonElement error) =>
        Member(error, "code") switch
        {
            { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var code) && code is >= 400 and < 600 => code,
            { ValueKind: JsonValueKind.String } text => int.TryParse(text.GetString(), out var code) && code is >= 400 and < 600
                ? code
                : StatusOf(text.GetString()! + " " + Text(error, "type")),
            _ => StatusOf(Text(error, "type") ?? Text(error, "status") ?? ""),
        };

    private static int? StatusOf(string word) =>
        word.Contains("rate_limit", StringComparison.OrdinalIgnoreCase) || word.Contains("RESOURCE_EXHAUSTED", StringComparison.Ordinal)
            ? 429
        : word.Contains("overloaded", StringComparison.OrdinalIgnoreCase) ? 529
        : word.Contains("invalid_request", StringComparison.OrdinalIgnoreCase)
        || word.Contains("INVALID_ARGUMENT", StringComparison.Ordinal)
            ? 400
        : word.Contains("authentication", StringComparison.OrdinalIgnoreCase) || word.Contains("invalid_api_key", StringComparison.Ordinal)
            ? 401
        : word.Contains("permission_error", StringComparison.OrdinalIgnoreCase) ? 403
        : word.Contains("too_large", StringComparison.OrdinalIgnoreCase) ? 413
        : word.Contains("not_found", StringComparison.OrdinalIgnoreCase) ? 404
        : null;

    // Google's details[].retryDelay, a number of seconds with an s.
    private static TimeSpan? Delay(JsonElement error)
    {
        if (Member(error, "details") is not { ValueKind: JsonValueKind.Array } details)
            return null;
        foreach (var detail in details.EnumerateArray())
            if (Text(detail, "retryDelay") is { } delay && WaitIn("retry in " + delay) is { } wait)
                return wait;
        return null;
    }

    private static TimeSpan? ResetOf(JsonElement? metadata, DateTimeOffset now) =>
        Member(metadata, "headers") is { ValueKind: JsonValueKind.Object } headers
            ? RateLimitHeaders.ResetIn(
                name =>
                    headers
                        .EnumerateObject()
                        .Where(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase))
                        .Select(h => h.Value.ToString())
                        .FirstOrDefault(),
                now
            )
            : null;

    private static TimeSpan? WaitIn(string text)
    {
        var match = WaitText().Match(text);
        if (!match.Success)
            return null;
        double Part(string group) =>
            match.Groups[group].Success ? double.Parse(match.Groups[group].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var seconds = Part("h") * 3600 + Part("m") * 60 + Part("s") + Part("ms") / 1000;
        return seconds <= 0 ? null
            : seconds >= Longest.TotalSeconds ? Longest
            : TimeSpan.FromSeconds(seconds);
    }

    private static JsonDocument? Parse(string body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } found
        && found.TryGetProperty(name, out var member)
        && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    private static string? Text(JsonElement? json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    [GeneratedRegex(
        @"insufficient[ _]quota|billing[ _](?:hard[ _])?limit|billing_not_active|billing_error|insufficient[ _](?:balance|funds|credits?)|credit balance is too low|not enough (?:credits?|balance)|out of credits|arrearage|payment required",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Unfunded();

    [GeneratedRegex(
        @"unsupported_country|country, region, or territory|user location is not supported|\brequest not allowed\b|not (?:available|supported) in your (?:country|region|location)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex RegionRefused();

    [GeneratedRegex(
        @"content[ _-]?filter|content[ _](?:management[ _])?policy|ResponsibleAIPolicy|content exists risk|data_inspection_failed|DataInspectionFailed|inappropriate content|(?:was|were|been|is) flagged|flagged_input|requires moderation|moderation|prohibited_content|sensitive (?:content|words?|information)|unsafe content|safety (?:system|polic|setting|filter)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Filter();

    [GeneratedRegex(
        @"context_length_exceeded|(?:maximum|model's|available) context (?:length|size|window)|context (?:length|size|window) (?:of|is|exceeded)|exceeds? the (?:\w+ ){0,3}context|prompt is too long|(?:input|prompt|request|message)s? (?:is|are|was|were) too (?:long|large)|too many (?:input )?tokens|input token count|reduce the length|string_above_max_length|range of input length|tokens? in the (?:input|messages)[^.]*exceed",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Overflow();

    [GeneratedRegex(
        @"per[ _-]?(?:day|month)|daily|monthly|free-models-per-day|requests? today|tokens? today|\b[RT]PD\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex OfTheDay();

    [GeneratedRegex(
        @"(?:retry|try again|wait|available|reset)[^0-9\n]{0,40}?(?=\d)(?:(?<h>\d{1,4})\s*h(?:ours?|rs?)?\s*)?(?:(?<m>\d{1,5}(?:\.\d+)?)\s*(?:minutes?|mins?|m(?!s|i))\s*)?(?:(?<s>\d{1,9}(?:\.\d+)?)\s*(?:seconds?|secs?|s)\b)?(?:(?<ms>\d{1,12}(?:\.\d+)?)\s*(?:milliseconds?|ms)\b)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex WaitText();
}
