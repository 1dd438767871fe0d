using Microsoft.Extensions.Logging;
using ModelLab.Core;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Journal;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Sweeps.Phases;

/// <summary>What a sweep calls models with: the journal, and behind it the way to the wire.</summary>
internal sealed class SweepCalls : IAsyncDisposable
{
    private readonly bool _isNew;
    private bool _kept;

    private SweepCalls(CallPipeline pipeline, CallJournal journal, bool isNew, JournalledCalls journalled, RunStop stop)
    {
        (Pipeline, Journal, Journalled, Stop) = (pipeline, journal, journalled, stop);
        _isNew = isNew;
    }

    /// <summary>Calls that are not journalled, and what is known of endpoints and money.</summary>
    public CallPipeline Pipeline { get; }

    /// <summary>The journal.</summary>
    public CallJournal Journal { get; }

    /// <summary>Calls that are looked for in the journal first.</summary>
    public JournalledCalls Journalled { get; }

    /// <summary>What stops them.</summary>
    public RunStop Stop { get; }

    /// <summary>Opens the journal of the output directory.</summary>
    /// <exception cref="BadInputException">
    /// A budget cannot be kept, a connection not be made as told, the directory cannot be written, or its journal is damaged.
    /// </exception>
    public static SweepCalls Open(ReadSweep read, RunStop stop, TimeProvider time, ILoggerFactory? logs)
    {
        var request = read.Request;
        if (request.Budget is not null)
            read.Prices.RequireFor(read.Models.Called);
        var file = JournalIn(request.OutputDirectory);
        var isNew = !Path.Exists(file);
        var pipeline = new CallPipeline(request, read.Environment, read.Prices, stop, time, logs);
        CallJournal journal;
        try
        {
            pipeline.Connect(read.Models.Callable.Select(m => m.Endpoint).OfType<ModelEndpoint>());
            journal = CallJournal.Open(file, time);
        }
        catch
        {
            pipeline.Dispose();
            if (isNew)
                File.Delete(file);
            throw;
        }
        return new SweepCalls(
            pipeline,
            journal,
            isNew,
            new JournalledCalls(pipeline.Calls, journal, request, time, stop.NoMoreCalls),
            stop
        );
    }

    /// <summary>Makes the models callable.</summary>
    public CallableModels Models(ReadSweep read, TimeProvider time) =>
        CallableModels.Create(read.Models.Callable, Journalled.For, read.Settings, time, Pipeline.IsOnHold);

    /// <summary>The run has begun: a journal that it made stays, however it ends.</summary>
    public void Keep() => _kept = true;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync().ConfigureAwait(false);
        if (_isNew && !_kept)
            File.Delete(Journal.FilePath); // only the run writes calls into it
        Pipeline.Dispose();
    }

    private static string JournalIn(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--output-dir {directory}: cannot be written: {e.Message}", e);
        }
        return Path.Combine(directory, CallJournal.FileName);
    }
}
