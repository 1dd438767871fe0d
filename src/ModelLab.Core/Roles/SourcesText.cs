using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelLab.Core.Roles;

/// <summary>The sources that an assistant says it used, as the evidence of its answer: a JSON list of texts.</summary>
public static class SourcesText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a list; null where it does not say what it used.</summary>
    public static string? Of(IReadOnlyList<string>? sources) => sources is null ? null : JsonSerializer.Serialize(sources, Readable);

    /// <summary>The list of a text; null where the text is none.</summary>
    public static IReadOnlyList<string>? Read(string? text)
    {
        if (text is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize<List<string>>(text);
        }
        catch (JsonException)
        {
            return null; // reasoning, of a model that is no assistant
        }
    }
}
