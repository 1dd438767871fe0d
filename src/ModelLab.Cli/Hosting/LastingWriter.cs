using System.Text;

namespace ModelLab.Cli.Hosting;

/// <summary>
/// Standard output or standard error that outlives its reader: when it is closed, full or its terminal is gone, what is written is dropped,
/// for a run has better things to do than to fail over it. Who writes a result finds in <see cref="Lost"/> that nobody has it.
/// </summary>
/// <param name="inner">The stream of the process.</param>
internal sealed class LastingWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    /// <summary>What the first write that failed said; null while all is well.</summary>
    public string? Lost { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        if (Lost is not null)
            return;
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Lost = e.Message;
        }
    }
}
