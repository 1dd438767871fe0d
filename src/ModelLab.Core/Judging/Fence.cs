using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace ModelLab.Core.Judging;

/// <summary>
/// Sets the texts of one prompt off as data. Their tags carry one code, derived from all of them, so that no text can close its own fence or
/// open another's, yet the same texts always give the same request.
/// </summary>
public sealed class Fence
{
    private const int CodeBytes = 6;

    private readonly string _code;

    /// <summary>The fence of a prompt that holds these texts, each under its label.</summary>
    public Fence(params ReadOnlySpan<(string Label, string Text)> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (label, text) in parts)
        {
            // Neither a label nor the length of a text holds a line break, so that other parts give other bytes.
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{label}\n{text.Length}\n")));
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }
        _code = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, CodeBytes));
    }

    /// <summary>A text between an opening and a closing tag named by its label and the code.</summary>
    public string Wrap(string label, string text)
    {
        var wrapped = new DefaultInterpolatedStringHandler(LengthOf(label, text), 0);
        Append(ref wrapped, label, text);
        return wrapped.ToStringAndClear();
    }

    /// <summary>Appends what <see cref="Wrap"/> gives.</summary>
    internal void Append(ref DefaultInterpolatedStringHandler to, string label, string text)
    {
        foreach (var part in (ReadOnlySpan<string>)["<", label, "-", _code, ">\n", text, "\n</", label, "-", _code, ">"])
            to.AppendLiteral(part);
    }

    /// <summary>How many characters <see cref="Wrap"/> gives.</summary>
    internal static int LengthOf(string label, string text) => text.Length + 2 * (label.Length + 2 * CodeBytes) + "<->\n\n</->".Length;
}
