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

    /// <summary>How files are read.</summary>
    public static JsonDocumentOptions Options { get; } =
        new()
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            AllowDuplicateProperties = false,
        };

    public static ModelsFile Parse(ReadOnlyMemory<byte> utf8Json, string file)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8Json.Span.StartsWith("\uFEFF"u8) ? utf8Json[3..] : utf8Json, Options);
            var root = new JsonMembers(json.RootElement, file, "");
            root.Any("$schema");
            var providers = root.Entries("providers")
                .ToDictionary(p => ProviderName(root, p.Name), p => Provider(new JsonMembers(p.Value, file, $"providers.{p.Name}")));
            var models = root.Entries("models")
                .ToDictionary(m => ShortName(root, m.Name), m => Model(m.Name, new JsonMembers(m.Value, file, $"models.{m.Name}")));
            var assistants = root.Entries("assistants")
                .ToDictionary(
                    a => ShortName(root, a.Name, "assistants"),
                    a => AssistantReader.Read(a.Name, new JsonMembers(a.Value, file, $"assistants.{a.Name}"))
                );
            root.RefuseOthers();
            return new ModelsFile(file, providers, models) { Assistants = assistants };
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
        var entry = new ProviderEntry(Members(json, ProviderMember.All), Headers(json), Query(json));
        json.RefuseOthers();
        return entry;
    }

    /// <summary>What is told of a connection, by the names of its members.</summary>
    public static Dictionary<string, string> Members(JsonMembers json, IEnumerable<ProviderMember> all)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in all)
            if (Checked(json, member.Name, member, member.IsNumber ? json.Number(member.Name) : json.Text(member.Name)) is { } text)
                members[member.Name] = text;
        return members;
    }

    /// <summary>A text that is a value of a member; null where there is none.</summary>
    public static string? Checked(JsonMembers json, string name, ProviderMember member, string? text) =>
        text is null ? null
        : (member.ProblemInFile(text) ?? (HasReference(text) ? null : member.Problem(text))) is { } problem ? throw json.Bad(name, problem)
        : text;

    /// <summary>Headers of every request.</summary>
    public static Dictionary<string, string> Headers(JsonMembers json) => Values(json, "headers", HeaderProblem);

    /// <summary>Parameters in the query of every address.</summary>
    public static Dictionary<string, string> Query(JsonMembers json) => Values(json, "query", QueryProblem);

    /// <summary>What calls cost; null where it is not told.</summary>
    public static Price? PriceOf(string model, JsonMembers json) => json.Any("price") is { } value ? Price(model, value, json) : null;

    private static NamedModel Model(string name, JsonMembers json)
    {
        var target = json.Text("model") ?? throw json.Bad("model", "missing: the model as flags name it, provider:name");
        double? Rate(ProviderMember member) =>
            json.Number(member.Name) is not { } text ? null
            : member.Problem(text) is { } problem ? throw json.Bad(member.Name, problem)
            : double.Parse(text, CultureInfo.InvariantCulture);
        var model = new NamedModel(name, target, Parameters(json), Headers(json))
        {
            RequestsPerMinute = Rate(ProviderMember.RequestsPerMinute),
            TokensPerMinute = Rate(ProviderMember.TokensPerMinute),
            QueryModel = json.Text("query_model"),
            Price = PriceOf(name, json),
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
        : name is ModelRef.BuiltInProvider or ModelRef.AssistantProvider
            ? throw root.Bad($"providers.{name}", "has a meaning of its own: give it another name")
        : name;

    // Commas separate names in flags; before a colon stands a provider.
    private static string ShortName(JsonMembers root, string name, string member = "models") =>
        !ShortForm().IsMatch(name)
            ? throw root.Bad($"{member}.{name}", "is no short name: give letters, digits and . _ - + @ /, without a colon")
            : name;

    [GeneratedRegex(@"^[a-z][a-z0-9_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ProviderForm();

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N}._+@/-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShortForm();

    // RFC 9110, 5.6.2.
    [GeneratedRegex(@"^[!#$%&'*+.^_`|~0-9A-Za-z-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderName();
}
