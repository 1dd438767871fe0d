using System.Security.Cryptography;
using System.Text;

namespace ModelLab.Core.Datasets;

/// <summary>Derives an item's id from its content, so that order and file name do not matter.</summary>
public static class ItemId
{
    /// <summary>The first 16 hex digits of the SHA-256 over the length-prefixed UTF-8 parts.</summary>
    /// <param name="parts">Question, answer, and chunk id or context; a missing part is null.</param>
    public static string FromContent(params ReadOnlySpan<string?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            // The length prefix keeps ("ab", "c") and ("a", "bc") apart; −1 keeps null and "" apart.
            var bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, part is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
