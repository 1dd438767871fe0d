using System.Text;
using System.Text.Json;

namespace ModelLab.Core.Tests.Datasets;

/// <summary>Small helpers for JSON in tests.</summary>
internal static class Json
{
    public static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);

    public static JsonElement Element(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    /// <summary>Equality by value: two texts hold the same JSON, whatever the order of fields.</summary>
    public static bool Same(JsonElement a, JsonElement b) => JsonElement.DeepEquals(a, b);
}
