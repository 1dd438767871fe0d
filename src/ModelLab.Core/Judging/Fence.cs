using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace ModelLab.Core.Judging;

/// <summary>
/// Sets text under evaluation off as data. The tag carries a nonce derived from the text, so that the text cannot close its own fence,
/// yet the same text always gives the same request.
/// </summary>
public static class Fence
{
    private const int NonceBytes = 6;

    /// <summary>The text between an opening and a closing tag named <paramref name="label"/>.</summary>
    public static string Wrap(string label, string text)
    {
        var wrapped = new DefaultInterpolatedStringHandler(LengthOf(label, text), 0);
        Append(ref wrapped, label, text);
        return wrapped.ToStringAndClear();
    }

    /// <summary>Appends what <see cref="Wrap"/> gives.</summary>
    internal static void Append(ref DefaultInterpolatedStringHandler to, string label, string text)
    {
        var nonce = Nonce(label, text);
        foreach (var part in (ReadOnlySpan<string>)["<", label, "-", nonce, ">\n", text, "\n</", label, "-", nonce, ">"])
            to.AppendLiteral(part);
    }

    /// <summary>How many characters <see cref="Wrap"/> gives.</summary>
    internal static int LengthOf(string label, string text) => text.Length + 2 * (label.Length + 2 * NonceBytes) + "<->\n\n</->".Length;

    private static string Nonce(string label, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(label.Length + 1 + text.Length);
        var bytes = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            var length = Encoding.UTF8.GetBytes(label, bytes);
            bytes[length++] = (byte)'\n';
            length += Encoding.UTF8.GetBytes(text, bytes.AsSpan(length));
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes.AsSpan(0, length), hash);
            return Convert.ToHexStringLower(hash[..NonceBytes]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
