using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;

namespace ModelLab.Records.Vocabulary;

/// <summary>
/// How records are written into files: snake_case, values by the names that they have in flags, Cyrillic as it is, undefined as null.
/// </summary>
public static class RunsJson
{
    /// <summary>The format of records in files.</summary>
    public static JsonSerializerOptions Files { get; } = In(new JsonSerializerOptions());

    /// <summary>The format for documents that people look at.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Files) { WriteIndented = true };

    /// <summary>Gives options the names and letters of files.</summary>
    public static JsonSerializerOptions In(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        // Nothing written is ever put into a page as it is.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new NameConverter<Tier>(TierNames.Flag, TierNames.FromFlag));
        options.Converters.Add(new NameConverter<ModelRole>(Names.Of, Names.RoleOf));
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        return options;
    }
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
