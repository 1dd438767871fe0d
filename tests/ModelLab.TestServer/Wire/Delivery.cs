using Microsoft.AspNetCore.Connections;
using ModelLab.Testing.Records;

namespace ModelLab.Testing.Wire;

/// <summary>Sends bytes, and ends the call just before the last of them.</summary>
internal static class Delivery
{
    public static async Task WholeAsync(HttpContext context, RawReply reply, Call? call)
    {
        Start(context, reply);
        call?.End(replied: true);
        await context.Response.BodyWriter.WriteAsync(reply.Bytes, context.RequestAborted).ConfigureAwait(false);
    }

    public static async Task HalfAsync(HttpContext context, RawReply reply)
    {
        Start(context, reply);
        await context.Response.BodyWriter.WriteAsync(reply.Bytes[..(reply.Bytes.Length / 2)], context.RequestAborted).ConfigureAwait(false);
        throw Cut();
    }

    public static async Task EventsAsync(
        HttpContext context,
        List<ReadOnlyMemory<byte>> events,
        IReadOnlyDictionary<string, string> headers,
        bool cut,
        Call call
    )
    {
        context.Response.ContentType = ContentTypes.Events;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        var count = cut ? events.Count / 2 : events.Count;
        for (var i = 0; i < count; i++)
        {
            if (i == events.Count - 1)
                call.End(replied: true);
            await context.Response.BodyWriter.WriteAsync(events[i], context.RequestAborted).ConfigureAwait(false);
        }
        if (cut)
            throw Cut();
    }

    private static void Start(HttpContext context, RawReply reply)
    {
        context.Response.StatusCode = reply.StatusCode;
        context.Response.ContentType = reply.ContentType;
        context.Response.ContentLength = reply.Bytes.Length;
        if (reply.Headers is null)
            return;
        foreach (var (name, value) in reply.Headers)
            context.Response.Headers[name] = value;
    }

    // Kestrel answers an exception after the first bytes by closing the connection behind them. An abort could overtake the bytes,
    // and a client that sees none of them may quietly send the request again.
    private static ConnectionAbortedException Cut() => new("cut by the script");
}
