using CsCheck;
using ModelLab.Records.Store;
using Xunit;

namespace ModelLab.Records.Tests.Store;

public sealed class BatchedWriterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_come_in_their_order_once_each_in_batches_of_at_most_256()
    {
        await Gen.Int[0, 2000]
            .SampleAsync(
                async count =>
                {
                    var batches = new List<int[]>();
                    await using (var writer = new BatchedWriter<int>("f", rows => batches.Add([.. rows])))
                    {
                        for (var i = 0; i < count; i++)
                            await writer.AddAsync(i, Stop);
                        await writer.FlushAsync();
                        if (batches.Sum(b => b.Length) != count)
                            return false;
                    }
                    return batches.SelectMany(b => b).SequenceEqual(Enumerable.Range(0, count))
                        && batches.All(b => b.Length is > 0 and <= 256);
                },
                iter: 20
            );
    }

    [Fact]
    public async Task A_commit_returns_when_its_row_is_written()
    {
        var written = new HashSet<int>();
        await using var writer = new BatchedWriter<int>(
            "f",
            rows =>
            {
                lock (written)
                    written.UnionWith(rows);
            }
        );
        await Task.WhenAll(
            Enumerable
                .Range(0, 300)
                .Select(async i =>
                {
                    await writer.CommitAsync(i);
                    lock (written)
                        Assert.Contains(i, written);
                })
        );
    }

    [Fact]
    public async Task What_is_queued_at_the_end_is_written()
    {
        var written = new List<int>();
        await using (var writer = new BatchedWriter<int>("f", written.AddRange))
            await writer.AddAsync(7, Stop);
        Assert.Equal([7], written);
    }

    [Fact]
    public async Task After_a_failure_everybody_is_told_and_nobody_waits()
    {
        var calls = 0;
        await using var writer = new BatchedWriter<int>(
            "results.db",
            _ =>
            {
                calls++;
                throw new InvalidOperationException("disk full");
            }
        );

        var errors = await Task.WhenAll(Enumerable.Range(0, 600).Select(i => Record.ExceptionAsync(() => writer.CommitAsync(i)).AsTask()));

        Assert.All(
            errors,
            e =>
                Assert.Equal(
                    "results.db: results can no longer be written (disk full); what was written before stays readable",
                    Assert.IsType<IOException>(e).Message
                )
        );
        Assert.Equal(1, calls);
        await Assert.ThrowsAsync<IOException>(() => writer.FlushAsync());
        await Assert.ThrowsAsync<IOException>(async () => await writer.AddAsync(1, Stop));
    }
}
