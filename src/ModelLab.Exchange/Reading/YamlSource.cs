using System.Globalization;
using System.Text.Json;
using ModelLab.Core;
using ModelLab.Core.Text;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace ModelLab.Exchange.Reading;

/// <summary>Reads YAML as the JSON that it means; promptfoo's configurations are written in it.</summary>
internal static class YamlSource
{
    public static SourceTable Read(EncodedText text, string file)
    {
        try
        {
            var graph = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(text.Text);
            var json = new SerializerBuilder().JsonCompatible().Build().Serialize(graph);
            using var document = JsonDocument.Parse(json);
            return JsonSource.Read(document.RootElement, file, $"YAML, {text.Encoding}");
        }
        catch (YamlException e)
        {
            throw new BadInputException(
                string.Create(CultureInfo.InvariantCulture, $"{file}: not YAML (line {e.Start.Line}): {e.Message.ReplaceLineEndings(" ")}"),
                e
            );
        }
    }
}
