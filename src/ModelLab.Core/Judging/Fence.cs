using System.Security.Cryptography;
using System.Text;

namespace ModelLab.Core.Judging;

/// <summary>
/// Sets text under evaluation off as data. The tag carries a nonce derived from the text, so that the text cannot close its own fence,
/// yet the same text always gives the same request.
/// </summary>
public static class Fence
{
    /// <summary>The text between an opening and a closing tag named <paramref name="label"/>.</summary>
    public static string Wrap(string label, string text)
    {
        var nonce = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{label}\n{text}")).AsSpan(0, 6));
        return $"<{label}-{nonce}>\n{text}\n</{label}-{nonce}>";
    }
}
