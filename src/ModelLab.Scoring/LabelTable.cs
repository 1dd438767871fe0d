using ModelLab.Core;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Scoring;

/// <summary>What labels can be asked.</summary>
public enum LabelScale
{
    /// <summary>They are names: equal or not.</summary>
    Names,

    /// <summary>They are names in an order that was given.</summary>
    Ordered,

    /// <summary>They are numbers.</summary>
    Numbers,
}

/// <summary>Which columns are raters, and what their labels mean.</summary>
/// <param name="Raters">The raters' columns; null for every column but <c>id</c>.</param>
/// <param name="Truth">The rater that is right; null for the first.</param>
/// <param name="Positive">The label that precision, recall and F1 are about; null to take it from 1/0, true/false, yes/no or
/// да/нет.</param>
/// <param name="Categories">All labels there are, in order; null for those that occur.</param>
public sealed record LabelScoringOptions(
    IReadOnlyList<string>? Raters = null,
    string? Truth = null,
    string? Positive = null,
    IReadOnlyList<string>? Categories = null
);

/// <summary>Labels as numbers: their own values, or the positions of names.</summary>
/// <param name="Raters">The raters, the truth first.</param>
/// <param name="Scale">What the labels can be asked.</param>
/// <param name="Labels">The labels by their numbers: those that occur or those that were given, in order.</param>
/// <param name="Units">For each item one number a rater, null where it has none.</param>
/// <param name="Positive">The positive label's number; null when it is not known.</param>
/// <param name="Missing">What stands where a rater gave no label ("NA", "н/д", "-"), each as often as it does; blank cells apart.</param>
internal sealed record LabelTable(
    IReadOnlyList<string> Raters,
    LabelScale Scale,
    OrderedDictionary<double, string> Labels,
    IReadOnlyList<IReadOnlyList<double?>> Units,
    double? Positive,
    IReadOnlyList<string> Missing
)
{
    /// <exception cref="BadInputException">A row cannot be used, or the raters, truth, positive label or categories do not fit the
    /// file.</exception>
    public static LabelTable Read(string file, LabelScoringOptions options, CancellationToken cancellationToken)
    {
        var rows = new List<(int Line, Dictionary<string, string> Labels)>();
        var columns = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (var row in InputTable.Read(file))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var labels = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in row.Fields.Select(f => f.Name))
            {
                columns.TryAdd(name, true);
                if ((options.Raters?.Contains(name) ?? !TableRow.IsNamed(name, "id")) || name == options.Truth)
                    if (row.Label(name) is { } label)
                    {
                        if (LabelText.IsMissing(label) && options.Categories?.Contains(label) != true)
                            missing.Add(label);
                        else
                            labels.Add(name, label);
                    }
            }
            rows.Add((row.Line, labels));
        }
        if (rows.Count == 0)
            throw new BadInputException($"{file}: holds no rows: expected a row for each item, with a column for each rater");
        var raters = ChooseRaters(file, options, [.. columns.Keys]);
        var numbers = Numbers(file, rows, options.Categories, out var scale);
        var units = rows.ConvertAll<IReadOnlyList<double?>>(row =>
            [.. raters.Select(rater => row.Labels.TryGetValue(rater, out var label) ? numbers(label) : null)]
        );
        var known = new OrderedDictionary<double, string>();
        foreach (var label in options.Categories ?? [.. rows.SelectMany(r => r.Labels.Values).Distinct().OrderBy(l => numbers(l)!.Value)])
            known.TryAdd(numbers(label)!.Value, label);
        return new LabelTable(raters, scale, known, units, PositiveOf(file, options.Positive, known, numbers), missing);
    }

    private static List<string> ChooseRaters(string file, LabelScoringOptions options, IReadOnlyList<string> columns)
    {
        var raters = (options.Raters ?? [.. columns.Where(c => !TableRow.IsNamed(c, "id"))]).Distinct().ToList();
        if (options.Truth is { } truth)
            raters = [truth, .. raters.Where(r => r != truth)];
        if (raters.Find(r => !columns.Contains(r)) is { } absent)
            throw new BadInputException($"{file}: has no column '{absent}': there are {string.Join(", ", columns)}");
        return raters.Count >= 2
            ? raters
            : throw new BadInputException($"{file}: has one rater: agreement needs two columns or more besides 'id', or --raters A,B");
    }

    // What a label is as a number. Equal numbers are one label, however they are written.
    private static Func<string, double?> Numbers(
        string file,
        List<(int Line, Dictionary<string, string> Labels)> rows,
        IReadOnlyList<string>? categories,
        out LabelScale scale
    )
    {
        var occurring = rows.SelectMany(r => r.Labels.Values).Distinct(StringComparer.Ordinal).ToList();
        var all = categories ?? occurring;
        scale =
            all.All(l => LabelText.Number(l) is not null) ? LabelScale.Numbers
            : categories is null ? LabelScale.Names
            : LabelScale.Ordered;
        Func<string, double?> number = LabelText.Number;
        if (scale != LabelScale.Numbers && categories is null && all.All(l => LabelText.Verdict(l) is not null))
            number = label => LabelText.Verdict(label) is { } verdict ? (verdict ? 1 : 0) : null;
        else if (scale != LabelScale.Numbers)
        {
            var places = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
            foreach (var label in all)
                places.TryAdd(label, places.Count);
            number = label => places.TryGetValue(label, out var place) ? place : null;
        }
        if (categories is null)
            return number;
        var known = categories.Select(c => number(c)).ToHashSet();
        foreach (var (line, labels) in rows)
        foreach (var (rater, label) in labels)
            if (!known.Contains(number(label)))
                throw InputText.Bad(
                    file,
                    line,
                    rater,
                    $"'{InputText.Shorten(label)}' is none of --categories {string.Join(", ", categories)}"
                );
        return number;
    }

    private static double? PositiveOf(string file, string? wanted, OrderedDictionary<double, string> labels, Func<string, double?> number)
    {
        if (wanted is not null)
            return number(wanted) is { } positive && labels.ContainsKey(positive)
                ? positive
                : throw new BadInputException(
                    $"{file}: --positive '{wanted}' does not occur: the labels are {string.Join(", ", labels.Values.Take(20))}"
                );
        return labels.Values.All(l => LabelText.Verdict(l) is not null)
            ? labels.Where(l => LabelText.Verdict(l.Value) == true).Select(l => (double?)l.Key).FirstOrDefault()
            : null;
    }
}
