using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Records.Analyses;

namespace ModelLab.Records.Vocabulary;

/// <summary>
/// How records are written into files: snake_case, values by the names that they have in flags, Cyrillic as it is, undefined as null.
/// Compiled for the types named here: nothing is found out about them at run time, which costs time at every start and is not possible
/// in a program that was compiled as a whole.
/// </summary>
[JsonSerializable(typeof(SweepSpec))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<PlannedCount>))]
[JsonSerializable(typeof(IReadOnlyList<ExcludedModel>))]
[JsonSerializable(typeof(RunMoney))]
[JsonSerializable(typeof(IReadOnlyList<RaceRecord>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<RetrievedChunk>))]
[JsonSerializable(typeof(Utilization))]
[JsonSerializable(typeof(TopicCoverage))]
[JsonSerializable(typeof(DomainProfile))]
public sealed partial class RunsJson : JsonSerializerContext
{
    private static readonly JsonNamingPolicy Naming = JsonNamingPolicy.SnakeCaseLower;

    /// <summary>The types as they stand in files.</summary>
    public static RunsJson Files { get; } = new(In(new JsonSerializerOptions()));

    /// <summary>The format for documents that people look at.</summary>
    public static JsonSerializerOptions Indented { get; } =
        new(Files.Options)
        {
            WriteIndented = true,
            TypeInfoResolver = JsonTypeInfoResolver.Combine(Files, new DefaultJsonTypeInfoResolver()),
        };

    /// <summary>A type as it stands in files.</summary>
    /// <exception cref="NotSupportedException">It is not among those named here.</exception>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Files.Options.GetTypeInfo(typeof(T));

    /// <summary>Gives options the names and letters of files.</summary>
    public static JsonSerializerOptions In(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = Naming;
        // Nothing written is ever put into a page as it is.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        foreach (
            var named in (JsonConverter[])
                [
                    new NameConverter<Tier>(TierNames.Flag, TierNames.FromFlag),
                    new NameConverter<ModelRole>(Names.Of, Names.RoleOf),
                    Named<JudgeEvalMode>(),
                    Named<Rubric>(),
                    Named<SearchMode>(),
                    Named<WorkKind>(),
                    Named<RaceEnd>(),
                    Named<QuestionsSource>(),
                ]
        )
            options.Converters.Add(named);
        return options;
    }

    /// <summary>A value by its name in snake_case.</summary>
    public static JsonConverter Named<T>()
        where T : struct, Enum => new JsonStringEnumConverter<T>(Naming);
}

/// <summary>Writes values by the names that they have in flags and files.</summary>
internal sealed class NameConverter<T>(Func<T, string> write, Func<string, T> read) : JsonConverter<T>
{
    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return read(reader.GetString() ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));
}
