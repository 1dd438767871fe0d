using System.Collections.Concurrent;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Records.Reading;

namespace ModelLab.Sweeps.Journal;

/// <summary>
/// Takes the vectors of texts from the journal where they are there, asks for the others in one call, and journals what comes before
/// handing it
/// on. A text is journalled by itself, so that other batches never pay for it again; a text that is under way elsewhere is waited for.
/// </summary>
/// <param name="inner">Makes the calls.</param>
/// <param name="journal">Where vectors are kept.</param>
/// <param name="time">The clock.</param>
/// <remarks>Errors are journalled as calls and tried again the next time.</remarks>
public sealed class EmbeddingJournalingCaller(IModelCaller inner, CallJournal journal, TimeProvider time) : IModelCaller
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _underWay = new(StringComparer.Ordinal);

    /// <inheritdoc />
    /// <returns>A result with all vectors, in the inputs' order; tokens and latency are those of the texts that had to be asked
    /// for.</returns>
    /// <exception cref="IOException">The journal cannot be read or written.</exception>
    public async Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var inputs = call.Inputs ?? throw new ArgumentException("a call without inputs asks for no vectors", nameof(call));
        var keys = inputs.Select(text => CallKey.OfEmbedding(call.Endpoint, text, call.Repeat)).ToArray();
        var vectors = new float[inputs.Count][];
        var total = new CallResult
        {
            FromJournal = true,
            Attempts = 0,
            Tokens = new TokenUsage { Output = 0 },
            Vectors = vectors,
        };
        while (true)
        {
            Fill(vectors, keys);
            var (mine, others) = Claim(keys, vectors);
            if (mine.Count > 0)
            {
                CallResult result;
                try
                {
                    // Between the look into the journal and the claim somebody may have been done with it.
                    Fill(vectors, keys);
                    result =
                        await TakeAndAskAsync(call, keys, [.. mine.Values.Where(i => vectors[i] is null)], vectors, cancellationToken)
                            .ConfigureAwait(false)
                        ?? total;
                }
                finally
                {
                    foreach (var id in mine.Keys)
                        if (_underWay.TryRemove(id, out var done))
                            done.SetResult();
                }
                if (!result.Succeeded)
                    return result;
                if (result != total)
                    total = result with { Vectors = vectors };
            }
            // Equal texts of this call, and what came meanwhile.
            Fill(vectors, keys);
            if (vectors.All(v => v is not null))
                return total;
            await Task.WhenAll(others).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Null where other processes ask for all of them; they are looked for again a little later.
    private async Task<CallResult?> TakeAndAskAsync(
        ModelCall call,
        byte[][] keys,
        int[] missing,
        float[]?[] vectors,
        CancellationToken cancellationToken
    )
    {
        var taken = new List<int>(missing.Length);
        try
        {
            foreach (var i in missing)
                if (await journal.TryTakeAsync(keys[i], cancellationToken).ConfigureAwait(false))
                    taken.Add(i);
            foreach (var i in taken)
                vectors[i] ??= journal.FindVector(keys[i]);
            int[] open = [.. taken.Where(i => vectors[i] is null)];
            if (open.Length > 0)
                return await AskAsync(call, open, vectors, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var i in taken)
                journal.Release(keys[i]);
        }
        if (taken.Count < missing.Length)
            await Task.Delay(JournalingCaller.Looking, time, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task<CallResult> AskAsync(ModelCall call, int[] missing, float[]?[] vectors, CancellationToken cancellationToken)
    {
        var asked = call with { Inputs = [.. missing.Select(i => call.Inputs![i])] };
        var result = await inner.CallAsync(asked, cancellationToken).ConfigureAwait(false);
        // Not cancellable: the call is paid for. What was never sent is no call.
        if (result.Attempts > 0)
            await journal.AddAsync(CallKey.Of(asked), asked, result).ConfigureAwait(false);
        for (var i = 0; i < result.Vectors?.Count; i++)
            vectors[missing[i]] = result.Vectors[i];
        return result;
    }

    private void Fill(float[]?[] vectors, byte[][] keys)
    {
        for (var i = 0; i < keys.Length; i++)
            vectors[i] ??= journal.FindVector(keys[i]);
    }

    // What is missing becomes mine, once for equal texts, or is somebody else's and waited for. Who claims asks before waiting, so nobody
    // waits in a circle.
    private (Dictionary<string, int> Mine, List<Task> Others) Claim(byte[][] keys, float[]?[] vectors)
    {
        var mine = new Dictionary<string, int>(StringComparer.Ordinal);
        var others = new List<Task>();
        for (var i = 0; i < keys.Length; i++)
        {
            if (vectors[i] is not null)
                continue;
            var id = Convert.ToHexString(keys[i]);
            if (mine.ContainsKey(id))
                continue;
            var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var holder = _underWay.GetOrAdd(id, own);
            if (holder == own)
                mine.Add(id, i);
            else
                others.Add(holder.Task);
        }
        return (mine, others);
    }
}
