namespace ModelLab.Cli.Tests;

/// <summary>
/// Keeps what is written, and tells when it is first flushed: a program that goes on flushes what is to be read meanwhile.
/// </summary>
public sealed class FlushedWriter : StringWriter
{
    private readonly TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends at the first flush.</summary>
    public Task Flushed => _flushed.Task;

    /// <inheritdoc />
    public override void Flush() => _flushed.TrySetResult();

    /// <inheritdoc />
    public override Task FlushAsync()
    {
        Flush();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task FlushAsync(CancellationToken cancellationToken) => FlushAsync();
}
