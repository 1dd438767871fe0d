using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelLab.Testing.Wire;

/// <summary>Writes JSON to bytes, Cyrillic as it is, as providers do.</summary>
internal static class JsonBytes
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static ReadOnlyMemory<byte> Of<T>(T value, Action<Utf8JsonWriter, T> write, int sizeHint = 512)
    {
        var buffer = new ArrayBufferWriter<byte>(sizeHint);
        using (var json = new Utf8JsonWriter(buffer, Options))
            write(json, value);
        return buffer.WrittenMemory;
    }
}
