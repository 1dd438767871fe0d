using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views;

/// <summary>
/// The judge whose scores are shown where numbers depend on one: a mean over whichever judges a run had would compare runs under different
/// judges, and has no interval.
/// </summary>
/// <param name="Judges">All judges of the numbers, in their order.</param>
/// <param name="Chosen">The one shown; null where there is none, or none of the name that was asked for.</param>
public sealed record JudgeChoice(IReadOnlyList<string> Judges, string? Chosen)
{
    /// <summary>
    /// Chooses the judge that was asked for, else the first that is not built in, else the first that does not toss a coin, else the first.
    /// </summary>
    /// <param name="values">The numbers; those of a judge's own trial are left aside.</param>
    /// <param name="wanted">The judge asked for, or null.</param>
    public static JudgeChoice Of(IEnumerable<Aggregate> values, string? wanted)
    {
        IReadOnlyList<string> judges =
        [
            .. values
                .Where(v => v is { GenerationModel: not null, JudgeModel: not null, Value: not null })
                .Select(v => v.JudgeModel!)
                .Distinct(),
        ];
        return new(judges, wanted is null ? judges.MinBy(Rank) : judges.FirstOrDefault(j => j == wanted));
    }

    private static int Rank(string judge) =>
        judge == "builtin:coin" ? 2
        : judge.StartsWith("builtin:", StringComparison.Ordinal) ? 1
        : 0;

    /// <summary>Whether a number is of the chosen judge, or of no judge at all beside a generator.</summary>
    public bool Takes(Aggregate value) => value.GenerationModel is null || value.JudgeModel is null || value.JudgeModel == Chosen;
}
