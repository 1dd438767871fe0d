using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ModelLab.Runs.Analytics;

/// <summary>How analyses are written: <see cref="Utilization"/>, <see cref="TopicCoverage"/> and <see cref="DomainProfile"/>. Field names are a contract; undefined is null.</summary>
public static class AnalyticsJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        WriteIndented = true,
    };

    /// <summary>An analysis as a part of a run's element.</summary>
    public static JsonNode Node<T>(T analysis) where T : class => JsonSerializer.SerializeToNode(analysis, Options)!;

    /// <summary>An analysis as indented text.</summary>
    public static string Text<T>(T analysis) where T : class => JsonSerializer.Serialize(analysis, Options);
}
