using ModelLab.Core.Money;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Sweeps.Journal;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Sweeps.Execution;

/// <summary>Calls for embeddings outside a run, through the same journal, limits and retries.</summary>
public sealed class EmbeddingCalls : IAsyncDisposable
{
    private readonly CallJournal _journal;
    private readonly RunStop _stop;
    private readonly CallPipeline _calls;

    private EmbeddingCalls(CallJournal journal, RunStop stop, CallPipeline calls, TimeProvider time) =>
        (_journal, _stop, _calls, Caller) = (journal, stop, calls, new EmbeddingJournalingCaller(calls.Calls, journal, time));

    /// <summary>Makes the calls.</summary>
    public IModelCaller Caller { get; }

    /// <summary>Opens the journal of an output directory.</summary>
    /// <exception cref="Core.BadInputException">The directory cannot be written, or its journal is damaged.</exception>
    public static EmbeddingCalls Open(string outputDirectory, LabEnvironment environment, TimeProvider time)
    {
        Directory.CreateDirectory(outputDirectory);
        var journal = CallJournal.Open(Path.Combine(outputDirectory, CallJournal.FileName), time);
        var stop = new RunStop(StopTokens.None);
        var request = new SweepRequest { Tiers = [], OutputDirectory = outputDirectory };
        return new EmbeddingCalls(journal, stop, new CallPipeline(request, environment, PriceList.Empty, stop, time, logs: null), time);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _calls.Dispose();
        await _journal.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}
