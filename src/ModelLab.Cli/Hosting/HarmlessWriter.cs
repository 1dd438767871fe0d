using System.Text;
using ModelLab.Core.Text;

namespace ModelLab.Cli.Hosting;

/// <summary>Writes text on, with the names of characters that would act on a terminal in their place.</summary>
/// <param name="inner">Where to.</param>
internal sealed class HarmlessWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    /// <summary>A writer around another, which stays its owner's.</summary>
    public static TextWriter Around(TextWriter inner) => new HarmlessWriter(inner);

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (value is not null)
            inner.Write(HiddenCharacters.Named(value));
    }

    public override void WriteLine(string? value) => inner.WriteLine(HiddenCharacters.Named(value ?? ""));

    public override Task WriteAsync(char value) => WriteAsync(value.ToString());

    public override Task WriteAsync(string? value) => inner.WriteAsync(HiddenCharacters.Named(value ?? ""));

    public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(HiddenCharacters.Named(value ?? ""));

    public override void Flush() => inner.Flush();

    public override Task FlushAsync() => inner.FlushAsync();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
}
