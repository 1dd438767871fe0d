using System.Buffers;
using System.Text.Json;
using ModelLab.Testing.Records;

namespace ModelLab.Testing.Wire;

/// <summary>Takes a request to a model from its first byte to its last.</summary>
internal sealed class ModelEndpoint(TestServer server, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, string path, string prefix, bool chat)
    {
        var ledger = server.Ledger;
        var call = ledger.Arrive();
        try
        {
            var bytes = await ReadAsync(context).ConfigureAwait(false);
            var body = Parse(bytes);
            var model =
                body.ValueKind == JsonValueKind.Object && body.TryGetProperty("model", out var m) && m.ValueKind == JsonValueKind.String
                    ? m.GetString()!
                    : "";
            string? authorization = context.Request.Headers.Authorization;
            var request = ledger.Record(
                call,
                path,
                prefix,
                authorization,
                model,
                body,
                BodyHash.Of(bytes),
                server.RecordRequests,
                server.HashRequests
            );
            var script = server.ScriptFor(prefix, model);
            if (Gate.Refuse(request, script, chat ? "messages" : "input") is { } refusal)
                await Delivery.WholeAsync(context, refusal, call).ConfigureAwait(false);
            else
                await ReplyAsync(context, request, script!, chat, call).ConfigureAwait(false);
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

    private async Task ReplyAsync(HttpContext context, ReceivedRequest request, ModelScript script, bool chat, Call call)
    {
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
                await Delivery.WholeAsync(context, raw, call).ConfigureAwait(false);
                break;
            case CutReply cut when chat && request.Stream:
                await Delivery.EventsAsync(context, Events(request, script, cut.Whole), cut: true, call).ConfigureAwait(false);
                break;
            case CutReply cut:
                await Delivery.HalfAsync(context, Json(request, script, cut.Whole, chat)).ConfigureAwait(false);
                break;
            case Completion completion when chat && request.Stream:
                await Delivery.EventsAsync(context, Events(request, script, completion), cut: false, call).ConfigureAwait(false);
                break;
            case Completion completion:
                await Delivery.WholeAsync(context, Json(request, script, completion, chat), call).ConfigureAwait(false);
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

    private RawReply Json(ReceivedRequest request, ModelScript script, Completion completion, bool chat) =>
        chat ? new(200, ContentTypes.Json, ChatJson.Of(Chat(request, script, completion))) : EmbeddingJson.Of(request, script);

    private List<ReadOnlyMemory<byte>> Events(ReceivedRequest request, ModelScript script, Completion completion) =>
        ChatEvents.Of(
            Chat(request, script, completion),
            request.Has("stream_options", out var options)
                && options.ValueKind == JsonValueKind.Object
                && options.TryGetProperty("include_usage", out var include)
                && include.ValueKind == JsonValueKind.True
        );

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
