using System.Text.Json;
using ModelLab.Core.Models;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Reading;

/// <summary><c>race[]</c> of a run's JSON, for runs whose detail file is gone: without the plan's counts, which stand there alone.</summary>
internal static class RaceReader
{
    public static IReadOnlyList<RaceRecord> Read(JsonElement run) => [.. run.List("race").Select(Race).OfType<RaceRecord>()];

    private static RaceRecord? Race(JsonElement race)
    {
        var address = race.Text("objective")?.Split('.', 2) ?? [];
        if (address.Length != 2 || Enum.GetValues<ModelRole>().All(r => Names.Of(r) != race.Text("role")))
            return null;
        var threshold = race.Number("threshold") ?? double.NaN;
        return new RaceRecord(
            Names.RoleOf(race.Text("role")!),
            TierNames.FromFileName(address[0]),
            address[1],
            Texts(race, "models"),
            Texts(race, "judges"),
            race.Number("alpha") ?? double.NaN,
            threshold,
            Count(race, "batch_pages"),
            Count(race, "largest_page"),
            Count(race, "planned_pages"),
            Count(race, "planned_questions"),
            race.Whole("planned_calls") ?? 0
        )
        {
            Pages = Count(race, "pages"),
            Questions = Count(race, "questions"),
            CallsSaved = race.Whole("calls_saved") ?? 0,
            End = Enum.GetValues<RaceEnd>().FirstOrDefault(e => Names.Of(e) == race.Text("end")),
            Drops =
            [
                .. race.List("dropped")
                    .Where(d => d.Text("model") is not null)
                    .Select(d => new RaceDrop(
                        d.Text("model")!,
                        d.Text("better") ?? "",
                        d.Number("evidence") ?? double.NaN,
                        threshold,
                        Count(d, "evidence_page"),
                        Count(d, "pages"),
                        Count(d, "questions")
                    )),
            ],
        };
    }

    private static int Count(JsonElement of, string field) => (int)(of.Whole(field) ?? 0);

    private static List<string> Texts(JsonElement of, string field) =>
        [.. of.List(field).Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)];
}
