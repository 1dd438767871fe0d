using System.Globalization;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Runs;

/// <summary>Which runs are wanted; null means all.</summary>
/// <param name="Mode"><c>synthetic</c>, <c>manual</c> …</param>
/// <param name="Dataset">The data set's file.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Model">A part of a model's name.</param>
/// <param name="From">The first day, in the time of the run.</param>
/// <param name="To">The last day.</param>
/// <param name="Fingerprint">The group of comparable runs.</param>
/// <param name="State">How far it is, by its name in files: <c>finished</c>, <c>running</c>, <c>stopped</c> …</param>
public sealed record RunFilter(
    string? Mode,
    string? Dataset,
    string? Author,
    string? Model,
    DateOnly? From,
    DateOnly? To,
    string? Fingerprint,
    string? State
)
{
    /// <summary>
    /// The filter of an address: <c>mode</c>, <c>dataset</c>, <c>author</c>, <c>model</c>, <c>from</c>, <c>to</c> (yyyy-MM-dd),
    /// <c>group</c>, <c>state</c>.
    /// </summary>
    public static RunFilter Of(PageContext at)
    {
        DateOnly? Day(string name) =>
            DateOnly.TryParseExact(at.Value(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : null;
        return new(
            at.Value("mode"),
            at.Value("dataset"),
            at.Value("author"),
            at.Value("model"),
            Day("from"),
            Day("to"),
            at.Value("group"),
            at.Value("state")
        );
    }

    /// <summary>Whether nothing is left out.</summary>
    public bool IsEmpty => this == new RunFilter(null, null, null, null, null, null, null, null);

    /// <summary>Whether a run is wanted.</summary>
    public bool Takes(RunEntry run)
    {
        var day = run.Timestamp is { } time ? DateOnly.FromDateTime(time.DateTime) : (DateOnly?)null;
        return (Mode is null || run.DatasetType == Mode)
            && (Dataset is null || run.DatasetFile == Dataset)
            && (Author is null || run.Author == Author)
            && (Fingerprint is null || run.Fingerprint == Fingerprint)
            && (State is null || Names.Of(run.State) == State)
            && (Model is null || run.Models.Any(m => m.Contains(Model, StringComparison.OrdinalIgnoreCase)))
            && (From is null || day >= From)
            && (To is null || day <= To);
    }
}

/// <summary>Runs that can be compared with each other.</summary>
/// <param name="Fingerprint">What they share; null for runs whose files do not tell.</param>
/// <param name="Runs">The runs, newest first.</param>
public sealed record RunGroup(string? Fingerprint, IReadOnlyList<RunEntry> Runs)
{
    /// <summary>Groups runs by fingerprint, the group with the newest run first, those without one last.</summary>
    public static IReadOnlyList<RunGroup> Of(IEnumerable<RunEntry> runs) =>
        [.. runs.GroupBy(r => r.Fingerprint).Select(g => new RunGroup(g.Key, [.. g])).OrderBy(g => g.Fingerprint is null)];
}
