using System.Text.Json;

namespace ModelLab.Testing.Wire;

/// <summary>Everything a completion says on the wire.</summary>
internal sealed record ChatReply(string Id, long Created, string Model, Completion Completion, ReportedUsage? Usage)
{
    public void WriteHead(Utf8JsonWriter json, ReadOnlySpan<byte> kind)
    {
        json.WriteString("id"u8, Id);
        json.WriteString("object"u8, kind);
        json.WriteNumber("created"u8, Created);
        json.WriteString("model"u8, Model);
    }
}
