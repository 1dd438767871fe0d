using System.Globalization;
using System.Text.RegularExpressions;
using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Embedding;
using ModelLab.Core.Roles;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Analyses;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Llm;

/// <summary>By what questions are put in order.</summary>
public enum QuestionOrder
{
    /// <summary>By how much they separate the models.</summary>
    Spread,

    /// <summary>By the mean over the models.</summary>
    Mean,

    /// <summary>By their text.</summary>
    Text,

    /// <summary>As in the data set.</summary>
    Place,
}

/// <summary>Which questions are wanted, and in which order; null leaves none out.</summary>
/// <param name="Text">What question, reference answer, id, page, an answer or a judge's evidence must contain, without regard to case; or the
/// regular expression they must match.</param>
/// <param name="IsPattern">Whether it is a regular expression.</param>
/// <param name="Least">The least value.</param>
/// <param name="Most">The greatest.</param>
/// <param name="Topic">The topic or page.</param>
/// <param name="Outcome">What must have become of it; <see cref="QuestionOutcomes.None"/> for whatever.</param>
/// <param name="Model">The model whose value and outcome count; null for the mean, and for the outcome of any model.</param>
/// <param name="Order">The order.</param>
/// <param name="IsDescending">Whether the greatest comes first.</param>
public sealed record QuestionFilter(
    string? Text,
    bool IsPattern,
    double? Least,
    double? Most,
    string? Topic,
    QuestionOutcomes Outcome,
    string? Model,
    QuestionOrder Order,
    bool IsDescending
)
{
    /// <summary>The parameters that hold it, but for the order.</summary>
    public static string[] Parameters { get; } = ["q", "re", "min", "max", "topic", "outcome", "model"];

    /// <summary>The longest text or pattern that is looked for, in characters.</summary>
    public const int LongestText = 500;

    /// <summary>How long a pattern may be matched against all texts together.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The filter of an address: <c>q</c>, <c>re</c>=1, <c>min</c>, <c>max</c>, <c>topic</c>, <c>outcome</c>, <c>model</c>, <c>sort</c>,
    /// <c>dir</c>.
    /// </summary>
    public static QuestionFilter Of(PageContext at)
    {
        double? Number(string name) =>
            double.TryParse(at.Value(name)?.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
                ? number
                : null;
        var outcome = Enum.GetValues<QuestionOutcomes>()
            .FirstOrDefault(o => o != QuestionOutcomes.None && Names.Of(o) == at.Value("outcome"));
        var order = Enum.GetValues<QuestionOrder>().FirstOrDefault(o => Names.Of(o) == at.Value("sort"));
        var isDescending = at.Value("dir") switch
        {
            "asc" => false,
            "desc" => true,
            _ => order == QuestionOrder.Spread,
        };
        return new(
            at.Value("q"),
            at.Value("re") == "1",
            Number("min"),
            Number("max"),
            at.Value("topic"),
            outcome,
            at.Value("model"),
            order,
            isDescending
        );
    }

    /// <summary>Whether nothing is left out.</summary>
    public bool IsEmpty => (Text, Least, Most, Topic, Outcome) == (null, null, null, null, QuestionOutcomes.None);
}

/// <summary>A page of the questions that a filter finds.</summary>
/// <param name="Rows">The questions of the page.</param>
/// <param name="Found">How many it finds.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Pages">How many pages there are, at least 1.</param>
/// <param name="Problem">Why the pattern could not be used: it is none (with its fault), or takes too long (empty); null when it
/// could.</param>
public sealed record QuestionPage(IReadOnlyList<QuestionRow> Rows, int Found, int Total, int Page, int Pages, string? Problem)
{
    /// <summary>Questions on a page.</summary>
    public const int Size = 25;

    /// <summary>What is found before and after a question in the same order; null at the ends, and where the filter does not find it.</summary>
    public string? Previous { get; init; }

    /// <inheritdoc cref="Previous"/>
    public string? Next { get; init; }

    /// <summary>
    /// Filters, orders, and takes the page wanted; too great a one gives the last. Where a question is asked for, its own.
    /// </summary>
    /// <param name="set">The questions.</param>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="time">Measures how long a pattern takes.</param>
    /// <param name="written">What models and judges wrote, by item; null to search in questions alone.</param>
    /// <param name="item">The question whose neighbours are wanted.</param>
    public static QuestionPage Of(
        QuestionSet set,
        QuestionFilter filter,
        int page,
        TimeProvider time,
        Func<IEnumerable<(string ItemId, string Text)>>? written = null,
        string? item = null
    )
    {
        IReadOnlyList<QuestionRow> found = [];
        string? problem = null;
        try
        {
            found = [.. Ordered(set, filter, Matching(set, filter, time, written))];
        }
        catch (RegexMatchTimeoutException)
        {
            problem = "";
        }
        catch (Exception e) when (e is RegexParseException or NotSupportedException)
        {
            problem = e.Message.ReplaceLineEndings(" ");
        }
        var pages = Math.Max(1, (found.Count + Size - 1) / Size);
        var place = item is null ? -1 : found.TakeWhile(r => r.Text.ItemId != item).Count();
        var isFound = place >= 0 && place < found.Count;
        var shown = isFound ? place / Size + 1 : Math.Clamp(page, 1, pages);
        return new([.. found.Skip((shown - 1) * Size).Take(Size)], found.Count, set.Rows.Count, shown, pages, problem)
        {
            Previous = isFound && place > 0 ? found[place - 1].Text.ItemId : null,
            Next = isFound && place + 1 < found.Count ? found[place + 1].Text.ItemId : null,
        };
    }

    private static IEnumerable<QuestionRow> Matching(
        QuestionSet set,
        QuestionFilter filter,
        TimeProvider time,
        Func<IEnumerable<(string ItemId, string Text)>>? written
    )
    {
        var model = filter.Model is null ? -1 : set.Models.ToList().IndexOf(filter.Model);
        var fits = Fits(filter, time);
        var answered =
            fits is null || written is null
                ? []
                : written().Where(t => fits(t.Text)).Select(t => t.ItemId).ToHashSet(StringComparer.Ordinal);
        return set.Rows.Where(row =>
        {
            var value = model < 0 ? row.Mean : row.Scores[model];
            return (filter.Least is null || value >= filter.Least)
                && (filter.Most is null || value <= filter.Most)
                && (filter.Topic is null || set.TopicOf(row.Text) == filter.Topic)
                && (
                    filter.Outcome == QuestionOutcomes.None
                    || (model < 0 ? row.Outcomes.Any(o => o.HasFlag(filter.Outcome)) : row.Outcomes[model].HasFlag(filter.Outcome))
                )
                && (
                    fits is null
                    || answered.Contains(row.Text.ItemId)
                    || fits(row.Text.Question)
                    || fits(row.Text.Reference)
                    || fits(row.Text.ItemId)
                    || (row.Text.Page is { } page && fits(page))
                );
        });
    }

    private static Func<string, bool>? Fits(QuestionFilter filter, TimeProvider time)
    {
        if (filter.Text is not { } wanted)
            return null;
        if (wanted.Length > QuestionFilter.LongestText)
            throw new NotSupportedException($"{wanted.Length} > {QuestionFilter.LongestText}");
        if (!filter.IsPattern)
            return text => text.Contains(wanted, StringComparison.OrdinalIgnoreCase);
        // Without backtracking no pattern takes more than linear time; the limits are for long texts and large automata.
        var pattern = new Regex(
            wanted,
            RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
            QuestionFilter.Patience
        );
        var started = time.GetTimestamp();
        return text =>
        {
            if (time.GetElapsedTime(started) > QuestionFilter.Patience)
                throw new RegexMatchTimeoutException();
            return pattern.IsMatch(text);
        };
    }

    private static IEnumerable<QuestionRow> Ordered(QuestionSet set, QuestionFilter filter, IEnumerable<QuestionRow> rows)
    {
        if (filter.Order == QuestionOrder.Text)
            return filter.IsDescending
                ? rows.OrderByDescending(r => r.Text.Question, StringComparer.CurrentCulture)
                : rows.OrderBy(r => r.Text.Question, StringComparer.CurrentCulture);
        var model = filter.Model is null ? -1 : set.Models.ToList().IndexOf(filter.Model);
        double? KeyOf(QuestionRow row) =>
            filter.Order switch
            {
                QuestionOrder.Spread => row.Spread,
                QuestionOrder.Mean => model < 0 ? row.Mean : row.Scores[model],
                _ => row.Text.Place,
            };
        // What has no value stands last, whichever way.
        var ordered = rows.OrderBy(r => KeyOf(r) is null);
        return (filter.IsDescending ? ordered.ThenByDescending(KeyOf) : ordered.ThenBy(KeyOf)).ThenBy(r => r.Text.Place);
    }
}
