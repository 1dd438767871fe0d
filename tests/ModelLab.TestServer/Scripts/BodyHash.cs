using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ModelLab.Testing;

/// <summary>Tells request bodies apart.</summary>
public static class BodyHash
{
    /// <summary>The first 128 bits of the body's SHA-256.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
