using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelLab.Llm.Protocol;

/// <summary>A request's JSON. Its bytes go back to the pool when the request is disposed, unless they are still being sent then.</summary>
internal sealed class JsonBody : HttpContent
{
    // Letters go as they are: escaped, a Russian text would be three times as long.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BorrowedBytes _bytes = new(8 * 1024);
    private int _sending;

    private JsonBody() => Headers.TryAddWithoutValidation("Content-Type", "application/json");

    /// <summary>What the function writes.</summary>
    public static JsonBody Of<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var body = new JsonBody();
        try
        {
            using var json = new Utf8JsonWriter(body._bytes, Relaxed);
            write(json, state);
        }
        catch
        {
            body.Dispose();
            throw;
        }
        return body;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _sending);
        try
        {
            await stream.WriteAsync(_bytes.Written, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _sending);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Volatile.Read(ref _sending) == 0)
            _bytes.Dispose();
        base.Dispose(disposing);
    }
}
