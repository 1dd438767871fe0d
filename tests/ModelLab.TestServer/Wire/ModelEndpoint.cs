using System.Buffers;
using System.Text.Json;
using ModelLab.Testing.Records;

namespace ModelLab.Testing.Wire;

/// <summary>Takes a request to a model from its first byte to its last.</summary>
internal sealed class ModelEndpoint(TestServer server, TimeProvider time)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    public async Task HandleAsync(HttpContext context, string path, string prefix, Protocol protocol)
    {
        var ledger = server.Ledger;
        var call = ledger.Arrive();
        try
        {
            var bytes = await ReadAsync(context).ConfigureAwait(false);
            var body = Parse(bytes);
            var model =
                protocol == Protocol.Assistant ? prefix
                : body.ValueKind == JsonValueKind.Object && body.TryGetProperty("model", out var m) && m.ValueKind == JsonValueKind.String
                    ? m.GetString()!
                : "";
            var request = ledger.Record(
                call,
                path,
                prefix,
                PresentedKey.Of(context.Request.Headers),
                server.RecordRequests ? Copy(context.Request.Headers) : NoHeaders,
                model,
                body,
                BodyHash.Of(bytes),
                server.RecordRequests,
                server.HashRequests
            );
            var script = server.ScriptFor(prefix, model);
            var refusal =
                protocol == Protocol.Assistant
                    ? null
                    : Gate.Refuse(request, script, protocol == Protocol.Embeddings ? "input" : "messages")
                        ?? (protocol == Protocol.Messages ? MessagesGate.Refuse(request, context.Request.Headers) : null);
            if (refusal is not null)
                await Delivery.WholeAsync(context, InForm(refusal, protocol), call).ConfigureAwait(false);
            else
                await ReplyAsync(context, request, script!, protocol, call).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; nobody is left to tell.
        }
        finally
        {
            call.End(replied: false);
        }
    }

    private async Task ReplyAsync(HttpContext context, ReceivedRequest request, ModelScript script, Protocol protocol, Call call)
    {
        var streamed = protocol != Protocol.Embeddings && request.Stream;
        var reply = Choose(script, request);
        // Counted from the arrival: reading a request is part of serving it. Whole milliseconds, of which a delay would leave out what is
        // begun.
        if (Math.Ceiling((script.Jitter.Around(script.Latency, request) - call.Elapsed).TotalMilliseconds) is > 0 and var left)
            await Task.Delay(TimeSpan.FromMilliseconds(left), time, context.RequestAborted).ConfigureAwait(false);
        while (reply is SlowReply slow)
        {
            await Task.Delay(slow.Delay, time, context.RequestAborted).ConfigureAwait(false);
            reply = slow.Then;
        }
        switch (reply)
        {
            case HangReply:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted).ConfigureAwait(false);
                break;
            case RawReply raw:
                await Delivery.WholeAsync(context, InForm(raw, protocol), call).ConfigureAwait(false);
                break;
            case CutReply cut when streamed:
                var begun = Events(request, script, cut.Whole, protocol);
                await Delivery.EventsAsync(context, begun, script.Headers, cut: true, call).ConfigureAwait(false);
                break;
            case CutReply cut:
                await Delivery.HalfAsync(context, Json(request, script, cut.Whole, protocol)).ConfigureAwait(false);
                break;
            case Completion completion when streamed:
                var events = Events(request, script, completion, protocol);
                await Delivery.EventsAsync(context, events, script.Headers, cut: false, call).ConfigureAwait(false);
                break;
            case Completion completion:
                await Delivery.WholeAsync(context, Json(request, script, completion, protocol), call).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException($"no way to send a {reply.GetType().Name}");
        }
    }

    private static ScriptedReply Choose(ModelScript script, ReceivedRequest request)
    {
        try
        {
            return script.Reply(request);
        }
        catch (Exception e)
        {
            // A script is a test's code: its failure must reach the test, and the client is the only way there.
            return ApiError.Reply(500, $"the test's script failed: {e.GetType().Name}: {e.Message}", code: "script_failed");
        }
    }

    // An error is told in the form of the protocol, whichever the test had in mind.
    private static RawReply InForm(RawReply raw, Protocol protocol) =>
        protocol == Protocol.Messages && raw.Error is { } error ? MessageError.Of(raw.StatusCode, error, raw.Headers) : raw;

    private RawReply Json(ReceivedRequest request, ModelScript script, Completion completion, Protocol protocol) =>
        protocol switch
        {
            Protocol.Embeddings => EmbeddingJson.Of(request, script),
            Protocol.Messages => new(200, ContentTypes.Json, MessageJson.Of(Chat(request, script, completion)), script.Headers),
            _ => new(200, ContentTypes.Json, ChatJson.Of(Chat(request, script, completion)), script.Headers),
        };

    private List<ReadOnlyMemory<byte>> Events(ReceivedRequest request, ModelScript script, Completion completion, Protocol protocol) =>
        protocol == Protocol.Messages
            ? MessageEvents.Of(Chat(request, script, completion))
            : ChatEvents.Of(
                Chat(request, script, completion),
                request.Has("stream_options", out var options)
                    && options.ValueKind == JsonValueKind.Object
                    && options.TryGetProperty("include_usage", out var include)
                    && include.ValueKind == JsonValueKind.True
            );

    private static Dictionary<string, string> Copy(IHeaderDictionary headers) =>
        headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    private ChatReply Chat(ReceivedRequest request, ModelScript script, Completion completion) =>
        new(
            FormattableString.Invariant($"chatcmpl-{request.Sequence}"),
            time.GetUtcNow().ToUnixTimeSeconds(),
            script.ReturnedModel ?? request.Model,
            completion,
            script.OmitUsage ? null : completion.Usage ?? script.Usage ?? ReportedUsage.Of(request, completion)
        );

    private static JsonElement Parse(byte[] bytes)
    {
        try
        {
            return JsonElement.Parse(bytes);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static async ValueTask<byte[]> ReadAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var bytes = read.Buffer.ToArray();
            reader.AdvanceTo(read.Buffer.End);
            return bytes;
        }
    }
}
