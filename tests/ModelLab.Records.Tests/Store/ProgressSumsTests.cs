using CsCheck;
using Microsoft.Data.Sqlite;
using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Store;

/// <summary>The kept sums are those of the observations, however rows were written, replaced, and by how many processes.</summary>
public sealed class ProgressSumsTests : IDisposable
{
    private static readonly SweepItems Items = Make.Input(4, 1, 4);

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    // Few keys, so that most rows meet one that is there already.
    private static Gen<Observation> Observations { get; } =
        Gen.Select(
                Gen.Int[0, 2],
                Gen.OneOf("faithfulness", "abstention"),
                Gen.OneOf("m1", "m2"),
                Gen.Enum<Outcome>(),
                Gen.Enum<CallErrorClass>().Nullable(),
                Gen.Long[1, 99].Nullable(),
                Gen.Long[1, 99].Nullable()
            )
            .Select(o => new Observation
            {
                Tier = Tier.Generation,
                ItemId = FormattableString.Invariant($"g{o.Item1}"),
                Measure = o.Item2,
                GenerationModel = o.Item3,
                JudgeModel = o.Item2 == "abstention" ? null : "j",
                Outcome = o.Item4,
                Facts = new CallFacts
                {
                    Asks = 1,
                    Tokens = new TokenUsage
                    {
                        Input = o.Item6,
                        CachedInput = o.Item7,
                        Output = o.Item7,
                    },
                    ErrorClass = o.Item5,
                },
            });

    [Fact]
    public async Task Sums_are_those_of_the_rows_whoever_wrote_them() =>
        await Observations
            .Array[0, 12]
            .Array[1, 4]
            .SampleAsync(
                async lives =>
                {
                    using var folder = new TempFolder();
                    var file = folder["rag_benchmark_1.db"];
                    await Create(file).DisposeAsync();
                    foreach (var life in lives)
                    {
                        await using var store = ObservationStore.Continue(file, TimeProvider.System);
                        foreach (var row in life)
                            await store.AddAsync(row, Stop);
                    }
                    Assert.Equal(Rows(file, StoreSchema.SumsOfObservations), Rows(file, "SELECT * FROM progress"));
                    using var reader = ObservationReader.Open(file);
                    var last = lives
                        .SelectMany(l => l)
                        .GroupBy(o => (o.ItemId, o.Measure, o.GenerationModel))
                        .Select(g => g.Last())
                        .ToList();
                    Assert.Equal(
                        (last.Count, last.Count(o => o.Outcome != Outcome.Scored)),
                        (reader.Progress().Sum(p => p.Done), reader.Progress().Sum(p => p.Failed))
                    );
                },
                iter: 30,
                threads: 1
            );

    [Fact]
    public async Task A_file_of_version_3_is_counted_as_it_is_and_goes_on()
    {
        var file = _folder["rag_benchmark_1.db"];
        await using (var store = Create(file))
        {
            await store.AddAsync(Make.Answer("g1", "g0"), Stop);
            await store.AddAsync(Make.Answer("g1", "g1", abstained: null), Stop);
        }
        Execute(
            file,
            "DROP TABLE progress; ALTER TABLE run DROP COLUMN money; ALTER TABLE run DROP COLUMN races; DROP VIEW observation_rows; "
                + "ALTER TABLE observations DROP COLUMN told_cost; UPDATE run SET schema_version = 3"
        );
        using (var reader = ObservationReader.Open(file))
        {
            Assert.Equal([new ProgressCount(Tier.Generation, "g1", 2, 1)], reader.Progress());
            Assert.Null(reader.Money());
            Assert.Empty(reader.Races());
            Assert.All(reader.Observations(), o => Assert.Null(o.Facts.Tokens.ToldCost));
        }
        await using (var store = ObservationStore.Continue(file, TimeProvider.System))
        {
            var answer = Make.Answer("g1", "g1"); // the failure, done again
            var told = answer.Facts with { Tokens = answer.Facts.Tokens with { ToldCost = 0.00123m } };
            await store.AddAsync(answer with { Facts = told }, Stop);
            await store.SetPlanAsync([], [], new RunMoney(1.5m, []));
        }
        using var after = ObservationReader.Open(file);
        Assert.Equal([new ProgressCount(Tier.Generation, "g1", 2, 0)], after.Progress());
        Assert.Equal(1.5m, after.Money()!.Budget);
        Assert.Equal([null, 0.00123m], after.Observations().Select(o => o.Facts.Tokens.ToldCost));
        Assert.Equal(["", "0.00123"], Rows(file, "SELECT told_cost FROM observation_rows ORDER BY item_id"));
    }

    [Fact]
    public async Task A_frozen_reader_stays_at_one_moment()
    {
        var file = _folder["rag_benchmark_1.db"];
        await using var store = Create(file);
        await store.AddAsync(Make.Answer("g1", "g0"), Stop);
        await store.FlushAsync();
        using var reader = ObservationReader.Open(file).Frozen();
        Assert.Equal(1, reader.Progress().Single().Done);
        await store.AddAsync(Make.Answer("g1", "g1"), Stop);
        await store.FlushAsync();
        Assert.Equal(1, reader.Progress().Single().Done);
        using var other = ObservationReader.Open(file);
        Assert.Equal(2, other.Progress().Single().Done);
    }

    private static ObservationStore Create(string file)
    {
        var spec = Make.Spec();
        return ObservationStore.Create(
            file,
            "1",
            new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero),
            spec,
            Fingerprint.Of(spec, Items),
            Items,
            TimeProvider.System
        );
    }

    private static List<string> Rows(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        using var row = command.ExecuteReader();
        var rows = new List<string>();
        while (row.Read())
            rows.Add(
                string.Join(
                    '|',
                    Enumerable
                        .Range(0, row.FieldCount)
                        .Select(i => Convert.ToString(row.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))
                )
            );
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
