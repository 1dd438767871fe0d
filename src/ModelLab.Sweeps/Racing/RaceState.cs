using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Racing;

/// <summary>The score of an item: of a model under a judge, or of a model alone where the judge is null; null without one.</summary>
public delegate double? ScoreLookup(string item, string model, string? judge);

/// <summary>
/// A race as a pure function of its scores: batch after batch is counted, page by page, and only whole batches are. The same scores give
/// the same race, whoever asked for them and however often the run was stopped.
/// </summary>
/// <param name="design">Who races, on what.</param>
public sealed class RaceState(RaceDesign design)
{
    private readonly ModelRace _race = new(design.Models.Count, design.Range, design.AveragePage, design.Rules.Alpha);
    private readonly List<RaceDrop> _drops = [];
    private int _pages;

    /// <summary>The models still in the race.</summary>
    public IReadOnlyList<string> Survivors => [.. _race.Survivors.Select(m => design.Models[m])];

    /// <summary>The pages that come next; none when the race has ended.</summary>
    public IReadOnlyList<RacePage> Batch => End == RaceEnd.UnderWay ? [.. design.Pages.Skip(_pages).Take(design.BatchPages)] : [];

    /// <summary>The pages after the ones counted so far.</summary>
    public IEnumerable<RacePage> Remaining => design.Pages.Skip(_pages);

    /// <summary>How far it is.</summary>
    public RaceEnd End =>
        _pages == design.Pages.Count ? RaceEnd.QuestionsEnded
        : _race.Survivors.Count == 1 ? RaceEnd.OneLeft
        : RaceEnd.UnderWay;

    /// <summary>The race so far, without its calls.</summary>
    public RaceRecord Record =>
        new(
            design.Role,
            design.Tier,
            design.Metric,
            design.Models,
            design.Judges,
            design.Rules.Alpha,
            _race.Threshold,
            design.BatchPages,
            design.LargestPage,
            design.Pages.Count,
            design.Pages.Sum(p => p.Items.Count),
            0
        )
        {
            Pages = _pages,
            Questions = design.Pages.Take(_pages).Sum(p => p.Items.Count),
            End = End,
            Drops = [.. _drops],
        };

    /// <summary>Counts the batch, which all survivors were asked about.</summary>
    /// <param name="scores">The scores.</param>
    /// <returns>The models dropped by it.</returns>
    public IReadOnlyList<string> Count(ScoreLookup scores)
    {
        var batch = Batch;
        var asked = _pages + batch.Count;
        var questions = design.Pages.Take(asked).Sum(p => p.Items.Count);
        var dropped = new List<string>();
        foreach (var page in batch)
        {
            _pages++;
            if (page.Scored.Count == 0 || _race.Survivors.Count == 1)
                continue;
            foreach (var (loser, winner) in _race.Add(Turned([.. page.Scored.Select(item => ScoresOf(item, scores))])))
            {
                dropped.Add(design.Models[loser]);
                _drops.Add(
                    new RaceDrop(
                        design.Models[loser],
                        design.Models[winner],
                        _race.EvidenceAgainst(loser),
                        _race.Threshold,
                        _pages,
                        asked,
                        questions
                    )
                );
            }
        }
        return dropped;
    }

    // One number a survivor, averaged over the judges that scored everyone who was scored: one judge's taste or failure weighs on all
    // alike.
    private double?[] ScoresOf(string item, ScoreLookup scores)
    {
        var values = new double?[design.Models.Count];
        if (design.Judges.Count == 0)
        {
            foreach (var m in _race.Survivors)
                values[m] = scores(item, design.Models[m], null);
            return values;
        }
        var scored = _race.Survivors.Where(m => design.Judges.Any(j => scores(item, design.Models[m], j) is not null)).ToList();
        var judges = design.Judges.Where(j => scored.All(m => scores(item, design.Models[m], j) is not null)).ToList();
        if (judges.Count == 0)
            return values;
        foreach (var m in scored)
            values[m] = judges.Average(j => scores(item, design.Models[m], j)!.Value);
        return values;
    }

    private double?[][] Turned(List<double?[]> byItem) =>
        [.. Enumerable.Range(0, design.Models.Count).Select(m => byItem.Select(values => values[m]).ToArray())];
}
