using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ModelLab.Core.Datasets;

namespace ModelLab.Knowledge;

/// <summary>What tells one content of a knowledge base from another: SHA-256 over chunks in the order of their ids.</summary>
/// <remarks>
/// A chunk is its id (8 bytes), then page and text in UTF-8, each after its length in bytes (4 bytes); numbers are little-endian.
/// </remarks>
internal static class ContentHash
{
    public static async Task<string> OfAsync(IAsyncEnumerable<KnowledgeChunk> chunksById, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var chunk in chunksById.WithCancellation(cancellationToken).ConfigureAwait(false))
            Append(hash, chunk);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, KnowledgeChunk chunk)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, chunk.Id);
        hash.AppendData(number);
        foreach (var text in (ReadOnlySpan<string>)[chunk.ConfluenceUrl, chunk.Text])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32LittleEndian(number, bytes.Length);
            hash.AppendData(number[..sizeof(int)]);
            hash.AppendData(bytes);
        }
    }
}
