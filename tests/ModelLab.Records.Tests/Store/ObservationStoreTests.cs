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

public sealed partial class ObservationStoreTests : IDisposable
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

    private static DateTimeOffset Started { get; } = new(2026, 11, 24, 10, 11, 12, TimeSpan.FromHours(3));

    private static ObservationStore Create(string path, TimeProvider? time = null) =>
        ObservationStore.Create(path, "1", Started, Make.Spec(), Fingerprint.Of(Make.Spec(), Items), Items, time ?? TimeProvider.System);

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
