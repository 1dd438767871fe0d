using Google.Protobuf;

namespace ModelLab.Testing.Onnx;

/// <summary>Writes protobuf messages field by field, which is all that a tiny model needs.</summary>
public sealed class Protobuf
{
    private readonly List<byte> _bytes = [];

    public Protobuf Number(int field, long value) => Write(field, WireFormat.WireType.Varint, o => o.WriteInt64(value));

    public Protobuf Float(int field, float value) => Write(field, WireFormat.WireType.Fixed32, o => o.WriteFloat(value));

    public Protobuf Text(int field, string value) => Write(field, WireFormat.WireType.LengthDelimited, o => o.WriteString(value));

    public Protobuf Bytes(int field, byte[] value) =>
        Write(field, WireFormat.WireType.LengthDelimited, o => o.WriteBytes(ByteString.CopyFrom(value)));

    public Protobuf Message(int field, Protobuf value) => Bytes(field, value.ToArray());

    public Protobuf Each<T>(IEnumerable<T> items, Func<Protobuf, T, Protobuf> add) => items.Aggregate(this, add);

    public byte[] ToArray() => [.. _bytes];

    private Protobuf Write(int field, WireFormat.WireType type, Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(field, type);
            write(output);
        }
        _bytes.AddRange(bytes.ToArray());
        return this;
    }
}
