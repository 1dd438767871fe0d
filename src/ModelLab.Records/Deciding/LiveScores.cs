using ModelLab.Core.Models;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Deciding;

/// <summary>How generators stand in a run that goes on.</summary>
public static class LiveScores
{
    /// <summary>
    /// The numbers that generators are ranked by, over what was scored so far, as the finished run's file will have them. Reads one
    /// measure; empty when there are none.
    /// </summary>
    public static IReadOnlyList<Aggregate> Of(RunEntry entry) =>
        entry.DatabaseFile is { } file ? LiveRun.Unless(() => Read(file)) ?? [] : [];

    private static IReadOnlyList<Aggregate> Read(string file)
    {
        using var reader = ObservationReader.Open(file).Frozen();
        var spec = reader.Spec();
        if (Objective.Default(ModelRole.Generation, spec, new Margins()) is not { Metric.Measure: { } measure } objective)
            return [];
        var estimator = new Estimator(ItemPages.Of(reader.Questions(), []), (ulong)spec.Seed);
        var table = new ScoreTable.Builder(estimator.Pages);
        foreach (var row in reader.Scores(objective.Tier, measure))
            table.Add(objective.Tier, measure, row);
        var scores = table.Finish();
        var races = reader.Races();
        return
        [
            .. scores
                .Columns(objective.Tier, measure)
                .Where(c => c.GenerationModel is not null)
                .OrderBy(c => c.GenerationModel, StringComparer.Ordinal)
                .ThenBy(c => c.JudgeModel, StringComparer.Ordinal)
                .Select(column =>
                {
                    var sample = new Sample(objective.Tier, estimator);
                    foreach (var (item, value) in scores.Values(column))
                        sample.Add(item, value);
                    var mean = sample.AsMean(
                        (metric, value, n) =>
                            new Aggregate(objective.Tier, metric, column.GenerationModel, column.JudgeModel, null, value, n),
                        objective.Metric.Name,
                        objective.Metric.Scale
                    );
                    // Where scores decide how many questions are asked, an interval that takes their number for given is too narrow.
                    var isFixed = races.All(r => !r.Governs(objective.Tier) || r.HasFixedSample(column.GenerationModel!));
                    return isFixed ? mean : mean with { Interval = null };
                }),
        ];
    }
}
