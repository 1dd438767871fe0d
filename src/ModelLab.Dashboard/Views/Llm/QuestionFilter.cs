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
/// <param name="Text">What question, reference answer, id or page must contain, without regard to case; or the regular expression they must
/// match.</param>
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

    /// <summary>How long a pattern may be matched against all questions together.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(500);

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

    /// <summary>Filters, orders, and takes the page wanted; too great a one gives the last.</summary>
    public static QuestionPage Of(QuestionSet set, QuestionFilter filter, int page, TimeProvider time)
    {
        IReadOnlyList<QuestionRow> found = [];
        string? problem = null;
        try
        {
            found = [.. Ordered(set, filter, Matching(set, filter, time))];
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
        var shown = Math.Clamp(page, 1, pages);
        return new([.. found.Skip((shown - 1) * Size).Take(Size)], found.Count, set.Rows.Count, shown, pages, problem);
    }

    private static IEnumerable<QuestionRow> Matching(QuestionSet set, QuestionFilter filter, TimeProvider time)
    {
        var model = filter.Model is null ? -1 : set.Models.ToList().IndexOf(filter.Model);
        var contains = Contains(filter, time);
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
                && contains(row.Text);
        });
    }

    private static Func<QuestionText, bool> Contains(QuestionFilter filter, TimeProvider time)
    {
        if (filter.Text is not { } wanted)
            return _ => true;
        if (wanted.Length > QuestionFilter.LongestText)
            throw new NotSupportedException($"{wanted.Length} > {QuestionFilter.LongestText}");
        if (!filter.IsPattern)
            return text =>
                text.Question.Contains(wanted, StringComparison.OrdinalIgnoreCase)
                || text.Reference.Contains(wanted, StringComparison.OrdinalIgnoreCase)
                || text.ItemId.Contains(wanted, StringComparison.OrdinalIgnoreCase)
                || text.Page?.Contains(wanted, StringComparison.OrdinalIgnoreCase) == true;
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
            return pattern.IsMatch(text.Question)
                || pattern.IsMatch(text.Reference)
                || pattern.IsMatch(text.ItemId)
                || (text.Page is { } page && pattern.IsMatch(page));
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
