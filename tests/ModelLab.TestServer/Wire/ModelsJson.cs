namespace ModelLab.Testing.Wire;

/// <summary>The list of models.</summary>
internal static class ModelsJson
{
    public static ReadOnlyMemory<byte> Of(IEnumerable<string> models) =>
        JsonBytes.Of(
            models,
            static (json, models) =>
            {
                json.WriteStartObject();
                json.WriteString("object"u8, "list"u8);
                json.WriteStartArray("data"u8);
                foreach (var model in models)
                {
                    json.WriteStartObject();
                    json.WriteString("id"u8, model);
                    json.WriteString("object"u8, "model"u8);
                    json.WriteNumber("created"u8, 0);
                    json.WriteString("owned_by"u8, "modellab"u8);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
        );
}
