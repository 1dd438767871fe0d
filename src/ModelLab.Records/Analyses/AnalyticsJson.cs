using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Analyses;

/// <summary>
/// How analyses are written: <see cref="Utilization"/>, <see cref="TopicCoverage"/> and <see cref="DomainProfile"/>. Field names are a
/// contract; undefined is null.
/// </summary>
public static class AnalyticsJson
{
    /// <summary>An analysis as a part of a run's element.</summary>
    public static JsonNode Node<T>(T analysis)
        where T : class => JsonSerializer.SerializeToNode(analysis, RunsJson.Files)!;

    /// <summary>An analysis as it stands in files; null where it was not made.</summary>
    public static JsonNode? NodeOrNull<T>(T? analysis)
        where T : class => analysis is null ? null : Node(analysis);

    /// <summary>An analysis as JSON text for people.</summary>
    public static string Text<T>(T analysis)
        where T : class => Node(analysis).ToJsonString(RunsJson.Indented);
}
