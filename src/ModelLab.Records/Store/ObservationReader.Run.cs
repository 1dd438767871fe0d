using System.Globalization;
using System.Text.Json;
using ModelLab.Core;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Store;

// What the file says of the run as a whole; its observations are read in the other part.
public sealed partial class ObservationReader
{
    /// <summary>Units by tier, kind and model; empty while nothing is planned yet.</summary>
    public IReadOnlyList<PlannedCount> Plan()
    {
        using var command = SqliteFile.Command(_connection, "SELECT plan FROM run");
        return command.ExecuteScalar() is string plan ? JsonSerializer.Deserialize<IReadOnlyList<PlannedCount>>(plan, RunsJson.Files)! : [];
    }

    /// <summary>What the run may spend, and its models' prices; null where the file does not say.</summary>
    public RunMoney? Money()
    {
        if (!StoreSchema.HasColumn(_connection, "run", "money"))
            return null;
        using var command = SqliteFile.Command(_connection, "SELECT money FROM run");
        return command.ExecuteScalar() is string money ? JsonSerializer.Deserialize<RunMoney>(money, RunsJson.Files) : null;
    }

    /// <summary>
    /// The state of the run: <c>running</c>, <c>finished</c>, <c>interrupted</c>, <c>budget_reached</c> or <c>failed</c>.
    /// </summary>
    public string State() => Scalar("SELECT state FROM run");

    /// <summary>The run's id.</summary>
    public string Id() => Scalar("SELECT id FROM run");

    /// <summary>The models that were excluded.</summary>
    public IReadOnlyList<ExcludedModel> Excluded() =>
        JsonSerializer.Deserialize<IReadOnlyList<ExcludedModel>>(Scalar("SELECT excluded FROM run"), RunsJson.Files)!;

    /// <summary>Remarks of the run; empty until it is finished.</summary>
    public IReadOnlyList<Remark> Notes()
    {
        var texts = JsonSerializer.Deserialize<IReadOnlyList<string>>(Scalar("SELECT notes FROM run"), RunsJson.Files)!;
        // Files of earlier versions have no codes.
        var codes = StoreSchema.HasColumn(_connection, "run", "note_codes")
            ? JsonSerializer.Deserialize<IReadOnlyList<RunNote?>>(Scalar("SELECT note_codes FROM run"), RunsJson.Files)!
            : [];
        return [.. texts.Select((text, i) => new Remark(text, codes.Count == texts.Count ? codes[i] : null))];
    }

    /// <summary>The races of the run; empty when it has none. Files of earlier versions know of none.</summary>
    public IReadOnlyList<RaceRecord> Races() =>
        StoreSchema.HasColumn(_connection, "run", "races")
            ? JsonSerializer.Deserialize<IReadOnlyList<RaceRecord>>(Scalar("SELECT races FROM run"), RunsJson.Files)!
            : [];

    /// <summary>The spec as it was written.</summary>
    public SweepSpec Spec() => JsonSerializer.Deserialize<SweepSpec>(SpecJson(), RunsJson.Files)!;

    /// <summary>The spec's text.</summary>
    public string SpecJson() => Scalar("SELECT spec FROM run");

    /// <summary>The fingerprint as it was written.</summary>
    public Fingerprint Fingerprint() =>
        new(JsonSerializer.Deserialize<Dictionary<string, string>>(Scalar("SELECT fingerprint FROM run"), RunsJson.Files)!);

    /// <summary>When the run was started, UTC.</summary>
    public DateTimeOffset Started() => DateTimeOffset.Parse(Scalar("SELECT started FROM run"), CultureInfo.InvariantCulture);

    /// <summary>When something was last written, UTC.</summary>
    public DateTimeOffset Heartbeat() => DateTimeOffset.Parse(Scalar("SELECT heartbeat FROM run"), CultureInfo.InvariantCulture);

    private string Scalar(string sql)
    {
        using var command = SqliteFile.Command(_connection, sql);
        return command.ExecuteScalar() as string
            ?? throw new BadInputException($"{_connection.DataSource}: nothing was written into it yet");
    }
}
