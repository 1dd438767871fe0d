using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Judges;

/// <summary>The scores of one measure, answer by answer: what every judge gave every generator's answer to every question.</summary>
public sealed class JudgeScores
{
    // By judge, then generator × question; NaN where there is no score.
    private readonly double[][] _scores;
    private readonly string[] _pages;
    private readonly ClusterIndex _pageNumbers;

    private JudgeScores(
        IReadOnlyList<string> generators,
        IReadOnlyList<string> judges,
        IReadOnlyList<string> items,
        string[] pages,
        double[][] scores
    ) => (Generators, Judges, Items, _pages, _pageNumbers, _scores) = (generators, judges, items, pages, ClusterIndex.Of(pages), scores);

    /// <summary>The generators that were scored, in the order of the run.</summary>
    public IReadOnlyList<string> Generators { get; }

    /// <summary>The judges that scored, in the order of the run.</summary>
    public IReadOnlyList<string> Judges { get; }

    /// <summary>Ids of the questions, sorted.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>Lays out the columns of a table that have a generator and a judge.</summary>
    /// <param name="table">The scores of one measure.</param>
    /// <param name="tier">The tier of the measure.</param>
    /// <param name="measure">The measure: a rubric.</param>
    /// <param name="order">The models in the order of the run; others follow by name.</param>
    public static JudgeScores Of(ScoreTable table, Tier tier, string measure, IReadOnlyList<string> order)
    {
        var columns = table.Columns(tier, measure).Where(c => c is { GenerationModel: not null, JudgeModel: not null }).ToList();
        string[] generators = Ordered(columns.Select(c => c.GenerationModel!), order),
            judges = Ordered(columns.Select(c => c.JudgeModel!), order);
        string[] items = [.. columns.SelectMany(c => table.Values(c).Keys).Distinct().Order(StringComparer.Ordinal)];
        var places = items.Select((item, i) => (item, i)).ToDictionary(x => x.item, x => x.i, StringComparer.Ordinal);
        var scores = new double[judges.Length][];
        for (var j = 0; j < judges.Length; j++)
        {
            scores[j] = new double[generators.Length * items.Length];
            Array.Fill(scores[j], double.NaN);
        }
        foreach (var column in columns)
        {
            var (row, from) = (
                scores[Array.IndexOf(judges, column.JudgeModel)],
                Array.IndexOf(generators, column.GenerationModel) * items.Length
            );
            foreach (var (item, value) in table.Values(column))
                row[from + places[item]] = value;
        }
        return new(generators, judges, items, [.. items.Select(i => table.PageOf(tier, i))], scores);
    }

    /// <summary>Names once each, in the order of a run; those it does not have follow by name.</summary>
    public static string[] Ordered(IEnumerable<string> names, IReadOnlyList<string> order)
    {
        var places = order.Distinct().Select((name, i) => (name, i)).ToDictionary(x => x.name, x => x.i, StringComparer.Ordinal);
        return [.. names.Distinct().OrderBy(n => places.GetValueOrDefault(n, int.MaxValue)).ThenBy(n => n, StringComparer.Ordinal)];
    }

    /// <summary>A score; null where there is none.</summary>
    public double? Score(int judge, int generator, int item) =>
        _scores[judge][generator * Items.Count + item] is var score && double.IsNaN(score) ? null : score;

    /// <summary>All scores of a judge.</summary>
    public IEnumerable<double> Of(int judge) => _scores[judge].Where(s => !double.IsNaN(s));

    /// <summary>The answers that two judges both scored, and the source page of each.</summary>
    public ScoredTwice Both(int first, int second)
    {
        var (a, b) = (_scores[first], _scores[second]);
        var (x, y, pages) = (new List<double>(a.Length), new List<double>(a.Length), new List<int>(a.Length));
        for (var i = 0; i < a.Length; i++)
        {
            if (double.IsNaN(a[i]) || double.IsNaN(b[i]))
                continue;
            x.Add(a[i]);
            y.Add(b[i]);
            pages.Add(_pageNumbers[i % Items.Count]);
        }
        return new([.. x], [.. y], [.. pages]);
    }

    /// <summary>The mean of values question by question, with its interval over source pages.</summary>
    /// <param name="valueOf">A question's value, by its place; null where it has none.</param>
    /// <param name="scale">Where they lie.</param>
    public (double? Mean, ConfidenceInterval? Interval, int N) MeanOver(Func<int, double?> valueOf, Scale scale)
    {
        var (values, pages) = (new List<double>(), new List<string>());
        for (var i = 0; i < Items.Count; i++)
        {
            if (valueOf(i) is not { } value)
                continue;
            values.Add(value);
            pages.Add(_pages[i]);
        }
        return values.Count == 0 ? (null, null, 0) : (values.Average(), scale.MeanInterval(values, ClusterIndex.Of(pages)), values.Count);
    }
}
