using System.Diagnostics;
using CsCheck;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Records.Reading;
using ModelLab.Sweeps.Journal;
using Xunit;

namespace ModelLab.Sweeps.Tests.Journal;

public sealed class CallJournalTests : JournalTest
{
    private static readonly Gen<string?> Text = Gen.OneOf(
        Gen.Const((string?)null),
        Gen.String[Gen.Char["абв ABC\n\"'\0€"], 0, 30].Select(s => (string?)s)
    );
    private static readonly Gen<long?> Count = Gen.OneOf(Gen.Const((long?)null), Gen.Long[0, long.MaxValue].Select(n => (long?)n));
    private static readonly Gen<CallErrorClass?> Error = Gen.Int[-1, 8].Select(i => i < 0 ? (CallErrorClass?)null : (CallErrorClass)i);

    private static readonly Gen<CallResult> Results =
        from texts in Gen.Select(Text, Text, Text, Text, Text, Text)
        from error in Error
        from counts in Gen.Select(Count, Count, Count, Count)
        from numbers in Gen.Select(Gen.Double[0, 1e9], Gen.Double[0, 1e9], Gen.Bool, Gen.Int[0, 999], Gen.Int[1, 9])
        select new CallResult
        {
            Text = texts.Item1,
            Reasoning = texts.Item2,
            Refusal = texts.Item3,
            Error = texts.Item4,
            ReturnedModel = texts.Item5,
            FinishReason = texts.Item6,
            ErrorClass = error,
            HttpStatus = error is null ? null : numbers.Item4,
            Tokens = new TokenUsage
            {
                Input = counts.Item1,
                CachedInput = counts.Item2,
                Output = counts.Item3,
                Reasoning = counts.Item4,
                IsEstimated = numbers.Item3,
                ToldCost = numbers.Item3 ? numbers.Item4 / 1000m : null,
            },
            ServedBy = texts.Item6,
            LatencyMs = numbers.Item1,
            FirstTokenMs = numbers.Item3 ? numbers.Item2 : null,
            InFlight = numbers.Item4,
            Attempts = numbers.Item5,
        };

    [Fact]
    public async Task Every_field_comes_back_as_it_went_in()
    {
        await using var journal = Open();
        var i = 0;
        await Results.SampleAsync(
            async result =>
            {
                var call = Call(FormattableString.Invariant($"{Interlocked.Increment(ref i)}"));
                var key = CallKey.Of(call);
                Assert.Null(journal.Find(key));
                await journal.AddAsync(key, call, result);
                return journal.Find(key) == result with { FromJournal = true };
            },
            iter: 200
        );
    }

    [Fact]
    public async Task A_journal_of_an_earlier_version_is_read_and_learns_who_answered_and_for_how_much()
    {
        var (old, fresh) = (CallKey.Of(Call("old")), CallKey.Of(Call("new")));
        string file;
        await using (var journal = Open())
        {
            file = journal.FilePath;
            await journal.AddAsync(old, Call("old"), new CallResult { Text = "да" });
        }
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "ALTER TABLE calls DROP COLUMN told_cost; ALTER TABLE calls DROP COLUMN served_by";
            command.ExecuteNonQuery();
        }

        await using var again = Open();
        var paid = new CallResult
        {
            Text = "нет",
            ServedBy = "DeepInfra",
            Tokens = new TokenUsage { ToldCost = 0.00123m },
        };
        await again.AddAsync(fresh, Call("new"), paid);

        Assert.Equal(("да", null, null), (again.Find(old)!.Text, again.Find(old)!.ServedBy, again.Find(old)!.Tokens.ToldCost));
        Assert.Equal(paid with { FromJournal = true }, again.Find(fresh));
    }

    [Fact]
    public async Task What_is_added_is_committed_when_the_call_returns_and_seen_by_others()
    {
        await using var mine = Open();
        await using var theirs = Open();
        var key = CallKey.Of(Call());
        await mine.AddAsync(key, Call(), new CallResult { Text = "да" });
        Assert.Equal("да", theirs.Find(key)!.Text);
        Assert.False(theirs.IsEmpty);
    }

    [Fact]
    public async Task Two_that_write_at_the_same_time_lose_nothing()
    {
        await using (var mine = Open())
        await using (var theirs = Open())
        {
            async Task WriteAsync(CallJournal journal, int from) =>
                await Task.WhenAll(
                    Enumerable
                        .Range(from, 600)
                        .Select(i =>
                        {
                            var call = Call(FormattableString.Invariant($"{i}"));
                            return journal.AddAsync(CallKey.Of(call), call, new CallResult { Text = FormattableString.Invariant($"{i}") });
                        })
                );
            await Task.WhenAll(WriteAsync(mine, 0), WriteAsync(theirs, 300));
        }
        await using var journal = Open();
        Assert.All(
            Enumerable.Range(0, 900),
            i =>
                Assert.Equal(FormattableString.Invariant($"{i}"), journal.Find(CallKey.Of(Call(FormattableString.Invariant($"{i}"))))!.Text)
        );
        Assert.Equal(900, Assert.Single(JournalFile.Stats(FilePath)).Calls);
    }

    [Fact]
    public async Task A_reply_replaces_what_was_there_and_an_error_only_an_error()
    {
        await using var journal = Open();
        var key = CallKey.Of(Call());
        async Task<string?> After(CallResult result)
        {
            await journal.AddAsync(key, Call(), result);
            return journal.Find(key) is { } found ? found.Error ?? found.Text : null;
        }
        Assert.Equal("1", await After(new CallResult { ErrorClass = CallErrorClass.Server, Error = "1" }));
        Assert.Equal("2", await After(new CallResult { ErrorClass = CallErrorClass.Timeout, Error = "2" }));
        Assert.Equal("3", await After(new CallResult { Text = "3" }));
        Assert.Equal("4", await After(new CallResult { Text = "4" }));
        Assert.Equal("4", await After(new CallResult { ErrorClass = CallErrorClass.Server, Error = "5" }));
    }

    [Fact]
    public async Task Mean_latency_is_that_of_successes_of_the_model_at_its_endpoint()
    {
        await using var journal = Open();
        Task AddAsync(ModelCall call, double latency, CallErrorClass? error = null) =>
            journal.AddAsync(CallKey.Of(call), call, new CallResult { LatencyMs = latency, ErrorClass = error });
        await AddAsync(Call("1"), 100);
        await AddAsync(Call("2"), 300);
        await AddAsync(Call("3"), 9000, CallErrorClass.Server);
        await AddAsync(Call("4", model: "n"), 9000);
        await AddAsync(Call("5", url: "http://127.0.0.1:2/v1"), 9000);

        Assert.Equal(200, journal.MeanLatency("http://127.0.0.1:1/v1", "m"));
        Assert.Null(journal.MeanLatency("http://127.0.0.1:1/v1", "unknown"));
    }

    [Fact]
    public async Task A_failing_write_is_told_to_every_caller_and_what_is_there_stays_readable()
    {
        var first = CallKey.Of(Call("first"));
        await using (var journal = Open())
        {
            await journal.AddAsync(first, Call("first"), new CallResult { Text = "да" });
            // Another connection makes the database refuse rows; a disk that is really full is in the tests of the command line.
            using var limit = new SqliteConnection($"Data Source={FilePath};Pooling=false");
            limit.Open();
            using var command = limit.CreateCommand();
            command.CommandText = "CREATE TRIGGER refuse BEFORE INSERT ON calls BEGIN SELECT RAISE(FAIL, 'refused'); END";
            command.ExecuteNonQuery();

            for (var i = 0; i < 2; i++)
            {
                var error = await Assert.ThrowsAsync<IOException>(() =>
                    journal.AddAsync(CallKey.Of(Call("second")), Call("second"), new CallResult { Text = "нет" })
                );
                Assert.StartsWith($"{FilePath}: results can no longer be written (", error.Message, StringComparison.Ordinal);
                Assert.EndsWith("what was written before stays readable", error.Message, StringComparison.Ordinal);
            }
            Assert.Equal("да", journal.Find(first)!.Text);
        }
        await using var again = Open();
        Assert.Equal("да", again.Find(first)!.Text);
        Assert.Null(again.Find(CallKey.Of(Call("second"))));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        var path = "/proc/self/journal.db"; // not even root can make files there
        var error = Assert.Throws<BadInputException>(() => CallJournal.Open(path, TimeProvider.System));
        Assert.StartsWith($"{path}: the journal cannot be opened (", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "the journal is corrupt")]
    [InlineData(1, "the journal cannot be read")]
    public async Task Damage_is_told_where_it_is_met(int page, string problem)
    {
        await using (var journal = Open())
            for (var i = 0; i < 50; i++)
            {
                var call = Call(FormattableString.Invariant($"{i}"));
                await journal.AddAsync(CallKey.Of(call), call, new CallResult { Text = new string('я', 500) });
            }
        var bytes = File.ReadAllBytes(FilePath);
        bytes.AsSpan(page == 0 ? 0 : 4096 * 2).Fill(0x5A); // the head, or all pages behind the schema
        if (page == 0)
            bytes.AsSpan(0, 4096).Fill(0x5A);
        File.WriteAllBytes(FilePath, bytes);

        var error = await Record.ExceptionAsync(async () =>
        {
            await using var damaged = Open();
            for (var i = 0; i < 50; i++)
                damaged.Find(CallKey.Of(Call(FormattableString.Invariant($"{i}"))));
        });

        Assert.True(error is BadInputException or IOException, error?.ToString());
        Assert.Contains("the journal ", error!.Message, StringComparison.Ordinal);
        Assert.Contains("move it aside", error.Message, StringComparison.Ordinal);
        if (page == 0)
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
