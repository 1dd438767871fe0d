using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Core.Money;

namespace ModelLab.Llm.Configuration;

/// <summary>Reads the models file. Comments and trailing commas are allowed; what it does not know is refused.</summary>
internal static partial class ModelsFileReader
{
    // What the program itself says in every request.
    private static readonly string[] NotParameters =
    [
        "model",
        "messages",
        "input",
        "stream",
        "stream_options",
        "response_format",
        "system",
        "n",
    ];

    // They would break the request, or say where it goes.
    private static readonly string[] NotHeaders =
    [
        "host",
        "content-length",
        "content-type",
        "transfer-encoding",
        "connection",
        "accept-encoding",
    ];

    public static ModelsFile Parse(ReadOnlyMemory<byte> utf8Json, string file)
    {
        try
        {
            using var json = JsonDocument.Parse(
                utf8Json.Span.StartsWith("\uFEFF"u8) ? utf8Json[3..] : utf8Json,
                new JsonDocumentOptions
                {
                    AllowTrailingCommas = true,
                    CommentHandling = JsonCommentHandling.Skip,
                    AllowDuplicateProperties = false,
                }
            );
            var root = new JsonMembers(json.RootElement, file, "");
            root.Any("$schema");
            var providers = root.Entries("providers")
                .ToDictionary(p => ProviderName(root, p.Name), p => Provider(new JsonMembers(p.Value, file, $"providers.{p.Name}")));
            var models = root.Entries("models")
                .ToDictionary(m => ShortName(root, m.Name), m => Model(m.Name, new JsonMembers(m.Value, file, $"models.{m.Name}")));
            root.RefuseOthers();
            return new ModelsFile(file, providers, models);
        }
        catch (JsonException e)
        {
            // The parser's message may quote what stands there, which may be a key.
            var what = e.Message.Contains("uplicate", StringComparison.Ordinal)
                ? "a member stands twice in one object: keep one"
                : string.Create(CultureInfo.InvariantCulture, $"not JSON (line {(e.LineNumber ?? 0) + 1})");
            throw new BadInputException($"{file}: {what}", e);
        }
    }

    private static ProviderEntry Provider(JsonMembers json)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in ProviderMember.All)
        {
            if ((member.IsNumber ? json.Number(member.Name) : json.Text(member.Name)) is not { } text)
                continue;
            if ((member.ProblemInFile(text) ?? (HasReference(text) ? null : member.Problem(text))) is { } problem)
                throw json.Bad(member.Name, problem);
            members[member.Name] = text;
        }
        var entry = new ProviderEntry(members, Values(json, "headers", HeaderProblem), Values(json, "query", QueryProblem));
        json.RefuseOthers();
        return entry;
    }

    private static NamedModel Model(string name, JsonMembers json)
    {
        var target = json.Text("model") ?? throw json.Bad("model", "missing: the model as flags name it, provider:name");
        double? Rate(ProviderMember member) =>
            json.Number(member.Name) is not { } text ? null
            : member.Problem(text) is { } problem ? throw json.Bad(member.Name, problem)
            : double.Parse(text, CultureInfo.InvariantCulture);
        var price = json.Any("price") is { } value ? Price(name, value, json) : null;
        var model = new NamedModel(name, target, Parameters(json), Values(json, "headers", HeaderProblem))
        {
            RequestsPerMinute = Rate(ProviderMember.RequestsPerMinute),
            TokensPerMinute = Rate(ProviderMember.TokensPerMinute),
            QueryModel = json.Text("query_model"),
            Price = price,
        };
        json.RefuseOthers();
        return model;
    }

    private static Price Price(string model, JsonElement value, JsonMembers json)
    {
        var price = PriceList.ReadPrice(value, model, (field, fix) => json.Bad(field is null ? "price" : $"price.{field}", fix));
        json.Within("price", value).RefuseAllBut(PriceList.Members);
        return price;
    }

    private static ModelParameters Parameters(JsonMembers json)
    {
        var members = new JsonObject();
        foreach (var (name, value) in json.Entries("parameters"))
        {
            if (NotParameters.Contains(name, StringComparer.Ordinal))
                throw json.Bad($"parameters.{name}", "is set by the program itself: leave it out");
            if (VariableName.HoldsSecret(name) && value.ValueKind == JsonValueKind.String)
                throw json.Bad(
                    $"parameters.{name}",
                    "looks like a secret, and parameters are written into runs: send it as a header by variable"
                );
            members[name] = JsonNode.Parse(value.GetRawText());
        }
        return new ModelParameters(members);
    }

    private static Dictionary<string, string> Values(JsonMembers json, string member, Func<string, string, string?> problemOf)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in json.Entries(member))
        {
            var text = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!.Trim(),
                JsonValueKind.Object when Variable(value) is { } variable => VariableName.Problem(variable) is { } bad
                    ? throw json.Bad($"{member}.{name}.var", bad)
                    : $"${{{variable}}}",
                _ => throw json.Bad($"{member}.{name}", "must be a text in quotes, or {\"var\": \"NAME\"}"),
            };
            if ((problemOf(name, text) ?? SecretProblem(name, text)) is { } problem)
                throw json.Bad($"{member}.{name}", problem);
            if (!values.TryAdd(name, text))
                throw json.Bad($"{member}.{name}", "stands there already, in other letters: keep one");
        }
        return values;
    }

    private static string? Variable(JsonElement json)
    {
        var members = json.EnumerateObject().ToList();
        return members is [{ Name: "var", Value.ValueKind: JsonValueKind.String }] ? members[0].Value.GetString()!.Trim() : null;
    }

    private static string? SecretProblem(string name, string text) =>
        VariableName.HoldsSecret(name) && !VariableName.IsReference(text)
            ? "holds a secret by its name, so give it by variable: {\"var\": \"NAME\"} or \"${NAME}\" (what was given is not shown)"
            : null;

    private static string? HeaderProblem(string name, string text) =>
        !HeaderName().IsMatch(name) ? "is no name of a header"
        : NotHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) ? "is set by the program itself: leave it out"
        : text.Any(c => c is < ' ' or > '~') ? "has a letter or a line break that no header can carry"
        : null;

    private static string? QueryProblem(string name, string text) => text.Any(char.IsControl) ? "has a line break" : null;

    private static bool HasReference(string text) => VariableName.ReferredTo(text).Any();

    private static string ProviderName(JsonMembers root, string name) =>
        !ProviderForm().IsMatch(name)
            ? throw root.Bad($"providers.{name}", "is no prefix: give small letters, digits, - and _, a letter first")
        : name == ModelRef.BuiltInProvider
            ? throw root.Bad($"providers.{name}", "is built in and cannot be described: give it another name")
        : name;

    // Commas separate names in flags; before a colon stands a provider.
    private static string ShortName(JsonMembers root, string name) =>
        !ShortForm().IsMatch(name)
            ? throw root.Bad($"models.{name}", "is no short name: give letters, digits and . _ - + @ /, without a colon")
            : name;

    [GeneratedRegex(@"^[a-z][a-z0-9_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ProviderForm();

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N}._+@/-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShortForm();

    // RFC 9110, 5.6.2.
    [GeneratedRegex(@"^[!#$%&'*+.^_`|~0-9A-Za-z-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderName();
}
