using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Core;

namespace ModelLab.Llm.Configuration;

/// <summary>Reads an assistant of the models file.</summary>
internal static class AssistantReader
{
    private const string Url = "url";

    private static readonly string[] Methods = ["POST", "PUT", "PATCH"];

    private static readonly ProviderMember[] Connection =
    [
        .. ProviderMember.All.Where(m =>
            m != ProviderMember.BaseUrl && m != ProviderMember.Protocol && m != ProviderMember.TokenUrl && m != ProviderMember.TokenScope
        ),
    ];

    /// <summary>Reads it.</summary>
    /// <exception cref="BadInputException">A member is missing, unknown, or not what it should be.</exception>
    public static AssistantEntry Read(string name, JsonMembers json)
    {
        var members = ModelsFileReader.Members(json, Connection);
        if (members.GetValueOrDefault(ProviderMember.Auth.Name) == "gigachat")
            throw json.Bad(ProviderMember.Auth.Name, "'gigachat' is a provider's: give bearer, api-key, x-api-key or none");
        members[ProviderMember.BaseUrl.Name] =
            ModelsFileReader.Checked(json, Url, ProviderMember.BaseUrl, json.Text(Url))
            ?? throw json.Bad(Url, "missing: the address that questions are sent to");
        var method = json.Text("method") ?? "POST";
        if (!Methods.Contains(method, StringComparer.Ordinal))
            throw json.Bad("method", $"'{method}' is unknown: give {string.Join(", ", Methods)}");
        var tokens = json.Any("tokens") is { } value ? json.Within("tokens", value) : null;
        var entry = new AssistantEntry(
            name,
            new ProviderEntry(members, ModelsFileReader.Headers(json), ModelsFileReader.Query(json)),
            new AssistantForm(
                new HttpMethod(method),
                Body(json),
                PathOf(json, "answer") ?? throw json.Bad("answer", "missing: where the answer stands in a reply, such as data.answer")
            )
            {
                Sources = PathOf(json, "sources"),
                InputTokens = tokens is null ? null : PathOf(tokens, "input"),
                OutputTokens = tokens is null ? null : PathOf(tokens, "output"),
            }
        )
        {
            Price = ModelsFileReader.PriceOf(ModelsFile.AssistantName(name), json),
        };
        tokens?.RefuseOthers();
        json.RefuseOthers();
        return entry;
    }

    private static JsonObject Body(JsonMembers json)
    {
        if (json.Any("body") is not { } body)
            throw json.Bad("body", $"missing: what is sent, such as {{\"message\": \"{AssistantForm.Question}\"}}");
        if (body.ValueKind != JsonValueKind.Object)
            throw json.Bad("body", "must be an object {…}");
        RefuseSecrets(json, "body", body);
        var filled = (JsonObject)JsonNode.Parse(body.GetRawText(), documentOptions: ModelsFileReader.Options)!;
        return AssistantForm.AsksQuestion(filled)
            ? filled
            : throw json.Bad("body", $"has no text with {AssistantForm.Question}, where the question goes");
    }

    // A request is written into runs.
    private static void RefuseSecrets(JsonMembers json, string path, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray())
                RefuseSecrets(json, path, item);
        if (value.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in value.EnumerateObject())
        {
            if (VariableName.HoldsSecret(member.Name) && member.Value.ValueKind == JsonValueKind.String)
                throw json.Bad(
                    $"{path}.{member.Name}",
                    "looks like a secret, and requests are written into runs: send it as a header by variable (what was given is not shown)"
                );
            RefuseSecrets(json, $"{path}.{member.Name}", member.Value);
        }
    }

    private static ReplyPath? PathOf(JsonMembers json, string member) =>
        json.Text(member) is not { } text
            ? null
            : ReplyPath.Parse(text)
                ?? throw json.Bad(member, $"'{text}' is no path: give one such as data.answers[0].text or sources[*].url");
}
