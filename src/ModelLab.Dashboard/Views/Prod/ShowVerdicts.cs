using ModelLab.Core.Datasets;
using ModelLab.Dashboard.Views.Judges;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Prod;

/// <summary>A labelled answer on which a production judge was wrong.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Label">Whether it should be shown.</param>
/// <param name="Wrong">The judges that were wrong.</param>
/// <param name="Judges">How many judges gave a verdict on it.</param>
public sealed record WrongItem(string ItemId, bool Label, IReadOnlyList<string> Wrong, int Judges);

/// <summary>How many bad answers of a kind a judge showed.</summary>
/// <param name="Defect">What is wrong with them; null where the data set does not say.</param>
/// <param name="Judge">The judge.</param>
/// <param name="Shown">Bad answers of the kind that it showed.</param>
/// <param name="N">Bad answers of the kind on which it gave a verdict.</param>
public sealed record DefectCount(string? Defect, string Judge, int Shown, int N);

/// <summary>The verdicts of production judges item by item.</summary>
/// <param name="Judges">The judges, in the order of the run.</param>
/// <param name="Wrong">The items that at least one judge got wrong, those that most got wrong first.</param>
/// <param name="Good">Items that should be shown.</param>
/// <param name="Bad">Items that should be hidden.</param>
/// <param name="ByJudge">Each judge's verdicts with their labels.</param>
public sealed record ShowVerdicts(
    IReadOnlyList<string> Judges,
    IReadOnlyList<WrongItem> Wrong,
    int Good,
    int Bad,
    IReadOnlyDictionary<string, IReadOnlyList<(string Item, bool Shown, bool Label)>> ByJudge
)
{
    /// <summary>Reads them from the table of verdicts.</summary>
    /// <param name="table">The table.</param>
    /// <param name="order">The judges in the order of the run; others follow by name.</param>
    public static ShowVerdicts Of(ScoreTable table, IReadOnlyList<string> order)
    {
        var judges = JudgeScores.Ordered(
            table.Columns(Tier.JudgePipeline, Measures.Show).Select(c => c.ProductionJudgeModel).OfType<string>(),
            order
        );
        var byJudge = judges.ToDictionary(j => j, j => table.Verdicts(j), StringComparer.Ordinal);
        var items = new Dictionary<string, (bool Label, List<string> Wrong, int Judges)>(StringComparer.Ordinal);
        foreach (var judge in judges)
        {
            foreach (var (item, shown, label) in byJudge[judge])
            {
                var (_, wrong, count) = items.TryGetValue(item, out var known) ? known : (label, [], 0);
                if (shown != label)
                    wrong.Add(judge);
                items[item] = (label, wrong, count + 1);
            }
        }
        return new(
            judges,
            [
                .. items
                    .Where(i => i.Value.Wrong.Count > 0)
                    .OrderByDescending(i => i.Value.Wrong.Count)
                    .ThenBy(i => i.Key, StringComparer.Ordinal)
                    .Select(i => new WrongItem(i.Key, i.Value.Label, i.Value.Wrong, i.Value.Judges)),
            ],
            items.Values.Count(i => i.Label),
            items.Values.Count(i => !i.Label),
            byJudge
        );
    }

    /// <summary>Which bad answers are shown, by what is wrong with them; the most frequent kind first, those without one last.</summary>
    /// <param name="defects">The kind of each bad item that has one.</param>
    /// <param name="judges">The judges that are set side by side.</param>
    public IReadOnlyList<IReadOnlyList<DefectCount>> ByDefect(IReadOnlyDictionary<string, string> defects, IReadOnlyList<string> judges)
    {
        var counts = new Dictionary<(string Defect, string Judge), (int Shown, int N)>();
        foreach (var judge in judges)
        {
            foreach (var (item, shown, label) in ByJudge[judge])
            {
                if (label)
                    continue;
                var key = (defects.GetValueOrDefault(item) ?? "", judge);
                var (known, n) = counts.GetValueOrDefault(key);
                counts[key] = (known + (shown ? 1 : 0), n + 1);
            }
        }
        return
        [
            .. counts
                .Keys.Select(k => k.Defect)
                .Distinct()
                .OrderBy(d => d.Length == 0)
                .ThenByDescending(d => judges.Max(j => counts.GetValueOrDefault((d, j)).N))
                .ThenBy(d => d, StringComparer.Ordinal)
                .Select(d =>
                    (IReadOnlyList<DefectCount>)
                        [
                            .. judges.Select(j =>
                                counts.GetValueOrDefault((d, j)) is var c
                                    ? new DefectCount(d.Length == 0 ? null : d, j, c.Shown, c.N)
                                    : null!
                            ),
                        ]
                ),
        ];
    }
}

/// <summary>What is wrong with the bad answers of a run's labelled set, by item.</summary>
/// <param name="ByItem">The kind of each item that has one.</param>
public sealed record Defects(IReadOnlyDictionary<string, string> ByItem)
{
    /// <summary>Reads them from the items.</summary>
    public static Defects Of(RunItems items) =>
        new(
            items
                .All(RunItems.Labelled)
                .Where(i => i.Text("defect") is { Length: > 0 })
                .ToDictionary(i => i.ItemId, i => i.Text("defect")!, StringComparer.Ordinal)
        );
}
