using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ModelLab.Core.Datasets;

/// <summary>Writes data sets and knowledge bases in the shape that is read: snake_case, Cyrillic as it is, nothing that is null.</summary>
public static class DatasetWriter
{
    private static readonly JsonSerializerOptions Lines = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Shape } },
    };

    private static readonly JsonSerializerOptions Indented = new(Lines) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes questions as <c>dataset_*.json</c>.</summary>
    public static void Write(Stream target, IReadOnlyList<GoldItem> items) => JsonSerializer.Serialize(target, items, Indented);

    /// <summary>Writes labelled items as <c>dataset_judge_pipeline_*.json</c>.</summary>
    public static void Write(Stream target, IReadOnlyList<ShowDecisionItem> items) => JsonSerializer.Serialize(target, items, Indented);

    /// <summary>Writes chunks as <c>knowledge_base_*.jsonl</c>, one a line.</summary>
    public static void Write(Stream target, IReadOnlyList<KnowledgeChunk> chunks)
    {
        foreach (var chunk in chunks)
        {
            JsonSerializer.Serialize(target, chunk, Lines);
            target.Write("\n"u8);
        }
    }

    /// <summary>One question as it stands in a file, on one line.</summary>
    public static string ToJson(GoldItem item) => JsonSerializer.Serialize(item, Lines);

    /// <summary>One labelled item as it stands in a file, on one line.</summary>
    public static string ToJson(ShowDecisionItem item) => JsonSerializer.Serialize(item, Lines);

    // Derived members are not data, true is what 'answerable' means when it is not there, and unknown fields go back where they were.
    private static void Shape(JsonTypeInfo type)
    {
        if (type.Type != typeof(GoldItem) && type.Type != typeof(ShowDecisionItem))
            return;
        foreach (var property in type.Properties.ToList())
        {
            if (property.Name is "references" or "relevant_chunks" or "relevant_pages")
                type.Properties.Remove(property);
            else if (property.Name == "answerable")
                property.ShouldSerialize = (_, value) => value is false;
            else if (property.Name == "extra")
            {
                type.Properties.Remove(property);
                var rest = type.CreateJsonPropertyInfo(typeof(Dictionary<string, JsonElement>), "extra");
                rest.IsExtensionData = true;
                rest.Get = item =>
                    (item is GoldItem gold ? gold.Extra : ((ShowDecisionItem)item).Extra)?.ToDictionary(e => e.Key, e => e.Value);
                type.Properties.Add(rest);
            }
        }
    }
}
