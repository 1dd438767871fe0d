using CsCheck;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Store;

public sealed class ObservationStoreTests : IDisposable
{
    private static readonly SweepItems Items = Make.Input(4, 1, 4);
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Const(""),
        Gen.Const("Да, «до 15 октября»\n\t'--;"),
        Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 12]
    );

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string File => _folder["rag_benchmark_1.db"];

    public void Dispose() => _folder.Dispose();

    private static Gen<Observation> Observations
    {
        get
        {
            var models = Gen.OneOf("m1", "провайдер:модель", "");
            var facts = Gen.Select(
                    Gen.Double[0, 1e6].Nullable(),
                    Gen.Int[0, 9],
                    Gen.Int[0, 99],
                    Gen.Long.Nullable(),
                    Gen.Long.Nullable(),
                    Gen.Long.Nullable(),
                    Gen.Int,
                    Gen.Select(Texts.Null(), Texts.Null(), Gen.Enum<CallErrorClass>().Nullable())
                )
                .Select(f => new CallFacts
                {
                    LatencyMs = f.Item1,
                    Asks = f.Item2,
                    Attempts = f.Item3,
                    Tokens = new TokenUsage
                    {
                        Input = f.Item4,
                        Output = f.Item5,
                        Reasoning = f.Item6,
                    },
                    ReasoningChars = f.Item7,
                    ReturnedModel = f.Item8.Item1,
                    FinishReason = f.Item8.Item2,
                    ErrorClass = f.Item8.Item3,
                });
            return Gen.Select(
                    Gen.Enum<Tier>(),
                    Gen.Int[0, 3],
                    Gen.OneOf("faithfulness", "show", "abstention"),
                    Gen.Select(models.Null(), models.Null(), models.Null()),
                    Gen.Int[0, 3],
                    Gen.Enum<Outcome>(),
                    Gen.Select(Gen.Double[-1e9, 1e9].Nullable(), Gen.Double[0, 1].Nullable(), Texts.Null(), Texts.Null()),
                    facts
                )
                .Select(o => new Observation
                {
                    Tier = o.Item1,
                    ItemId =
                        (o.Item1 == Tier.JudgePipeline ? "p" : "g") + o.Item2.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    Measure = o.Item3,
                    GenerationModel = o.Item4.Item1,
                    JudgeModel = o.Item4.Item2,
                    ProductionJudgeModel = o.Item4.Item3,
                    Repeat = o.Item5,
                    Outcome = o.Item6,
                    Value = o.Item7.Item1,
                    Expected = o.Item7.Item2,
                    Error = o.Item7.Item3,
                    Evidence = o.Item7.Item4,
                    Facts = o.Item8,
                });
        }
    }

    [Fact]
    public async Task Every_field_of_an_observation_comes_back_as_it_was_written() =>
        await Observations
            .Array[0, 40]
            .SampleAsync(
                async written =>
                {
                    using var folder = new TempFolder();
                    // One row a key, as the plan makes them.
                    var rows = written
                        .DistinctBy(o => (o.Tier, o.Measure, o.ItemId, o.GenerationModel, o.JudgeModel, o.ProductionJudgeModel, o.Repeat))
                        .ToHashSet();
                    await using var store = Create(folder["a.db"]);
                    foreach (var row in rows)
                        await store.AddAsync(row, Stop);
                    await store.FlushAsync();
                    using var reader = store.OpenReader();
                    var read = reader.Observations().ToList();
                    Assert.Equal(rows.Count, read.Count);
                    Assert.Equal(rows, read.ToHashSet());
                },
                iter: 40,
                threads: 1
            );

    [Fact]
    public async Task The_values_of_one_measure_are_those_of_its_observations() =>
        await Observations
            .Array[0, 40]
            .SampleAsync(
                async written =>
                {
                    using var folder = new TempFolder();
                    await using var store = ObservationStore.Create(
                        folder["rag_benchmark_1.db"],
                        "1",
                        DateTimeOffset.UnixEpoch,
                        Make.Spec(),
                        Fingerprint.Of(Make.Spec(), Items),
                        Items,
                        TimeProvider.System
                    );
                    foreach (var observation in written)
                        await store.AddAsync(observation, Stop);
                    await store.FlushAsync();
                    using var reader = store.OpenReader();
                    foreach (var of in written.GroupBy(o => (o.Tier, o.Measure)))
                    {
                        var expected = reader
                            .Observations()
                            .Where(o => (o.Tier, o.Measure) == of.Key)
                            .Select(o => new ScoreRow(
                                o.ItemId,
                                o.GenerationModel,
                                o.JudgeModel,
                                o.ProductionJudgeModel,
                                o.Repeat,
                                o.Outcome,
                                o.Value,
                                o.Expected
                            ));
                        Assert.Equal(expected, reader.Scores(of.Key.Tier, of.Key.Measure));
                    }
                },
                iter: 20
            );

    [Fact]
    public async Task Every_field_of_an_answer_comes_back_as_it_was_written() =>
        await Gen.Select(Gen.Int[0, 4], Gen.OneOf("g1", "поставщик:g2"), Gen.Int[0, 2], Texts, Texts.Null())
            .Array[0, 20]
            .SampleAsync(
                async written =>
                {
                    using var folder = new TempFolder();
                    var rows = written
                        .Select(a => new AnswerRow(Tier.Generation, $"g{a.Item1}", a.Item2, a.Item3, a.Item4, a.Item5))
                        .DistinctBy(a => (a.ItemId, a.GenerationModel, a.Repeat))
                        .ToHashSet();
                    await using var store = Create(folder["a.db"]);
                    foreach (var row in rows)
                        await store.AddAsync(row, Stop);
                    await store.FlushAsync();
                    using var reader = store.OpenReader();
                    Assert.Equal(rows, reader.Answers().ToHashSet());
                },
                iter: 20,
                threads: 1
            );

    [Fact]
    public async Task The_spec_the_items_the_plan_and_the_excluded_models_are_in_the_file()
    {
        var spec = Make.Spec() with { Limit = 3, JudgeEvalMode = Core.Judging.JudgeEvalMode.Reasoned };
        await using (
            var store = ObservationStore.Create(
                File,
                "20261124_101112",
                Started,
                spec,
                Fingerprint.Of(spec, Items),
                Items,
                TimeProvider.System
            )
        )
        {
            await store.SetPlanAsync(
                [new PlannedCount(Tier.JudgePipeline, WorkKind.Decide, "p1", 4)],
                [Make.Excluded(ModelRole.Generation, "g2")],
                new RunMoney(null, [])
            );
            await store.EndAsync("finished", [NoteText.Remark(NoteCode.TokensEstimated, ("model", "g1")), new Remark("заметка")]);
            using var reader = store.OpenReader();
            var read = reader.Spec();
            Assert.Equal(
                (3, spec.JudgeEvalMode, spec.Generation, spec.DatasetFile),
                (read.Limit, read.JudgeEvalMode, read.Generation, read.DatasetFile)
            );
            Assert.Equal(spec.Tiers, read.Tiers);
            Assert.Equal(spec.Models.Generators, read.Models.Generators);
            Assert.Equal("finished", reader.State());
        }
        Assert.Equal(
            """[{"tier":"judge_pipeline","kind":"decide","model":"p1","units":4,"role":"production_judge"}]""",
            Scalar("SELECT plan FROM run")
        );
        Assert.Equal(
            """[{"role":"generation","model":"g2","reason":"no API key: set X_API_KEY","unreachable":false}]""",
            Scalar("SELECT excluded FROM run")
        );
        Assert.Equal(
            """["g1: the provider did not report all tokens; they were counted with the o200k vocabulary and are estimates","заметка"]""",
            Scalar("SELECT notes FROM run")
        );
        Assert.Equal("""[{"code":"tokens_estimated","arguments":{"model":"g1"}},null]""", Scalar("SELECT note_codes FROM run"));
        Assert.Equal("5+4", Scalar("SELECT SUM(data_set = 'gold') || '+' || SUM(data_set = 'judge_pipeline') FROM items"));
        Assert.Equal("Вопрос g1?", Scalar("SELECT content ->> 'question' FROM items WHERE item_id = 'g1'"));
    }

    [Fact]
    public async Task Progress_counts_done_and_failed_units_by_tier_and_the_model_that_was_asked()
    {
        await using var store = Create(File);
        Observation[] rows =
        [
            Make.Answer("g1", "g0"),
            Make.Answer("g1", "g1", abstained: null),
            .. Make.Scores("g1", "j1", "g0", 5, null, 3),
            Make.Trial("j1", "g0", 0, null),
            Make.Trial("j1", "g0", 1, 4),
            Make.Verdict("p1", "p0", true, true),
        ];
        foreach (var row in rows)
            await store.AddAsync(row, Stop);
        await store.FlushAsync();
        using var reader = store.OpenReader();
        Assert.Equal(
            [
                new ProgressCount(Tier.Generation, "g1", 2, 1), // one answer, one failure
                new ProgressCount(Tier.Generation, "j1", 3, 1), // of three scorings one without a score
                new ProgressCount(Tier.JudgeTrial, "j1", 2, 1),
                new ProgressCount(Tier.JudgePipeline, "p1", 1, 0),
            ],
            reader.Progress().OrderBy(p => p.Tier).ThenBy(p => p.Model, StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Progress_before_anything_was_scored_counts_every_unit_as_failed()
    {
        await using var store = Create(File);
        using var reader = store.OpenReader();
        Assert.Empty(reader.Progress());
        await store.AddAsync(Make.Verdict("p1", "p0", true, null), Stop);
        await store.FlushAsync();
        Assert.Equal([new ProgressCount(Tier.JudgePipeline, "p1", 1, 1)], reader.Progress());
    }

    [Fact]
    public async Task A_reader_sees_whole_batches_while_rows_are_being_written()
    {
        await using var store = Create(File);
        using var reader = store.OpenReader();
        var writing = Task.Run(
            async () =>
            {
                for (var repeat = 0; repeat < 3000; repeat++)
                    await store.AddAsync(Make.Trial("j1", "g0", repeat, 4), Stop);
                await store.FlushAsync();
            },
            Stop
        );
        var seen = 0;
        while (!writing.IsCompleted)
        {
            var now = reader.Observations().Count();
            Assert.True(now >= seen, $"{now} rows after {seen}");
            Assert.Equal("running", reader.State());
            seen = now;
        }
        await writing;
        // Whatever was committed is in the order of its keys and without gaps at the end.
        Assert.Equal(Enumerable.Range(0, 3000), reader.Observations().Select(o => o.Repeat));
    }

    [Fact]
    public async Task Sums_read_while_new_names_come_know_every_name()
    {
        await using var store = Create(File);
        using var reader = store.OpenReader();
        var writing = Task.Run(
            async () =>
            {
                for (var judge = 0; judge < 1000; judge++)
                {
                    await store.AddAsync(Make.Trial(FormattableString.Invariant($"j{judge}"), "g0", 0, 4), Stop);
                    await store.FlushAsync();
                }
            },
            Stop
        );
        while (!writing.IsCompleted)
            Assert.All(reader.Sums(), s => Assert.StartsWith("j", s.Model, StringComparison.Ordinal));
        await writing;
        Assert.Equal(1000, reader.Sums().Count);
    }

    [Fact]
    public async Task A_full_batch_is_on_disk_without_waiting()
    {
        using var still = new ManualTime();
        await using var store = Create(File, still);
        using var reader = store.OpenReader();
        await store.AddAsync(Make.Trial("j1", "g1", 0, 4), Stop);
        await UntilAsync(reader, 1); // nothing was before it, so it need not wait
        for (var repeat = 0; repeat < 256; repeat++)
            await store.AddAsync(Make.Trial("j1", "g0", repeat, 4), Stop);
        // The clock stands still: only the number of rows can have brought them to disk.
        await UntilAsync(reader, 257);
    }

    [Fact]
    public async Task Rows_are_on_disk_without_a_flush_and_without_a_clock()
    {
        using var clock = new ManualTime(); // it stands still
        await using var store = Create(File, clock);
        using var reader = store.OpenReader();
        await store.AddAsync(Make.Trial("j1", "g0", 0, 4), Stop);
        await UntilAsync(reader, 1);
        await store.AddAsync(Make.Trial("j1", "g1", 0, 4), Stop);
        await UntilAsync(reader, 2);
    }

    private static async Task UntilAsync(ObservationReader reader, int rows)
    {
        while (reader.Observations().Count() < rows)
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_row_written_twice_stands_once_with_what_came_last()
    {
        await using var store = Create(File);
        await store.AddAsync(Make.Trial("j1", "g0", 0, null), Stop);
        await store.FlushAsync();
        await store.AddAsync(Make.Trial("j1", "g0", 0, 4), Stop);
        await store.FlushAsync();
        using var reader = store.OpenReader();
        Assert.Equal(4, Assert.Single(reader.Observations()).Value);
    }

    [Fact]
    public async Task When_the_disk_fails_every_later_row_is_refused_with_the_file_and_the_cause_and_earlier_ones_stay()
    {
        await using var store = Create(File);
        await store.AddAsync(Make.Trial("j1", "g0", 0, 4), Stop);
        await store.FlushAsync();
        Break("observations", "INSERT");

        await store.AddAsync(Make.Trial("j1", "g0", 1, 4), Stop);
        var flushed = await Assert.ThrowsAsync<IOException>(store.FlushAsync);
        Assert.StartsWith($"{File}: results can no longer be written (", flushed.Message, StringComparison.Ordinal);
        Assert.Contains("the disk is full", flushed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => store.AddAsync(Make.Trial("j1", "g0", 2, 4), Stop).AsTask());

        using var reader = store.OpenReader();
        Assert.Equal(0, Assert.Single(reader.Observations()).Repeat);
        Assert.Equal("running", reader.State());
    }

    [Fact]
    public async Task When_the_disk_fails_while_the_run_is_planned_or_ended_it_is_told_in_the_same_way()
    {
        await using var store = Create(File);
        Break("run", "UPDATE");
        var planned = await Assert.ThrowsAsync<IOException>(() => store.SetPlanAsync([], [], new RunMoney(null, [])));
        Assert.StartsWith($"{File}: results can no longer be written (", planned.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => store.EndAsync("finished", []));
    }

    [Fact]
    public async Task A_store_that_cannot_be_created_names_the_file()
    {
        var missing = _folder["nowhere/a.db"];
        var error = Assert.Throws<BadInputException>(() => Create(missing));
        Assert.StartsWith($"{missing}: cannot be written (", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        await Task.CompletedTask;
    }

    [Fact]
    public void Opening_what_is_no_run_file_names_it()
    {
        Assert.Equal($"{File}: no such run file", Assert.Throws<BadInputException>(() => ObservationReader.Open(File)).Message);
        _folder.Write("rag_benchmark_1.db", new string('x', 4096));
        Assert.StartsWith(
            $"{File}: not a readable run file (",
            Assert.Throws<BadInputException>(() => ObservationReader.Open(File)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Opening_a_database_that_is_no_run_file_names_it()
    {
        using (var other = Connect(SqliteOpenMode.ReadWriteCreate))
            Execute(other, "CREATE TABLE something(a)");
        Assert.StartsWith(
            $"{File}: not a readable run file",
            Assert.Throws<BadInputException>(() => ObservationReader.Open(File)).Message,
            StringComparison.Ordinal
        );
    }

    private static DateTimeOffset Started { get; } = new(2026, 11, 24, 10, 11, 12, TimeSpan.FromHours(3));

    private static ObservationStore Create(string path, TimeProvider? time = null) =>
        ObservationStore.Create(path, "1", Started, Make.Spec(), Fingerprint.Of(Make.Spec(), Items), Items, time ?? TimeProvider.System);

    // A full disk cannot be had in a test; SQLite failing at the same statement can.
    private void Break(string table, string operation)
    {
        using var other = Connect(SqliteOpenMode.ReadWrite);
        Execute(other, $"CREATE TRIGGER broken BEFORE {operation} ON {table} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    }

    private string? Scalar(string sql)
    {
        using var connection = Connect(SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }

    private SqliteConnection Connect(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = File,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
